/** What a help page is made of. Its words are data, one file a language and group of pages; see `texts`. */

/** In the order of the list of help pages. */
export const topicIds = [
  'start',
  'search',
  'lookups',
  'answers',
  'map',
  'duplicates',
  'tags',
  'describe',
  'sheet',
  'problems',
  'changes',
  'grading',
  'learning',
  'demand',
  'campaigns',
  'library',
  'models',
  'settings',
] as const;
export type TopicId = (typeof topicIds)[number];

/** The page of the application that a help page is about. */
export const pageOfTopic: Readonly<Record<TopicId, string>> = {
  start: '/start',
  search: '/',
  lookups: '/lookups',
  answers: '/answers',
  map: '/map',
  duplicates: '/duplicates',
  tags: '/tags/wrong',
  describe: '/describe',
  sheet: '/sheet',
  problems: '/problems',
  changes: '/changes',
  grading: '/labels',
  learning: '/learning',
  demand: '/demand',
  campaigns: '/campaigns',
  library: '/library',
  models: '/settings/models',
  settings: '/settings/general',
};

/** Screens that the browser tests take; each has a file in `pictures/<language>`. */
export const pictureNames = [
  'start',
  'search',
  'photo',
  'product',
  'duplicates',
  'merge',
  'tags',
  'sheet',
  'problems',
  'changes',
  'grading',
  'learning',
  'import',
  'library',
  'models',
  'settings',
] as const;
export type PictureName = (typeof pictureNames)[number];

/** Paragraphs, steps to go through in order, or a picture with what it shows. */
export type Block =
  | string
  | { readonly steps: readonly string[] }
  | { readonly picture: PictureName; readonly shows: string };

/**
 * Words may have `**name**`, which is what a control of the application is called and has to be among its words in that
 * language, and `[[K]]`, a key as it is labelled.
 */
export interface HelpSection {
  /** In the address, the same in all languages. */
  readonly id: string;
  readonly title: string;
  readonly body: readonly Block[];
}

export interface HelpTopic {
  readonly title: string;
  /** What else people call it: found by search, never shown. */
  readonly words: readonly string[];
  /** How the page works, in five sentences; the page itself shows them too. */
  readonly how: readonly [string, string, string, string, string];
  readonly sections: readonly HelpSection[];
}

export type HelpTexts = Readonly<Record<TopicId, HelpTopic>>;

/** The help page of an address of the application; null on the help pages themselves. */
export function topicAt(location: string): TopicId | null {
  if (location.startsWith('/help')) return null;
  if (location.startsWith('/settings/')) return location.startsWith('/settings/general') ? 'settings' : 'models';
  const known = topicIds.find((id) => pageOfTopic[id] !== '/' && location.startsWith(firstPart(pageOfTopic[id])));
  return known === 'models' ? 'settings' : (known ?? 'search');
}

function firstPart(address: string): string {
  return `/${address.split('/')[1] ?? ''}`;
}
