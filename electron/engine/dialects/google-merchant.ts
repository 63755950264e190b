/** Google Merchant Center's feed, tab-separated or as RSS/Atom ("g:image_link"): variants share an item_group_id. */
import type { Dialect } from './types.ts';

export const googleMerchant: Dialect = {
  id: 'google-merchant',
  signs: ['id title imagelink|link price|availability', 'id title itemgroupid'],
  columns: [
    { keys: 'id', role: 'sku' },
    { keys: 'itemgroupid', role: 'ignore', use: 'parent' },
    { keys: 'title structuredtitle', role: 'title' },
    { keys: 'description structureddescription', role: 'description' },
    { keys: 'saleprice', role: 'price', rank: 0 },
    { keys: 'price', role: 'price', rank: 1 },
    { keys: 'link', role: 'url' },
    { keys: 'imagelink', role: 'image', rank: 0, list: null },
    { keys: 'additionalimagelink', role: 'image', rank: 1 },
    { keys: 'lifestyleimagelink', role: 'image', rank: 2 },
    { keys: 'brand', role: 'tag', group: 'brand', list: null },
    { keys: 'producttype', role: 'tag', group: 'category', path: '>' },
    { keys: 'googleproductcategory', role: 'tag', group: 'google category', list: null, path: '>' },
    { keys: 'color', role: 'tag', group: 'colour', use: 'option', list: '/' },
    { keys: 'size', role: 'tag', group: 'size', use: 'option', list: null },
    { keys: 'material', role: 'tag', group: 'material', use: 'option', list: '/' },
    { keys: 'pattern', role: 'tag', group: 'tag', use: 'option', list: null },
    { keys: 'gender', role: 'tag', group: 'audience', list: null },
    { keys: 'agegroup', role: 'tag', group: 'audience', list: null },
    { keys: 'gtin', role: 'attribute', use: 'barcode' },
    { keys: 'quantity selltoquantity', role: 'ignore', use: 'stock' },
  ],
  others: 'guess',
  list: ',',
  category: 'whole',
  variants: true,
};
