/** The order in which tag groups are shown and said: what a thing is, before what it is for. */
import type { TagName } from './types.ts';

/** The group names that the importers use; others come after them, by name. */
export const standardGroups = [
  'type',
  'colour',
  'brand',
  'subcategory',
  'category',
  'material',
  'audience',
  'usage',
  'season',
  'size',
  'tag',
] as const;

const rank = new Map<string, number>(standardGroups.map((group, index) => [group, index]));

export function compareGroups(a: string, b: string): number {
  const byRank = (rank.get(a) ?? standardGroups.length) - (rank.get(b) ?? standardGroups.length);
  return byRank !== 0 ? byRank : compare(a, b);
}

export function compareTags(a: TagName, b: TagName): number {
  return compareGroups(a.group, b.group) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
