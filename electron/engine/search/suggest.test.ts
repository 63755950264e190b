/** What is suggested to somebody who is typing. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { Suggester } from './suggest.ts';

let library: TestLibrary;
let suggester: Suggester;
beforeEach(async () => {
  library = await openTestLibrary();
  suggester = new Suggester(library.catalog, library.search.view);
  const tag = (name: string) => [{ group: 'colour', name }];
  library.put([
    { sku: 'A', title: 'Café table', looks: [1, 0, 0, 0], tags: tag('Blue') },
    { sku: 'B', title: 'Blue-grey cafeteria tray', looks: [0, 1, 0, 0], tags: tag('Blue') },
    { sku: 'C', title: 'Table cloth', looks: [0, 0, 1, 0], tags: tag('Black') },
    { sku: 'D', title: '女士黑色皮鞋', looks: [0, 0, 0, 1], tags: tag('Black') },
  ]);
});
afterEach(() => library.close());

function suggest(text: string, limit = 4) {
  const { tags, products } = suggester.suggest(text, limit);
  return {
    tags: tags.map(({ name, products: count }) => `${name} ${count}`),
    products: products.map(({ sku }) => sku),
  };
}

it.each([
  ['caf', [], ['A', 'B']],
  ['TABLE', [], ['C', 'A']],
  ['bl', ['Black 2', 'Blue 2'], ['B']],
  ['blue g', [], ['B']],
  ['皮鞋', [], ['D']],
  ['黑', ['Black 2'], ['D']],
  ['  -- ', [], []],
  ['able', [], []],
])('"%s"', (text, tags, products) => {
  const found = suggest(text);
  expect([found.tags.sort(), found.products]).toEqual([tags, products]);
});

it('gives no more than asked for, and knows what changed', () => {
  expect(suggest('table', 1).products).toEqual(['C']);
  library.put([{ sku: 'E', title: 'Table lamp', looks: [1, 1, 0, 0], tags: [] }]);
  expect(suggest('table l').products).toEqual(['E']);
});
