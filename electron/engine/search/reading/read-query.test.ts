/** What is understood by the words of a query. */
import { describe, expect, it } from 'vitest';
import type { QueryPart } from '../../../contract/search.ts';
import { takeExclusions } from './exclusions.ts';
import { phrasesOf, withoutQuotes } from './phrases.ts';
import { findPrice } from './prices.ts';
import { readQuery } from './read-query.ts';

describe('prices', () => {
  it.each([
    ['dress under 50', { source: 'under 50', max: 50 }],
    ['dress under $50 with sleeves', { source: 'under $50', max: 50 }],
    ['shoes below 1,000 usd', { source: 'below 1,000 usd', max: 1000 }],
    ['not more than 19.99', { source: 'not more than 19.99', max: 19.99 }],
    ['tv over $300', { source: 'over $300', min: 300 }],
    ['lamp 20-40 €', { source: '20-40 €', min: 20, max: 40 }],
    ['lamp €20–€40', { source: '€20–€40', min: 20, max: 40 }],
    ['lamp between 20 and 40', { source: 'between 20 and 40', min: 20, max: 40 }],
    ['50元以下的裙子', { source: '50元以下的', max: 50 }],
    ['裙子 50以下', { source: '50以下', max: 50 }],
    ['100-200元 鞋', { source: '100-200元', min: 100, max: 200 }],
    ['不超过100元的鞋', { source: '不超过100元的', max: 100 }],
    ['200元以上手表', { source: '200元以上', min: 200 }],
    ['Schuhe unter 50 Euro', { source: 'unter 50 Euro', max: 50 }],
    ['Schuhe bis 1.299,00 €', { source: 'bis 1.299,00 €', max: 1299 }],
    ['zapatos menos de 30 €', { source: 'menos de 30 €', max: 30 }],
    ['robe moins de 80€', { source: 'moins de 80€', max: 80 }],
  ])('%s', (text, expected) => {
    expect(findPrice(text)).toEqual(expected);
  });

  it.each([
    'tv under 50 inch',
    'toys for kids under 5',
    'cream for women over 40',
    'size 36-40',
    '2 to 3 person tent',
    'under cabinet light',
    'iphone 12',
    '5岁以下',
    '浴室柜太空铝宽40以内',
    '1080p',
    'levis 501',
    '6388起动机',
    '高于50,511841',
    'nike air max 90',
    'from 5 to 7 years',
  ])('sees none in "%s"', (text) => {
    expect(findPrice(text)).toBeNull();
  });
});

describe('what is not wanted', () => {
  it.each([
    ['white t-shirt without print', 'white t-shirt', ['print']],
    ['white t-shirt not printed', 'white t-shirt', ['printed']],
    ['dress without long sleeves for women', 'dress for women', ['long sleeves']],
    ['not red dress', 'dress', ['red']],
    ['shirt but not in blue', 'shirt', ['blue']],
    ['toilet seat w/o lid', 'toilet seat', ['lid']],
    ['shoes without "memory foam" soles', 'shoes soles', ['"memory foam"']],
    ['不要黑色的皮鞋', '皮鞋', ['黑色']],
    ['皮鞋 不要黑色', '皮鞋', ['黑色']],
    ['不要干电池', '', ['干电池']],
    ['不要干电池玩具车', '玩具车', ['干电池']],
    ['连衣裙不是红色', '连衣裙', ['红色']],
    ['非黑色的鞋', '鞋', ['黑色']],
    ['床头柜不要组装', '床头柜', ['组装']],
    ['眼药水不含防腐剂', '眼药水', ['防腐剂']],
    ['不要黑色皮鞋', '皮鞋', ['黑色']],
    ['Kleid ohne Ärmel', 'Kleid', ['Ärmel']],
    ['vestido sin mangas', 'vestido', ['mangas']],
  ])('%s', (text, rest, words) => {
    const found = takeExclusions(text, { languages: ['de', 'es'], isName: (name) => name === '红色' });
    expect([found.rest, found.exclusions.map((exclusion) => exclusion.words)]).toEqual([rest, words]);
  });

  it.each([
    'do not disturb sign',
    'forget me not',
    'not only black',
    '非洲鼓',
    '非常好看的裙子',
    '非转基因大豆',
    '南非版',
    '他拉达非片',
    '不是三号',
    '有没有皮的鞋',
    'sin city',
    'without',
  ])('finds none in "%s"', (text) => {
    expect(takeExclusions(text).exclusions).toEqual([]);
  });
});

describe('phrases', () => {
  it.each([
    ['red "long sleeve" dress', ['long sleeve'], 'red long sleeve dress'],
    ['红色“长袖”衬衫', ['长袖'], '红色 长袖 衬衫'],
    ['tv 32" and 40" wide', [], 'tv 32" and 40" wide'],
    ['"unclosed', [], '"unclosed'],
  ])('%s', (text, phrases, plain) => {
    expect([phrasesOf(text), withoutQuotes(text)]).toEqual([phrases, plain]);
  });
});

describe('a query', () => {
  const text = (words: string, weight = 1): QueryPart => ({ kind: 'text', text: words, weight });
  const options = { hasPrices: true };

  it('is parted into what is wanted, what is not, and prices', () => {
    expect(readQuery([text('red "long sleeve" dress not striped under $50')], options)).toEqual({
      parts: [text('red long sleeve dress'), text('striped', -1)],
      readings: [
        { kind: 'price', source: 'under $50', max: 50 },
        { kind: 'without', source: 'not striped', words: 'striped' },
      ],
      phrases: ['long sleeve'],
      unwanted: ['striped'],
      priceMax: 50,
    });
  });

  it('leaves as words what is said to be meant as words, and prices where there are none', () => {
    const asWords = ['not striped', 'UNDER $50'];
    const parts = [text('dress not striped under $50')];
    expect(readQuery(parts, { ...options, asWords })).toMatchObject({ parts, readings: [], unwanted: [] });
    expect(readQuery([text('dress under $50')], { hasPrices: false }).readings).toEqual([]);
  });

  it('may leave nothing to look for but a price', () => {
    expect(readQuery([text('50元以下')], options)).toMatchObject({ parts: [], priceMax: 50 });
  });
});
