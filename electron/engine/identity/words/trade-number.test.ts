import { describe, expect, test } from 'vitest';
import { tradeNumbersIn, tradeNumbersOf } from './trade-number.ts';

describe('a valid number', () => {
  test.each([
    ['4006381333931', '04006381333931'],
    ['04006381333931', '04006381333931'],
    ['4 006381 333931', '04006381333931'],
    ['="4006381333931"', '04006381333931'],
    ["'4006381333931", '04006381333931'],
    ['EAN-13: 4006381333931', '04006381333931'],
    ['036000291452', '00036000291452'],
    // Lost its zero in a table.
    ['36000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['978-0-306-40615-7', '09780306406157'],
    ['0-306-40615-2', '09780306406157'],
    ['ISBN 0306406152', '09780306406157'],
    ['306406152', '09780306406157'],
    ['0-8044-2957-X', '09780804429573'],
  ])('%s is %s', (text, gtin) => {
    expect(tradeNumbersOf(text)).toContain(gtin);
  });

  // The examples of the GS1 General Specifications for leaving out zeros, and those of ISO/IEC 15420.
  test.each([
    ['01234505', '00012000003455'],
    ['01234531', '00012300000451'],
    ['01234543', '00012340000053'],
    ['01234558', '00012345000058'],
    ['04252614', '00042100005264'],
  ])('UPC-E %s is %s', (short, gtin) => {
    expect(tradeNumbersOf(short)).toContain(gtin);
  });
});

describe('no number', () => {
  test.each([
    ['a wrong check digit', '4006381333932'],
    ['an ISBN with a wrong check digit', '0306406153'],
    ['zeros', '0000000000000'],
    ['words', 'n/a'],
    ['a number that a table program has rounded', '4.00638E+12'],
    ['too few digits', '12345'],
    ['too many', '400638133393100'],
    ["a shop's own number", '2000000000008'],
    ['a coupon', '9900000000008'],
  ])('%s', (_, text) => {
    expect(tradeNumbersOf(text)).toEqual([]);
  });
});

test('running text names numbers', () => {
  const found = tradeNumbersIn('Stabilo pen, EAN: 4006381333931, order no. 4006381333948, ISBN 0-306-40615-2.');
  expect(found.flatMap(({ readings }) => readings)).toEqual(['04006381333931', '09780306406157']);
});
