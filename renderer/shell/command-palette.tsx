/** Everything that can be done, a few letters away (Ctrl or Cmd and K). */
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { type Icon, IconBooks, IconCpu, IconLanguage, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { openLibrary, useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { focusSearch, useCommands, windowActions } from './actions.ts';
import { places } from './places.ts';

const icon = { size: 18, stroke: 1.6 } as const;

export function CommandPalette() {
  const { t } = useTranslation();
  const libraries = useLibraries();
  return (
    <Spotlight
      shortcut={windowActions.palette.keys}
      highlightQuery
      scrollable
      maxHeight={420}
      lockScroll={false}
      radius="lg"
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      nothingFound={t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch {...icon} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.title'),
      }}
      actions={[
        { group: t('palette.go'), actions: usePlaces() },
        { group: t('palette.do'), actions: useDeeds() },
        ...(libraries.length === 0 ? [] : [{ group: t('library.recent'), actions: libraries }]),
      ]}
    />
  );
}

function entry(label: string, PlaceIcon: Icon, onClick: () => void): SpotlightActionData {
  return { id: label, label, leftSection: <PlaceIcon {...icon} />, onClick };
}

function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const listed = Object.entries(places).flatMap(([place, { name, icon: PlaceIcon, to }]) => {
    if (place === 'tags') {
      return (['wrong', 'suggestions', 'vocabulary'] as const).map((tab) => {
        const label = t('palette.within', { place: t(name), part: t(`tags.tabs.${tab}`) });
        return entry(label, PlaceIcon, () => navigate(`${to}/${tab}`));
      });
    }
    return entry(t(name), PlaceIcon, () => {
      navigate(to);
      if (place === 'search') setTimeout(focusSearch, 60);
    });
  });
  return [
    ...listed,
    entry(t('models.title'), IconStack2, () => navigate('/settings/models')),
    entry(t('compute.title'), IconCpu, () => navigate('/settings/compute')),
  ];
}

function useDeeds(): SpotlightActionData[] {
  const { t } = useTranslation();
  const commands = useCommands();
  const other = languages.find((language) => language.code !== currentLanguage()) ?? languages[0];
  const { help } = windowActions;
  return [
    ...commands.map(({ name, icon: DeedIcon, run }) => entry(t(name), DeedIcon, run)),
    {
      ...entry(other.name, IconLanguage, () => void changeLanguage(other.code)),
      keywords: ['language', '语言'],
    },
    entry(t(help.name), help.icon, help.run),
  ];
}

function useLibraries(): SpotlightActionData[] {
  const [, navigate] = useLocation();
  const recent = useLibrary((state) => state.recent);
  return recent
    .filter((library) => library.exists && !library.current)
    .map(({ name, dir }) => ({
      ...entry(name, IconBooks, () => void openLibrary(dir).then(() => navigate('/start'), notifyError)),
      id: `library:${dir}`,
      description: dir,
    }));
}
