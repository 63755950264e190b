import { expect, test } from 'vitest';
import { type LinkList, writeLinks } from './link-lists.ts';

const lists: LinkList[] = [
  {
    sku: 'tea',
    title: 'Tea, green',
    goesWith: [
      { sku: 'cup', reason: { kind: 'together', productId: 1, together: 34, lift: 5.04, insteadOf: null } },
      { sku: 'pot', reason: { kind: 'together', productId: 1, together: null, lift: null, insteadOf: null } },
    ],
    similar: [{ sku: 'mate', reason: { kind: 'similar', looks: 0.7, words: null } }],
  },
  { sku: 'pen', title: 'Pen', goesWith: [], similar: [] },
];
const linesOf = (format: Parameters<typeof writeLinks>[1]): string[] =>
  writeLinks(lists, format).text.trimEnd().split('\n');

test('each shop has what goes with a product, and what is similar, in places of its own', () => {
  expect(linesOf('woocommerce')).toEqual(['SKU,Upsells,Cross-sells', 'tea,mate,"cup, pot"']);
  expect(linesOf('magento')).toEqual(['sku,related_skus,crosssell_skus,upsell_skus', 'tea,"cup,pot","cup,pot",mate']);
  const [header, row] = linesOf('shopify');
  expect(header).toContain('product.metafields.shopify--discovery--product_recommendation.complementary_products');
  expect(row).toBe('tea,"Tea, green",cup; pot,mate');
});

test('a plain table has a row for each link with its figures, and none of counts that are not told', () => {
  expect(linesOf('csv')).toEqual([
    'sku,kind,rank,linked_sku,orders_together,times_more_than_chance',
    'tea,goes-with,1,cup,34,5.0',
    'tea,goes-with,2,pot,,',
    'tea,similar,1,mate,,',
  ]);
  expect(writeLinks(lists, 'csv')).toMatchObject({ products: 1, goesWith: 1, name: 'recommendations-csv.csv' });
});
