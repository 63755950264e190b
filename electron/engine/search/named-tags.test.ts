/** Tags that words of a query name are told, can be taken back to words, and tags can be left out by a filter. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MethodInput } from '../../contract/contract.ts';
import { methods } from '../../contract/contract.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';

const tag = (group: string, name: string) => ({ group, name });

const never = new AbortController().signal;

let library: TestLibrary;
beforeEach(async () => {
  library = await openTestLibrary();
  library.put([
    { sku: 'R1', title: 'red shoe', looks: [1, 0, 1, 0], tags: [tag('colour', 'Red'), tag('audience', 'Women')] },
    { sku: 'R2', title: 'red shoe', looks: [1, 0, 1, 0], tags: [tag('colour', 'Red'), tag('audience', 'Men')] },
    { sku: 'B1', title: 'blue shoe', looks: [0, 1, 1, 0], tags: [tag('colour', 'Blue'), tag('audience', 'Men')] },
    { sku: 'N1', title: 'shoe', looks: [0, 0, 1, 0], tags: [] },
  ]);
});
afterEach(() => library.close());

const run = (params: MethodInput<'search.run'>) =>
  library.search.run(methods['search.run'].params.parse({ cutoff: false, ...params }), never);
const ask = (text: string, more: MethodInput<'search.run'> = {}) => run({ parts: [{ kind: 'text', text }], ...more });

it.each([
  ['red shoe', ['colour/Red/red']],
  ['red shoes for ladies', ['colour/Red/red', 'audience/Women/ladies']],
  ['女士红色的鞋', ['colour/Red/红色', 'audience/Women/女士']],
  ['shoe not red', []],
])('tells the tags that "%s" names', async (text, expected) => {
  const { readings } = await ask(text);
  const named = readings.flatMap((one) => (one.kind === 'tag' ? [`${one.group}/${one.name}/${one.source}`] : []));
  expect(named.sort()).toEqual([...expected].sort());
});

it('weighs no tag for a word that is meant as itself', async () => {
  const forWomen = await ask('shoes for women');
  const literal = await ask('shoes for women', { asWords: ['women'] });
  expect(literal.readings).toEqual([]);
  const scores = (found: typeof literal) => new Map(found.hits.map(({ sku, score }) => [sku, score ?? 0]));
  const gap = (found: typeof literal) => (scores(found).get('R1') ?? 0) - (scores(found).get('R2') ?? 0);
  expect(gap(literal)).toBeLessThan(gap(forWomen));
});

it('leaves out products with an unwanted tag, and counts its group as if it were not', async () => {
  const { hits, facets, total } = await run({ filters: { tags: {}, notTags: { colour: ['red'] } } });
  expect(hits.map(({ sku }) => sku)).toEqual(['B1', 'N1']);
  expect(total).toBe(2);
  const counts = Object.fromEntries(facets.map(({ group, values }) => [group, values]));
  expect(counts).toEqual({
    colour: [
      { name: 'Red', count: 2 },
      { name: 'Blue', count: 1 },
    ],
    audience: [{ name: 'Men', count: 1 }],
  });
  const menNotBlue = await run({ filters: { tags: { audience: ['Men'] }, notTags: { colour: ['Blue'] } } });
  expect(menNotBlue.hits.map(({ sku }) => sku)).toEqual(['R2']);
});

it('calls nothing likely that is tagged as something else, and nothing else by a word of two groups', async () => {
  library.put([
    { sku: 'O1', title: 'red lamp', looks: [1, 0, 0, 0], tags: [tag('brand', 'Red'), tag('colour', 'Black')] },
  ]);
  const { hits } = await ask('red');
  const bands = new Map(hits.map(({ sku, band }) => [sku, band]));
  expect(bands.get('R1')).toBe('very-likely');
  expect(bands.get('O1')).toBe('very-likely');
  expect(['possible', 'unlikely']).toContain(bands.get('B1'));
});

it('takes no Chinese character for a word that nothing says', async () => {
  library.put([{ sku: 'Z1', title: '红色连衣裙', looks: [1, 0, 0, 1], tags: [] }]);
  const band = async (text: string) => (await ask(text)).hits.find(({ sku }) => sku === 'Z1')?.band;
  expect(await band('红色连衣裙')).toBe('very-likely');
});
