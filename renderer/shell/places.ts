/** Where one can go, in the order of the bar on the left: what a place is called, its icon and its address. */
import type { Place } from '@contract';
import {
  type Icon,
  IconAlertTriangle,
  IconCopy,
  IconFolders,
  IconPhotoPlus,
  IconSchool,
  IconSearch,
  IconSettings,
  IconStars,
  IconTags,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';

export const places: Readonly<Record<Place, { readonly name: ParseKeys; readonly icon: Icon; readonly to: string }>> = {
  search: { name: 'nav.search', icon: IconSearch, to: '/' },
  duplicates: { name: 'nav.duplicates', icon: IconCopy, to: '/duplicates' },
  tags: { name: 'nav.tags', icon: IconTags, to: '/tags' },
  labels: { name: 'nav.labels', icon: IconStars, to: '/labels' },
  learning: { name: 'nav.learning', icon: IconSchool, to: '/learning' },
  library: { name: 'nav.library', icon: IconFolders, to: '/library' },
  import: { name: 'library.openFolder', icon: IconPhotoPlus, to: '/library/import' },
  problems: { name: 'nav.problems', icon: IconAlertTriangle, to: '/problems' },
  settings: { name: 'nav.settings', icon: IconSettings, to: '/settings' },
};
