import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../db/migrations/0010-catalog.ts';
import { rangeFinder } from './match-ranges.ts';
import { foldWord, normaliseText } from './normalise.ts';
import { ftsAny, queryTerms, segment } from './segment.ts';

const titles = [
  'Puma Men Black Running Shoes',
  'Nike Women Grey T-shirt',
  '黑色运动鞋',
  '蓝色牛仔裤女2024新款',
  '女士手提包 真皮',
  'Café Crème Mug',
  '白色T恤',
  '男款太阳镜',
  '女士夏季连衣裙',
];

describe('the word index', () => {
  let sqlite: DatabaseSync;
  beforeAll(() => {
    sqlite = new DatabaseSync(':memory:');
    sqlite.exec(catalog.sql);
    const insert = sqlite.prepare(
      'INSERT INTO product_words (rowid, title, tags, description, sku) VALUES (?, ?, ?, ?, ?)',
    );
    titles.forEach((title, at) => {
      insert.run(at, segment(title), '', '', segment(`SKU-${at}`));
    });
  });
  afterAll(() => sqlite.close());

  const find = (query: string): string[] => {
    const expression = ftsAny(queryTerms(query));
    if (expression === '') return [];
    const rows = sqlite
      .prepare('SELECT rowid FROM product_words WHERE product_words MATCH ? ORDER BY rank')
      .all(expression);
    return rows.map((row) => titles[Number(row.rowid)] as string);
  };

  it.each([
    ['shoe', 'Puma Men Black Running Shoes'],
    ['RUN', 'Puma Men Black Running Shoes'],
    ['cafe creme', 'Café Crème Mug'],
    ['tshirt', 'Nike Women Grey T-shirt'],
    ['T shirts', 'Nike Women Grey T-shirt'],
    ['ｎｉｋｅ', 'Nike Women Grey T-shirt'],
    ["women's", 'Nike Women Grey T-shirt'],
    ['鞋', '黑色运动鞋'],
    ['鞋子', '黑色运动鞋'],
    ['黑色的鞋子', '黑色运动鞋'],
    ['牛仔裤', '蓝色牛仔裤女2024新款'],
    ['裤子', '蓝色牛仔裤女2024新款'],
    ['女士手提包', '女士手提包 真皮'],
    ['T恤', '白色T恤'],
    ['太阳镜', '男款太阳镜'],
    ['裙子', '女士夏季连衣裙'],
    ['连衣裙', '女士夏季连衣裙'],
  ])('answers %s with %s', (query, title) => {
    expect(find(query)[0]).toBe(title);
  });

  it('does not answer with what shares no word', () => {
    expect(find('裤')).toEqual(['蓝色牛仔裤女2024新款']);
    expect(find('帽子')).toEqual([]);
    expect(find('the shoe')).toEqual(['Puma Men Black Running Shoes']);
  });

  it.each([
    '"',
    '*',
    'AND',
    'NOT',
    'NEAR(',
    'a AND',
    '(',
    'title:',
    '^x',
    '-',
    '🙂',
    '\0',
    'a\0b',
    '\ud800',
    '',
    ' ',
    '"shoe',
    "'",
    '½',
    'x'.repeat(70_000),
  ])('takes %j from a person without a syntax error', (input) => {
    expect(() => find(input)).not.toThrow();
    expect(() => segment(input)).not.toThrow();
  });
});

it('says nothing when there is no word', () => {
  expect(segment(' 🙂 -- ')).toBe('');
  expect(ftsAny(queryTerms('🙂 *'))).toBe('');
});

it('takes a cell of a hundred thousand Chinese characters without a break', () => {
  const long = '蓝色牛仔裤'.repeat(20_000);
  expect(segment(long)).toContain('牛仔');
  expect(queryTerms(long).length).toBeGreaterThan(0);
});

it('drops empty words from a query unless there is nothing else', () => {
  expect(queryTerms('the shoe of a man')).toEqual(['shoe', 'man']);
  expect(queryTerms('the')).toEqual(['the']);
  expect(queryTerms('黑色的鞋子')).toEqual(['黑色', '鞋子', '鞋']);
});

it('normalises what readers hold for the same', () => {
  expect(normaliseText('  Ｒed\u0000\tDRESS ')).toBe('red dress');
  expect(foldWord('Ｃafé')).toBe('cafe');
});

describe('marked words', () => {
  const marked = (field: string, query: string): string[] =>
    rangeFinder(query)(field).map(([start, end]) => field.slice(start, end));

  it.each([
    ['Red Shoe for Men', 'shoes', ['Shoe']],
    ['Running SHOES', 'run shoe', ['Running', 'SHOES']],
    ['Café au lait', 'cafe', ['Café']],
    ['Cafe\u0301 noir', 'café', ['Cafe\u0301']],
    ['Nike T-Shirt grey', 'tshirts', ['T-Shirt']],
    ["Men's watch", 'men', ["Men's"]],
    ['🙂 黑色运动鞋 shoe', '鞋子', ['鞋']],
    ['蓝色牛仔裤女', '牛仔裤', ['牛仔裤']],
    ['黒いドレス', 'ドレス', ['ドレス']],
    ['Shore thing', 'shoe', []],
    ['anything', '"*', []],
  ])('in %s for %s', (field, query, expected) => {
    expect(marked(field, query)).toEqual(expected);
  });
});
