/**
 * Shopify's product export: a product is as many rows as it has variants or images, held together by its handle, and only the first of
 * them carries title, vendor and tags. Both the older headers ("Variant SKU") and the newer ones ("URL handle").
 */
import type { Dialect } from './types.ts';

export const shopify: Dialect = {
  id: 'shopify',
  signs: ['handle title variantsku|variantprice|imagesrc|bodyhtml', 'urlhandle title sku|productimageurl|option#name'],
  columns: [
    { keys: 'handle urlhandle', role: 'sku', use: 'parent' },
    { keys: 'title', role: 'title' },
    { keys: 'bodyhtml', also: 'description', role: 'description' },
    { keys: 'vendor', role: 'tag', group: 'brand', list: null },
    { keys: 'type customproducttype', role: 'tag', group: 'type', list: null },
    {
      keys: 'productcategory standardizedproducttype standardproducttype',
      role: 'tag',
      group: 'category',
      list: null,
      path: '>',
    },
    { keys: 'googleshoppinggoogleproductcategory', role: 'attribute' },
    { keys: 'googleshoppinggender targetgender', role: 'tag', group: 'audience', list: ';' },
    { keys: 'googleshoppingagegroup agegroup', role: 'tag', group: 'audience', list: ';' },
    { keys: 'color', role: 'tag', group: 'colour', list: ';' },
    { keys: 'material fabric', role: 'tag', group: 'material', list: ';' },
    { keys: 'tags', role: 'tag', group: 'tag' },
    { keys: 'option#name', role: 'ignore', use: 'option-name' },
    { keys: 'option#value', role: 'ignore', use: 'option-value', list: null },
    { keys: 'variantsku', also: 'sku', role: 'attribute', use: 'variant-sku' },
    { keys: 'variantbarcode', also: 'barcode', role: 'attribute', use: 'barcode' },
    { keys: 'variantprice', also: 'price', role: 'price' },
    { keys: 'variantcompareatprice compareatprice', role: 'ignore', use: 'compare-price' },
    { keys: 'variantinventoryqty inventoryquantity', role: 'ignore', use: 'stock' },
    { keys: 'imagesrc productimageurl', role: 'image' },
    { keys: 'variantimage variantimageurl', role: 'image', use: 'variant-image' },
    { keys: 'imageposition', role: 'ignore', use: 'image-position' },
  ],
  others: 'ignore',
  list: ',',
  category: 'last',
  variants: true,
  archive: [
    { key: 'status', value: 'archived' },
    { key: 'published', value: 'FALSE' },
    { key: 'publishedononlinestore', value: 'FALSE' },
  ],
  redirects: { header: ['Redirect from', 'Redirect to'], address: (handle) => `/products/${handle}` },
};
