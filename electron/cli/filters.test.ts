import { expect, test } from 'vitest';
import { parseFilterPairs, toFilters } from './filters.ts';

test('pairs collect the values of a key and keep further signs', () => {
  expect(parseFilterPairs(['a=1', 'b=x=y', 'a=2'])).toEqual({ a: ['1', '2'], b: ['x=y'] });
  for (const pair of ['', 'a', '=a', 'a=']) expect(() => parseFilterPairs([pair])).toThrow(/key=value/);
});

test('tag groups, price ranges, problems and sources', () => {
  expect(toFilters({ colour: ['Red', 'Blue'], type: 'Shoes', price: '10..50', problem: true, source: 3 })).toEqual({
    tags: { colour: ['Red', 'Blue'], type: ['Shoes'] },
    priceMin: 10,
    priceMax: 50,
    hasProblem: true,
    sourceId: 3,
  });
  expect(toFilters(parseFilterPairs(['colour!=Red', 'colour!=Blue', 'type=Shoes']))).toEqual({
    tags: { type: ['Shoes'] },
    notTags: { colour: ['Red', 'Blue'] },
  });
  expect(toFilters({ price: '9.5..' })).toEqual({ tags: {}, priceMin: 9.5 });
  expect(toFilters({ price: '..9' })).toEqual({ tags: {}, priceMax: 9 });
  expect(toFilters({ price: 7 })).toEqual({ tags: {}, priceMin: 7, priceMax: 7 });
  expect(() => toFilters({ price: 'cheap' })).toThrow('"cheap" is not a number');
  expect(() => toFilters({ problem: 'maybe' })).toThrow('"maybe" is neither');
});
