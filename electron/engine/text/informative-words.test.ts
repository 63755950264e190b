import { expect, it } from 'vitest';
import { informativeWords } from './informative-words.ts';

it.each([
  '15970',
  'IMG 1234',
  'IMG_20240101_123456',
  'DSC01234',
  'DSCF0042 (2)',
  'P1010123',
  'PXL 20230101 120000',
  'WhatsApp Image 2023-01-02 at 10.11.12',
  'Screenshot 2024',
  '00003aeb ace5 43bf 9a0c dc31a03e9cd2',
  '8f14e45fceea167a5a36dedd4bea2543',
  '3f2ace91',
  'photo (3)',
  'product 001 main',
  'BTX-123 XL',
  '微信图片_20240102',
  '商品主图 12',
  '',
])('finds nothing in the file name %s', (title) => {
  expect(informativeWords(title)).toEqual([]);
});

it.each([
  ['red dress 01', ['red', 'dress']],
  ['Dress2', ['dress']],
  ['Nike Men Black Shoes', ['nike', 'men', 'black', 'shoes']],
  ['连衣裙 红色', ['连衣裙', '红色']],
  ['T恤2024夏', ['恤', '夏']],
  ['платье 12', ['платье']],
  ['IMG_1234 blue vase', ['blue', 'vase']],
  ['Fa\u00e7ade bead', ['fa\u00e7ade', 'bead']],
])('finds the words of %s', (title, words) => {
  expect(informativeWords(title)).toEqual(words);
});
