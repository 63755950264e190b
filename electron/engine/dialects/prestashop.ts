/**
 * PrestaShop's tables (and thirty bees'): products, their combinations, and categories, as its import page describes them. Combinations
 * name their product by id; a price in them is what is added to the product's.
 */
import type { Dialect } from './types.ts';

export const prestashop: Dialect = {
  id: 'prestashop',
  signs: [
    // Other systems have an id, a name and whether it is active, too.
    'productid active name pricetaxincluded|pricetaxexcludedorpricetaxincluded|reference|discountamount|ean13|imageurls',
    'productid name categories pricetaxincluded|pricetaxexcludedorpricetaxincluded|reference|discountamount|ean13|imageurls',
    'id active name categories pricetaxexcluded|pricetaxincluded',
  ],
  columns: [
    { keys: 'reference', role: 'sku' },
    { keys: 'productid id', role: 'ignore', use: 'id' },
    { keys: 'name', role: 'title' },
    { keys: 'description', role: 'description' },
    { keys: 'shortdescription summary', role: 'attribute', use: 'short-description' },
    { keys: 'categories', role: 'tag', group: 'category', list: ';,|' },
    { keys: 'pricetaxincluded', role: 'price', rank: 0 },
    { keys: 'pricetaxexcludedorpricetaxincluded pricetaxexcluded price', role: 'price', rank: 1 },
    { keys: 'discountamount', role: 'ignore', use: 'sale-off' },
    { keys: 'discountpercent', role: 'ignore', use: 'sale-percent' },
    { keys: 'discountfrom', role: 'ignore', use: 'sale-from' },
    { keys: 'discountto', role: 'ignore', use: 'sale-to' },
    { keys: 'manufacturer brand', role: 'tag', group: 'brand', list: null },
    { keys: 'tags', role: 'tag', group: 'tag', list: ';,|' },
    { keys: 'imageurls imageurl', role: 'image' },
    { keys: 'feature features', role: 'ignore', use: 'pairs' },
    { keys: 'supplierreference', role: 'attribute' },
    { keys: 'ean13 ean', role: 'attribute', use: 'barcode' },
    { keys: 'upc', role: 'attribute' },
    { keys: 'quantity', role: 'ignore', use: 'stock' },
    { keys: 'condition', role: 'attribute' },
  ],
  others: 'ignore',
  list: ';',
  category: 'whole',
  variants: true,
  nameless: true,
  archive: [{ key: 'active', value: '0' }],
};

export const prestashopCombinations: Dialect = {
  id: 'prestashop-combinations',
  signs: ['productid attribute value', 'productid productreference attribute', 'id attribute value impactonprice'],
  columns: [
    { keys: 'productid id', role: 'sku', use: 'parent' },
    { keys: 'productreference', role: 'title' },
    { keys: 'attribute', role: 'ignore', use: 'option-names' },
    { keys: 'value', role: 'ignore', use: 'option-values' },
    { keys: 'reference', role: 'attribute', use: 'variant-sku' },
    { keys: 'supplierreference', role: 'attribute' },
    { keys: 'ean13', role: 'attribute', use: 'barcode' },
    { keys: 'upc', role: 'attribute' },
    { keys: 'impactonprice', role: 'attribute' },
    { keys: 'wholesaleprice', role: 'attribute' },
    { keys: 'quantity', role: 'ignore', use: 'stock' },
    { keys: 'imageurls imageurl', role: 'image' },
  ],
  others: 'ignore',
  list: ';',
  category: 'whole',
  variants: true,
};

/** Not products, yet what the shop shows: each category with its image. */
export const prestashopCategories: Dialect = {
  id: 'prestashop-categories',
  signs: ['categoryid name parentcategory'],
  columns: [
    { keys: 'categoryid', role: 'sku' },
    { keys: 'name', role: 'title' },
    { keys: 'description', role: 'description' },
    { keys: 'parentcategory', role: 'tag', group: 'category', list: null },
    { keys: 'imageurl imageurls', role: 'image' },
  ],
  others: 'ignore',
  list: ';',
  category: 'whole',
  variants: false,
};
