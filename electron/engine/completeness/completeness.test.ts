/** What listings lack, over a real database: what is expected of a kind, what a person says of it, titles, and taking that back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary, type TestProduct } from '../tags/testing.ts';
import { Completeness } from './completeness.ts';

let library: TestLibrary;
let completeness: Completeness;

const product = (
  sku: string,
  type: string | null,
  more: NonNullable<TestProduct['more']>,
  colour?: string,
): TestProduct => ({
  sku,
  title: sku,
  looks: [0, 0, 0, 1],
  tags: [
    ...(type === null ? [] : [{ group: 'type', name: type }]),
    ...(colour === undefined ? [] : [{ group: 'colour', name: colour }]),
  ],
  more,
});

beforeEach(async () => {
  library = await openTestLibrary();
  const { database, catalog, operations } = library.tagsDependencies;
  completeness = new Completeness({ database, catalog, operations });
  const shirt = { price: 20, attributes: { Material: 'cotton', Handle: 'one', 'Variant Grams': '200' } };
  library.put([
    product(
      'S1',
      'shirt',
      { ...shirt, title: 'Acme Shirt Red', attributes: { ...shirt.attributes, Handle: 'a' } },
      'red',
    ),
    product(
      'S2',
      'shirt',
      { ...shirt, title: 'Acme Shirt Blue', attributes: { Material: 'silk', Handle: 'b' } },
      'blue',
    ),
    product(
      'S3',
      'shirt',
      { ...shirt, title: 'Green Bolt Shirt', attributes: { MATERIAL: 'silk', Handle: 'c' } },
      'green',
    ),
    product('S4', 'shirt', { ...shirt, title: 'Acme Shirt', price: null, attributes: { Handle: 'd' } }),
    product('S5', 'shirt', { ...shirt, title: 'Acme Shirt Red', attributes: { Handle: 'e', Color: 'red' } }),
    product(
      'S6',
      'shirt',
      { ...shirt, title: 'IMG_0034', attributes: { Handle: 'f', Barcode: '4006381333931' } },
      'red',
    ),
    product('L1', 'lamp', { title: 'Desk lamp', attributes: { Handle: 'g' } }),
    product('N1', null, { title: 'Something else', attributes: { Handle: 'h' } }),
  ]);
});
afterEach(() => {
  completeness.close();
  library.close();
});

const missing = async (check: string) => {
  const { items } = await completeness.products({ kind: null, check, offset: 0, limit: 50 });
  return items.map(({ product: { sku } }) => sku).sort();
};

it('expects of a kind what most of it have, and of all what the catalog uses', async () => {
  const { kinds, products, complete } = await completeness.report();
  expect(kinds.map(({ kind, products: count }) => [kind, count])).toEqual([
    ['shirt', 6],
    ['', 1],
    ['lamp', 1],
  ]);
  expect([products, complete]).toEqual([8, 0]);
  // A colour among the attributes is one; "Material" and "MATERIAL" are the same.
  expect(await missing('tag:colour')).toEqual(['L1', 'N1', 'S4']);
  expect(await missing('price')).toEqual(['L1', 'N1', 'S4']);
  expect(await missing('title')).toEqual(['S6']);
  // One of eight has a barcode, so the catalog uses them; nobody owes a handle or a weight.
  expect(await missing('barcode')).toEqual(['L1', 'N1', 'S1', 'S2', 'S3', 'S4', 'S5']);
  const { fields } = await completeness.rule('Shirt');
  const required = fields.filter((field) => field.required).map(({ check }) => check);
  expect(required).toEqual(['picture', 'title', 'price', 'barcode', 'tag:type', 'tag:colour', 'tag:material']);
});

describe('what a person says', () => {
  it('counts at once, is one step of undo, and null is the proposal again', async () => {
    const before = await completeness.rule('shirt');
    await completeness.setRule({ kind: 'shirt', required: ['picture', 'tag:material'], by: 'me' });
    const { fields, own } = await completeness.rule('shirt');
    expect(fields.filter((field) => field.required).map(({ check }) => check)).toEqual(['picture', 'tag:material']);
    expect(own).toBe(true);
    const [shirts] = (await completeness.report()).kinds;
    expect(shirts).toMatchObject({ complete: 3, missing: [{ check: 'tag:material', products: 3 }] });
    await library.tagsDependencies.operations.takeBack();
    expect(await completeness.rule('shirt')).toEqual(before);
    await completeness.setRule({ kind: 'shirt', required: ['picture'], by: 'me' });
    await completeness.setRule({ kind: 'shirt', required: null, by: 'me' });
    expect(await completeness.rule('shirt')).toEqual(before);
  });

  it('is refused where there is no such kind, or no pattern', async () => {
    await expect(completeness.setRule({ kind: 'hat', pattern: '{colour}', by: 'me' })).rejects.toThrow(
      'No product is of the kind "hat"',
    );
    await expect(completeness.setRule({ kind: 'shirt', pattern: 'Shirt', by: 'me' })).rejects.toThrow('names no field');
  });
});

it('lists the titles that a pattern would change, and counts it as something that titles owe once it is set', async () => {
  library.put([product('S7', 'shirt', { title: 'Acme Shirt blue' }, 'red')]);
  const pattern = '{rest} {type} {colour}';
  const { follow, total, items, fields, disputes } = await completeness.titles({
    kind: 'shirt',
    pattern,
    offset: 0,
    limit: 50,
  });
  expect(fields).toEqual(expect.arrayContaining(['type', 'colour', 'material']));
  expect(items.map(({ product: { sku }, title }) => [sku, title])).toEqual([
    ['S3', 'Bolt Shirt Green'],
    ['S6', 'IMG_0034 Shirt Red'],
  ]);
  expect([follow, total]).toEqual([5, 2]);
  // A title that denies the tag is left as it is, and said.
  expect(disputes.map(({ product: { sku }, ...own }) => [sku, own])).toEqual([
    ['S7', { field: 'colour', says: 'blue', known: ['red'] }],
  ]);
  await completeness.setRule({ kind: 'shirt', pattern, by: 'me' });
  // A title with another colour than the tag does not name the colour that is known.
  expect(await missing('pattern')).toEqual(['S3', 'S6', 'S7']);
});
