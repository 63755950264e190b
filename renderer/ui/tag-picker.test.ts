import type { VocabularyGroup } from '@contract';
import { expect, it } from 'vitest';
import { findTags, groupsForNew } from './tag-picker.tsx';

const tag = (id: number, group: string, name: string, products: number, synonyms: string[] = []) => ({
  id,
  group,
  name,
  products,
  confirmed: 0,
  rejected: 0,
  synonyms: synonyms.map((text) => ({ language: 'zh' as const, text })),
});

const vocabulary: VocabularyGroup[] = [
  {
    group: 'colour',
    exclusive: true,
    tags: [tag(1, 'colour', 'Navy Blue', 90), tag(2, 'colour', 'Blue', 40, ['蓝色'])],
  },
  { group: 'type', exclusive: true, tags: [tag(3, 'type', 'Blouse', 10)] },
];

const names = (group: string | undefined, text: string): string[] =>
  findTags(vocabulary, group, text).map(({ name }) => name);

it('puts tags that begin with the text before those that merely hold it', () => {
  expect(names(undefined, 'blu')).toEqual(['Blue', 'Navy Blue']);
  expect(names(undefined, 'blo')).toEqual(['Blouse']);
});

it('keeps to a group, and lists it by use when nothing is typed', () => {
  expect(names('colour', '')).toEqual(['Navy Blue', 'Blue']);
});

it('finds by synonym and by group', () => {
  expect(names(undefined, '蓝')).toEqual(['Blue']);
  expect(names(undefined, 'colour b')).toEqual(['Blue']);
});

it('offers a new tag in the groups that have none of that name', () => {
  expect(groupsForNew(vocabulary, undefined, 'Sale')).toEqual(['colour', 'type']);
  expect(groupsForNew(vocabulary, undefined, 'blouse')).toEqual([]);
  expect(groupsForNew(vocabulary, 'type', 'Blouse')).toEqual([]);
  expect(groupsForNew(vocabulary, 'type', 'Sale')).toEqual(['type']);
  expect(groupsForNew(vocabulary, undefined, '')).toEqual([]);
});
