/** What the command palette always has: places, deeds, settings and libraries. */
import { type Icon, IconBooks, IconCpu, IconLanguage, IconSettings, IconStack2 } from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { openLibrary, useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { focusSearch, useCommands, windowActions } from './actions.ts';
import { listedPlaces, places } from './places.ts';

export interface PaletteEntry {
  /** The same in every language and at every start: by it the last ones are remembered. */
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly description?: string;
  /** Found by these too. */
  readonly words?: readonly string[];
  readonly keys?: readonly string[];
  run(): void;
}

export function iconOf(EntryIcon: Icon): ReactNode {
  return <EntryIcon size={18} stroke={1.6} />;
}

export function usePlaces(): PaletteEntry[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return [...listedPlaces, 'import' as const, 'help' as const].flatMap((place): PaletteEntry[] => {
    const { name, icon, to } = places[place];
    if (place === 'tags') {
      return (['wrong', 'suggestions', 'vocabulary'] as const).map((tab) => ({
        id: `place:tags/${tab}`,
        label: t('palette.within', { place: t(name), part: t(`tags.tabs.${tab}`) }),
        icon: iconOf(icon),
        run: () => navigate(`${to}/${tab}`),
      }));
    }
    const run = (): void => {
      navigate(to);
      if (place === 'search') setTimeout(focusSearch, 60);
    };
    const keys = place === 'search' ? { keys: windowActions.find.keys } : {};
    return [{ id: `place:${place}`, label: t(name), icon: iconOf(icon), run, ...keys }];
  });
}

export function useDeeds(): PaletteEntry[] {
  const { t } = useTranslation();
  const commands = useCommands();
  const other = languages.find((language) => language.code !== currentLanguage()) ?? languages[0];
  const { help } = windowActions;
  return [
    ...commands.map(({ name, icon, run }) => ({ id: `do:${name}`, label: t(name), icon: iconOf(icon), run })),
    {
      id: `language:${other.code}`,
      label: other.name,
      icon: iconOf(IconLanguage),
      words: ['language', '语言'],
      run: () => void changeLanguage(other.code),
    },
    { id: 'do:help', label: t(help.name), icon: iconOf(help.icon), keys: help.keys, run: help.run },
  ];
}

const settings: readonly { readonly name: ParseKeys; readonly to: string; readonly icon: Icon }[] = [
  { name: 'models.title', to: '/settings/models', icon: IconStack2 },
  { name: 'compute.title', to: '/settings/compute', icon: IconCpu },
  { name: 'settings.language', to: '/settings', icon: IconSettings },
  { name: 'settings.theme', to: '/settings', icon: IconSettings },
];

export function useSettings(): PaletteEntry[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return settings.map(({ name, to, icon }) => ({
    id: `settings:${name}`,
    label: t(name),
    icon: iconOf(icon),
    words: [t('nav.settings')],
    run: () => navigate(to),
  }));
}

export function useLibraries(): PaletteEntry[] {
  const [, navigate] = useLocation();
  const recent = useLibrary((state) => state.recent);
  return recent
    .filter((library) => library.exists && !library.current)
    .map(({ name, dir }) => ({
      id: `library:${dir}`,
      label: name,
      description: dir,
      icon: iconOf(IconBooks),
      run: () => void openLibrary(dir).then(() => navigate('/start'), notifyError),
    }));
}
