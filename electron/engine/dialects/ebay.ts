/**
 * eBay's File Exchange and Seller Hub tables: lines "#INFO" before the header, a star before what must be filled, item specifics in
 * columns "C:Brand", variations as rows below their listing.
 */
import type { Dialect } from './types.ts';

export const ebay: Dialect = {
  id: 'ebay',
  signs: [
    'action title conditionid|picurl|format|startprice|itemphotourl',
    'itemnumber title customlabel',
    'customlabel title startprice|price|currentprice',
  ],
  columns: [
    { keys: 'customlabel customlabelsku bestandseinheit', also: 'sku', role: 'sku' },
    { keys: 'itemnumber', also: 'itemid artikelnummer', role: 'ignore', use: 'id' },
    { keys: 'title titel', role: 'title' },
    { keys: 'description beschreibung', role: 'description' },
    { keys: 'startprice buyitnowprice currentprice', also: 'price', role: 'price', rank: 0 },
    { keys: 'currency', role: 'currency' },
    { keys: 'picurl itemphotourl pictureurl', role: 'image' },
    { keys: 'categoryname storecategoryname ebaycategory1name', role: 'tag', group: 'category', list: null },
    { keys: 'category categoryid ebaycategory1number', role: 'attribute' },
    { keys: 'cbrand', role: 'tag', group: 'brand' },
    { keys: 'ccolor ccolour', role: 'tag', group: 'colour' },
    { keys: 'csize', role: 'tag', group: 'size' },
    { keys: 'cmaterial coutershellmaterial', role: 'tag', group: 'material' },
    { keys: 'cdepartment', role: 'tag', group: 'audience' },
    { keys: 'ctype cstyle', role: 'tag', group: 'type' },
    { keys: 'relationship', role: 'ignore', use: 'relation' },
    { keys: 'relationshipdetails variationspecifics variationdetails', role: 'ignore', use: 'options' },
    { keys: 'quantity availablequantity', role: 'ignore', use: 'stock' },
    { keys: 'upc productupc', role: 'attribute', use: 'barcode' },
    { keys: 'conditionid action format duration', role: 'ignore' },
  ],
  others: 'guess',
  list: '|',
  category: 'whole',
  variants: true,
  nameless: true,
  archive: [
    { key: 'action', value: 'End' },
    { key: 'quantity', value: '0' },
    { key: 'availablequantity', value: '0' },
  ],
};
