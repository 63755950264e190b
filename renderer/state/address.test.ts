/** The query as the address of the window holds it, there and back. */
import { expect, it } from 'vitest';
import { queryOf, searchOf } from './address.ts';
import { noFilters } from './query.ts';

const text = (words: string, sign: 1 | -1 = 1, weight = 1) => ({ kind: 'text', text: words, sign, weight }) as const;
const plain = { filters: noFilters, sort: 'relevance' } as const;

it('holds words as they are typed', () => {
  const asked = { ...plain, parts: [text('laptop bag'), text('canvas', 1, 2), text('leather', -1)] };
  expect(searchOf(asked)).toBe('?q=laptop+bag+%2B+2%3Acanvas+-+leather');
  expect(queryOf(searchOf(asked))).toEqual(asked);
});

it('keeps a phrase with signs in it whole', () => {
  const asked = { ...plain, parts: [text('"black - white"'), text('"it is 2:3"')] };
  expect(queryOf(searchOf(asked))).toEqual(asked);
});

it('holds images, products, filters and the order', () => {
  const asked: ReturnType<typeof queryOf> = {
    parts: [
      { kind: 'image', hash: 'a'.repeat(64), name: 'street.jpg', sign: 1, weight: 1 },
      {
        ...{ kind: 'image', hash: 'b'.repeat(64), name: 'shelf.jpg', sign: 1, weight: 1 },
        region: { x: 0.25, y: 0, width: 0.5, height: 0.3333 },
      },
      { kind: 'product', productId: 7, name: 'Boot', thumb: null, sign: -1, weight: 2 },
      text('red'),
    ],
    filters: { tags: { Colour: ['Red', '红'] }, priceMax: 30 },
    sort: 'price-asc',
  };
  expect(queryOf(searchOf(asked))).toEqual(asked);
});

it('is empty where nothing is asked', () => {
  expect(searchOf({ ...plain, parts: [] })).toBe('');
  expect(queryOf('')).toEqual({ ...plain, parts: [] });
});

it.each(['?parts=[1', '?parts=[{"kind":"text"}]', '?filters=7', '?filters={', '?sort=up'])(
  'leaves out what cannot be read: %s',
  (search) => {
    expect(queryOf(search)).toEqual({ ...plain, parts: [] });
  },
);
