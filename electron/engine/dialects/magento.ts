/**
 * Magento 2's product export: variants are simple products of their own, "Not Visible Individually", and the configurable product below
 * them lists their skus. Images are paths into its media folder ("/m/h/mh01.jpg"), further attributes stand in one cell.
 */
import type { Dialect } from './types.ts';

export const magento: Dialect = {
  id: 'magento',
  signs: ['sku attributesetcode producttype name', 'sku storeviewcode attributesetcode'],
  columns: [
    { keys: 'sku', role: 'sku' },
    { keys: 'name', role: 'title' },
    { keys: 'description', role: 'description' },
    { keys: 'shortdescription', role: 'attribute', use: 'short-description' },
    { keys: 'specialprice', role: 'price', use: 'sale-price', rank: 0 },
    { keys: 'specialpricefromdate specialfromdate', role: 'ignore', use: 'sale-from' },
    { keys: 'specialpricetodate specialtodate', role: 'ignore', use: 'sale-to' },
    { keys: 'price', role: 'price', rank: 1 },
    { keys: 'msrpprice', role: 'ignore', use: 'compare-price' },
    { keys: 'categories', role: 'tag', group: 'category', path: '/' },
    { keys: 'baseimage', role: 'image', rank: 0 },
    { keys: 'additionalimages', role: 'image', rank: 1 },
    { keys: 'smallimage', role: 'image', rank: 2 },
    { keys: 'thumbnailimage', role: 'image', rank: 3 },
    { keys: 'swatchimage', role: 'ignore' },
    { keys: 'additionalattributes', role: 'ignore', use: 'pairs' },
    { keys: 'configurablevariations', role: 'ignore', use: 'children' },
    { keys: 'qty', role: 'ignore', use: 'stock' },
    { keys: 'countryofmanufacture', role: 'attribute' },
    { keys: 'metakeywords metakeyword', role: 'attribute' },
  ],
  others: 'ignore',
  list: ',',
  category: 'below-root',
  variants: true,
  archive: [{ key: 'productonline', value: '2' }],
};
