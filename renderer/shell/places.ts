/** Where one can go: what a place is called, its icon and its address; and the side bar, which has them by what a merchant comes to do. */
import type { Place } from '@contract';
import {
  type Icon,
  IconAlertTriangle,
  IconCopy,
  IconFileDiff,
  IconFolders,
  IconHelp,
  IconHome,
  IconLayoutGridAdd,
  IconMap2,
  IconMessageQuestion,
  IconPhotoCheck,
  IconPhotoPlus,
  IconSchool,
  IconSearch,
  IconSettings,
  IconSpeakerphone,
  IconStars,
  IconTable,
  IconTags,
  IconTrendingUp,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';

export interface PlaceWords {
  readonly name: ParseKeys;
  readonly icon: Icon;
  readonly to: string;
}

export const places: Readonly<Record<Place, PlaceWords>> = {
  start: { name: 'nav.start', icon: IconHome, to: '/start' },
  search: { name: 'nav.search', icon: IconSearch, to: '/' },
  lookups: { name: 'nav.lookups', icon: IconPhotoCheck, to: '/lookups' },
  answers: { name: 'nav.answers', icon: IconMessageQuestion, to: '/answers' },
  map: { name: 'nav.map', icon: IconMap2, to: '/map' },
  duplicates: { name: 'nav.duplicates', icon: IconCopy, to: '/duplicates' },
  tags: { name: 'nav.tags', icon: IconTags, to: '/tags' },
  describe: { name: 'nav.describe', icon: IconLayoutGridAdd, to: '/describe' },
  problems: { name: 'nav.problems', icon: IconAlertTriangle, to: '/problems' },
  sheet: { name: 'nav.sheet', icon: IconTable, to: '/sheet' },
  changes: { name: 'nav.changes', icon: IconFileDiff, to: '/changes' },
  labels: { name: 'nav.labels', icon: IconStars, to: '/labels' },
  learning: { name: 'nav.learning', icon: IconSchool, to: '/learning' },
  demand: { name: 'nav.demand', icon: IconTrendingUp, to: '/demand' },
  campaigns: { name: 'nav.campaigns', icon: IconSpeakerphone, to: '/campaigns' },
  library: { name: 'nav.library', icon: IconFolders, to: '/library' },
  import: { name: 'library.openFolder', icon: IconPhotoPlus, to: '/library/import' },
  settings: { name: 'nav.settings', icon: IconSettings, to: '/settings' },
  help: { name: 'nav.help', icon: IconHelp, to: '/help' },
};

export interface Section {
  readonly id: string;
  /** Without, its pages stand by themselves and cannot be folded. */
  readonly name?: ParseKeys;
  /** In order. A page shows as soon as `places` has one of that name. */
  readonly pages: readonly string[];
}

export const sections: readonly Section[] = [
  { id: 'start', pages: ['start'] },
  { id: 'find', name: 'nav.find', pages: ['search', 'lookups', 'map', 'answers'] },
  { id: 'cleanUp', name: 'nav.cleanUp', pages: ['duplicates', 'tags', 'describe', 'sheet', 'problems', 'changes'] },
  { id: 'teach', name: 'nav.teach', pages: ['labels', 'learning'] },
  { id: 'sell', name: 'nav.sell', pages: ['demand', 'campaigns'] },
  { id: 'library', pages: ['library', 'settings'] },
];

/** The pages of a section that there are. */
export function pagesOf({ pages }: Section): Place[] {
  const known = Object.keys(places) as Place[];
  return pages.flatMap((name) => known.find((place) => place === name) ?? []);
}

/** The pages of the side bar in its order. */
export const listedPlaces: readonly Place[] = sections.flatMap(pagesOf);

/** The place that an address belongs to. */
export function placeAt(location: string): Place {
  if (location.startsWith(places.help.to)) return 'help';
  if (location === '/' || location.startsWith('/product/')) return 'search';
  return listedPlaces.find((place) => places[place].to !== '/' && location.startsWith(places[place].to)) ?? 'search';
}
