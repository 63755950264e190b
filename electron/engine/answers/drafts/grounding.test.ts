/** What a text says beyond the facts is found, and what the facts say in other words is not. */
import { expect, test } from 'vitest';
import { type Grounds, ungroundedIn } from './grounding.ts';

const grounds: Grounds = {
  said: [
    '59.90 EUR',
    'Wool',
    'Halvik Knitted Sweater',
    'Goods can be returned within 30 days of receipt, unworn and with their labels.',
    'Worn hosiery cannot be returned after the parcel was opened.',
    'Standard delivery takes 3 to 5 working days.',
  ],
  plain: ['Hello, thank you for your message.', 'The price is .'],
  names: ['Corvo', 'Wool'],
};
const wrong = (text: string): string[] => ungroundedIn(text, grounds).map(({ why, words }) => `${why} ${words}`);

test.each([
  'Hello! The Halvik Knitted Sweater is 59.90 EUR and made of wool.',
  'You can return it within thirty days, unworn and with its labels.',
  'Delivery takes 3 to 5 working days.',
  '价格是 59.90 EUR。',
])('says nothing new: %s', (text) => {
  expect(wrong(text)).toEqual([]);
});

test.each([
  ['It costs 49.90 EUR.', 'number 49.90 EUR'],
  ['You can return it within 60 days.', 'number 60 days'],
  ['You can return it within two weeks.', 'number two weeks'],
  ['退货期两周。', 'number 两周'],
  ['It is made by Corvo in Italy.', 'name Corvo'],
  ['It is made by Corvo in Italy.', 'name Italy'],
  ['It is made of cotton.', 'name cotton'],
  ['It is waterproof.', 'promise waterproof'],
  ['We send it free of charge.', 'promise free'],
  ['我们保证明天到。', 'promise 保证'],
  [
    'Worn hosiery can be returned after the parcel was opened.',
    'negation Worn hosiery can be returned after the parcel was opened.',
  ],
])('%s', (text, found) => {
  expect(wrong(text)).toContain(found);
});
