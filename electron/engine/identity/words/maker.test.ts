/** Who makes a product, as tables of several trades say it. */
import { expect, it } from 'vitest';
import { makerOf, makersAgree, namesMaker } from './maker.ts';

it('knows the columns that name a maker', () => {
  for (const column of ['Brand', 'brand_name', 'Manufacturer', 'Brew_Factory_Name', 'Brewery', 'Publisher', '制造商'])
    expect(namesMaker(column), column).toBe(true);
  for (const column of ['brand id', 'Manufacturer part number', 'name', 'Style', 'vendor url', 'coffee'])
    expect(namesMaker(column), column).toBe(false);
});

it('takes one maker for one, however its company is called', () => {
  const agree = (left: string, right: string) => makersAgree(makerOf(left), makerOf(right));
  expect(agree('Bentley Brewing Company / Dark Horse Tavern', 'Bentley Brewing Co.')).toBe(1);
  expect(agree('Canon', 'Canon USA, Inc.')).toBe(1);
  expect(agree('HewlettPackard', 'Hewlett Packard')).toBe(1);
  expect(agree('Scottsdale Beer Company', 'Upland Brewing Company')).toBe(-1);
  expect(agree('Sony', 'Philips')).toBe(-1);
  expect(agree('Hops Grill House', 'House of Hops')).toBe(1);
});

it('says nothing where nobody is named, or the names share a little', () => {
  expect(makersAgree(makerOf(undefined), makerOf('Sony'))).toBe(0);
  expect(makersAgree(makerOf('  '), makerOf('Sony'))).toBe(0);
  expect(makersAgree(makerOf('North Coast Old Harbour'), makerOf('Coast Range Mountain'))).toBe(0);
  // Names of nothing but company words are still names.
  expect(makersAgree(makerOf('The Brewing Company'), makerOf('Craft House Media'))).toBe(-1);
});
