import { expect, it } from 'vitest';
import { defaultName } from './default-name.ts';

it.each([
  ['/home/mei/summer-sale_2024/products.csv', 'Summer sale 2024'],
  ['/home/mei/summer-sale_2024', 'Summer sale 2024'],
  ['C:\\Shop\\Winter Boots\\export 2.xlsx', 'Winter Boots'],
  ['C:\\Shop\\IKEA lamps.xml', 'IKEA lamps'],
  ['/data/店铺/商品.csv', '店铺'],
  ['/photos', 'Photos'],
  ['/products.csv', 'Products'],
  ['/a/new-arrivals.csv', 'New arrivals'],
  ['/', '/'],
])('%s is called %s', (path, name) => {
  expect(defaultName(path)).toBe(name);
});
