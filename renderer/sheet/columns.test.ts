import { expect, it } from 'vitest';
import { columnsOf, type EditableColumn, namesOf } from './columns.ts';

const group = (exclusive: boolean): EditableColumn & { kind: 'group' } => ({
  key: 'group:category',
  kind: 'group',
  group: 'category',
  exclusive,
  width: 1,
});

it('cuts a cell of tags at commas, but not within names that have one', () => {
  const known = ['Hats, Caps', 'Hats', 'Sale'];
  expect(namesOf('Hats, Caps, Sale', group(false), known)).toEqual(['Hats, Caps', 'Sale']);
  expect(namesOf('Hats, Caps and more,Sale,, Sale ', group(false), known)).toEqual(['Hats', 'Caps and more', 'Sale']);
  expect(namesOf(' ,', group(false), known)).toEqual([]);
  expect(namesOf(' Hats, Gloves ', group(true), known)).toEqual(['Hats, Gloves']);
  expect(namesOf(' ', group(true), known)).toEqual([]);
});

it('shows the first groups and attributes until others are chosen', () => {
  const vocabulary = ['size', 'brand', 'season', 'colour', 'category'].map((name) => ({
    group: name,
    exclusive: true,
    tags: [],
  }));
  const { all, usual } = columnsOf(vocabulary, ['Fit', 'Cut', 'Care', 'Origin']);
  expect(usual).toEqual([
    'sku',
    'title',
    'price',
    ...['category', 'colour', 'brand', 'size'].map((name) => `group:${name}`),
    'description',
    ...['Fit', 'Cut', 'Care'].map((name) => `attribute:${name}`),
  ]);
  expect(all.map(({ key }) => key)).toEqual(expect.arrayContaining(['group:season', 'attribute:Origin']));
});
