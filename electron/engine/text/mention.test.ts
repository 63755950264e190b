import { expect, it } from 'vitest';
import { Mentions } from './mention.ts';

const mentions = new Mentions([
  { id: 1, group: 'colour', names: ['Blue', '蓝色'] },
  { id: 2, group: 'colour', names: ['Navy Blue', '深蓝色'] },
  { id: 3, group: 'type', names: ['Casual Shoes'] },
  { id: 4, group: 'usage', names: ['Casual'] },
  { id: 5, group: 'type', names: ['Tshirts'] },
  { id: 6, group: 'audience', names: ['Men'] },
]);
const found = (text: string): number[] => [...mentions.find(text)].sort();

it.each([
  ["Blue men's casual shoe", [1, 3, 4, 6]],
  ['NAVY BLUE watch', [2]],
  ['navy and blue', [1]],
  ['a T-shirt', [5]],
  ['women', []],
  ['shoes, not casual ones', [4]],
  ['深蓝色连衣裙', [2]],
  ['蓝色的鞋子', [1]],
  ['', []],
])('%s', (text, ids) => {
  expect(found(text)).toEqual(ids);
});
