import { places as known } from '@contract';
import { expect, it } from 'vitest';
import { listedPlaces, pagesOf, placeAt, places, sections } from './places.ts';

it('lists every place once in the side bar, but the import, which the library leads to, and the help, which has its sign below', () => {
  expect([...listedPlaces].sort()).toEqual(known.filter((place) => place !== 'import' && place !== 'help').sort());
});

it('leaves pages out that there are none of yet', () => {
  const sell = sections.find(({ id }) => id === 'sell');
  expect(sell === undefined ? null : pagesOf(sell)).toEqual(['demand', 'campaigns']);
  expect(pagesOf({ id: 'x', pages: ['nowhere', 'search'] })).toEqual(['search']);
});

it('knows the place of an address', () => {
  expect(['/', '/product/7', '/tags/wrong', '/library/import', '/labels/3/grade', '/nowhere'].map(placeAt)).toEqual([
    'search',
    'search',
    'tags',
    'library',
    'labels',
    'search',
  ]);
  expect(placeAt('/help/tags')).toBe('help');
  for (const place of listedPlaces) expect(placeAt(places[place].to)).toBe(place);
});
