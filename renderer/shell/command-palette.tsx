/** Everything that can be done, a few letters away (Ctrl or Cmd and K). */
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import {
  IconAlertTriangle,
  IconBooks,
  IconCopy,
  IconCpu,
  IconFilterOff,
  IconFolders,
  IconKeyboard,
  IconLanguage,
  IconLayoutGrid,
  IconList,
  IconMoon,
  IconPhotoPlus,
  IconSchool,
  IconSearch,
  IconSettings,
  IconStack2,
  IconStars,
  IconSun,
  IconTags,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { openLibrary, useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { usePreferences } from '../state/preferences.ts';
import { clearFilters, clearParts } from '../state/query.ts';
import { openKeysDialog } from '../ui/keys-dialog.tsx';
import { focusSearch } from './window-keys.ts';

const icon = { size: 18, stroke: 1.6 } as const;

export function CommandPalette() {
  const { t } = useTranslation();
  const places = usePlaces();
  const commands = useCommands();
  const libraries = useLibraries();
  return (
    <Spotlight
      shortcut="mod + K"
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
        { group: t('palette.go'), actions: places },
        { group: t('palette.do'), actions: commands },
        ...(libraries.length === 0 ? [] : [{ group: t('library.recent'), actions: libraries }]),
      ]}
    />
  );
}

function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const inTags = (tab: 'wrong' | 'suggestions' | 'vocabulary'): string =>
    t('palette.within', { place: t('nav.tags'), part: t(`tags.tabs.${tab}`) });
  return [
    {
      id: 'search',
      label: t('nav.search'),
      leftSection: <IconSearch {...icon} />,
      onClick: () => {
        navigate('/');
        setTimeout(focusSearch, 60);
      },
    },
    {
      id: 'duplicates',
      label: t('nav.duplicates'),
      leftSection: <IconCopy {...icon} />,
      onClick: () => navigate('/duplicates'),
    },
    {
      id: 'tags-wrong',
      label: inTags('wrong'),
      leftSection: <IconTags {...icon} />,
      onClick: () => navigate('/tags/wrong'),
    },
    {
      id: 'tags-suggestions',
      label: inTags('suggestions'),
      leftSection: <IconTags {...icon} />,
      onClick: () => navigate('/tags/suggestions'),
    },
    {
      id: 'tags-vocabulary',
      label: inTags('vocabulary'),
      leftSection: <IconTags {...icon} />,
      onClick: () => navigate('/tags/vocabulary'),
    },
    {
      id: 'labels',
      label: t('nav.labels'),
      leftSection: <IconStars {...icon} />,
      onClick: () => navigate('/labels'),
    },
    {
      id: 'learning',
      label: t('nav.learning'),
      leftSection: <IconSchool {...icon} />,
      onClick: () => navigate('/learning/learn'),
    },
    {
      id: 'library',
      label: t('nav.library'),
      leftSection: <IconFolders {...icon} />,
      onClick: () => navigate('/library'),
    },
    {
      id: 'import',
      label: t('library.openFolder'),
      leftSection: <IconPhotoPlus {...icon} />,
      onClick: () => navigate('/library/import'),
    },
    {
      id: 'problems',
      label: t('nav.problems'),
      leftSection: <IconAlertTriangle {...icon} />,
      onClick: () => navigate('/problems'),
    },
    {
      id: 'settings',
      label: t('nav.settings'),
      leftSection: <IconSettings {...icon} />,
      onClick: () => navigate('/settings'),
    },
    {
      id: 'models',
      label: t('models.title'),
      leftSection: <IconStack2 {...icon} />,
      onClick: () => navigate('/settings/models'),
    },
    {
      id: 'compute',
      label: t('compute.title'),
      leftSection: <IconCpu {...icon} />,
      onClick: () => navigate('/settings/compute'),
    },
  ];
}

function useCommands(): SpotlightActionData[] {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const dark = useComputedColorScheme('light') === 'dark';
  const { view, setView } = usePreferences();
  const other = languages.find((language) => language.code !== currentLanguage()) ?? languages[0];
  return [
    { id: 'clear', label: t('search.clear'), leftSection: <IconX {...icon} />, onClick: clearParts },
    { id: 'clear-filters', label: t('filters.clear'), leftSection: <IconFilterOff {...icon} />, onClick: clearFilters },
    {
      id: 'view',
      label: view === 'grid' ? t('results.toList') : t('results.toGrid'),
      leftSection: view === 'grid' ? <IconList {...icon} /> : <IconLayoutGrid {...icon} />,
      onClick: () => setView(view === 'grid' ? 'list' : 'grid'),
    },
    {
      id: 'theme',
      label: dark ? t('shell.toLight') : t('shell.toDark'),
      leftSection: dark ? <IconSun {...icon} /> : <IconMoon {...icon} />,
      onClick: () => setColorScheme(dark ? 'light' : 'dark'),
    },
    {
      id: 'language',
      label: other.name,
      keywords: ['language', '语言'],
      leftSection: <IconLanguage {...icon} />,
      onClick: () => void changeLanguage(other.code),
    },
    { id: 'keys', label: t('keys.title'), leftSection: <IconKeyboard {...icon} />, onClick: openKeysDialog },
  ];
}

function useLibraries(): SpotlightActionData[] {
  const [, navigate] = useLocation();
  const recent = useLibrary((state) => state.recent);
  return recent
    .filter((library) => library.exists && !library.current)
    .map((library) => ({
      id: `library:${library.dir}`,
      label: library.name,
      description: library.dir,
      leftSection: <IconBooks {...icon} />,
      onClick: () => void openLibrary(library.dir).then(() => navigate('/'), notifyError),
    }));
}
