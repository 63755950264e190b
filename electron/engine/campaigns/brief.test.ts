import { describe, expect, it } from 'vitest';
import type { CampaignBrief } from '../../contract/campaigns.ts';
import { readBrief } from './brief.ts';

const context = { isName: (text: string) => ['黑色', '红色'].includes(text), tagsIn: () => [] };
const nothing = {
  words: '',
  count: 12,
  priceMin: null,
  priceMax: null,
  without: [],
  perBrand: null,
  inStock: false,
  onSale: false,
  marginMin: null,
};

describe('a brief', () => {
  it.each<[string, Partial<CampaignBrief>]>([
    [
      'summer dresses for a garden wedding, under 80 €, no black, 12 products, at most 2 of a brand, in stock, margin over 30 %',
      {
        ...{ words: 'summer dresses for a garden wedding', priceMax: 80, without: ['black'], count: 12, perBrand: 2 },
        ...{ inStock: true, marginMin: 0.3 },
      },
    ],
    ['20 items: red shoes on sale', { words: 'red shoes', count: 20, onSale: true }],
    [
      'six products, office shirts between 20 and 40 EUR',
      { words: 'office shirts', count: 6, priceMin: 20, priceMax: 40 },
    ],
    ['gifts for runners not red, max 1 per brand', { words: 'gifts for runners', without: ['red'], perBrand: 1 }],
    ['watches, no black or brown, without leather', { words: 'watches', without: ['black', 'brown', 'leather'] }],
    ['no iron shirts for travel, 8 pieces', { words: 'no iron shirts for travel', count: 8 }],
    ['bags, up to $1,200, 40% margin', { words: 'bags', priceMax: 1200, marginMin: 0.4 }],
    ['two piece swimsuits', { words: 'two piece swimsuits' }],
    [
      '适合花园婚礼的夏季连衣裙，80元以内，不要黑色，12件，每个品牌最多2件，有货，毛利30%以上',
      {
        ...{ words: '适合花园婚礼的夏季连衣裙', priceMax: 80, without: ['黑色'], count: 12, perBrand: 2 },
        ...{ inStock: true, marginMin: 0.3 },
      },
    ],
    [
      '送给爸爸的手表，共八款，不要黑色和红色的，打折',
      { words: '送给爸爸的手表', count: 8, without: ['黑色', '红色'], onSale: true },
    ],
    [
      '红色运动鞋，现货，同一品牌不超过三双，50到100元',
      { words: '红色运动鞋', inStock: true, perBrand: 3, priceMin: 50, priceMax: 100 },
    ],
    ['15 products', { count: 15 }],
  ])('reads %s', (text, expected) => {
    expect(readBrief(text, context)).toMatchObject({ ...nothing, text, ...expected });
  });

  it('names tags as wishes, of the words that are searched for', () => {
    const asked: string[] = [];
    const brief = readBrief('red shoes, 5 products', {
      ...context,
      tagsIn: (words) => {
        asked.push(words);
        return [{ group: 'colour', name: 'Red' }];
      },
    });
    expect(asked).toEqual(['red shoes']);
    expect(brief.tags).toEqual([{ group: 'colour', name: 'Red', must: false }]);
  });
});
