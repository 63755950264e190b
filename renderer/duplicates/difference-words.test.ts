import type { Difference } from '@contract';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { readPrice, wordDifference } from './difference-words.ts';

/** Writes the key and what it is filled with. */
const t = ((key: string, values: Record<string, unknown> = {}) => `${key}${JSON.stringify(values)}`) as never;
const tools = { t, format: createFormat('en'), groupName: (group: string) => group.toUpperCase() };

function difference(change: Partial<Difference>): Difference {
  return {
    field: 'title',
    name: null,
    left: null,
    right: null,
    better: null,
    leftRanges: [],
    rightRanges: [],
    ...change,
  };
}

describe('wordDifference', () => {
  it('says how many times the pixels', () => {
    const words = wordDifference(
      difference({ field: 'resolution', left: '400x300', right: '800x600', better: 'right' }),
      tools,
    );
    expect(words).toMatchObject({ left: '400 × 300', right: '800 × 600' });
    expect(words.remark).toEqual({ side: 'right', text: 'duplicates.better.resolution{"times":"4.0"}' });
  });

  it('says how much cheaper, in cents that add up', () => {
    const words = wordDifference(difference({ field: 'price', left: '19.95 EUR', right: '20.15 EUR' }), tools);
    expect(words).toMatchObject({ left: '€19.95', right: '€20.15' });
    expect(words.remark).toEqual({ side: 'left', text: 'duplicates.better.price{"amount":"€0.20"}' });
  });

  it('compares no prices of different currencies', () => {
    expect(wordDifference(difference({ field: 'price', left: '19 EUR', right: '20 USD' }), tools).remark).toBeNull();
  });

  it('says that something is only on one side', () => {
    expect(wordDifference(difference({ field: 'description', left: 'Warm', better: 'left' }), tools)).toMatchObject({
      right: null,
      remark: { side: 'left', text: 'duplicates.better.only{}' },
    });
  });

  it('names attributes and groups of tags', () => {
    expect(wordDifference(difference({ field: 'attribute', name: 'Wattage', left: '5' }), tools).label).toBe('Wattage');
    expect(wordDifference(difference({ field: 'tags', name: 'colour', left: 'red' }), tools).label).toBe('COLOUR');
  });
});

describe('readPrice', () => {
  it.each([
    ['19.95 EUR', { amount: 19.95, currency: 'EUR' }],
    ['EUR 19.95', { amount: 19.95, currency: 'EUR' }],
    ['20', { amount: 20, currency: null }],
    ['on request', null],
  ])('%s', (text, price) => expect(readPrice(text)).toEqual(price));
});
