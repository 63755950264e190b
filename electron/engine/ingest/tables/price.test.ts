import { describe, expect, it } from 'vitest';
import { isBlankValue, parsePrice } from './price.ts';

describe('parsePrice', () => {
  it.each<[string, number, string | null]>([
    ['12', 12, null],
    ['12.5', 12.5, null],
    ['12,5', 12.5, null],
    ['1,299.00', 1299, null],
    ['1.299,00', 1299, null],
    ['1,299', 1299, null],
    ['1.299', 1299, null],
    ['0.299', 0.299, null],
    ['1,234,567.89', 1234567.89, null],
    ['1.234.567', 1234567, null],
    ["CHF 1'299.-", 1299, 'CHF'],
    ['1 299,00 €', 1299, 'EUR'],
    ['1\u00a0299,00\u00a0€', 1299, 'EUR'],
    ['$12', 12, 'USD'],
    ['US$ 12.00', 12, 'USD'],
    ['HK$88', 88, 'HKD'],
    ['¥ 99', 99, 'CNY'],
    ['￥９９．５０', 99.5, 'CNY'],
    ['99元', 99, 'CNY'],
    ['RMB 99', 99, 'CNY'],
    ['12.50 EUR', 12.5, 'EUR'],
    ['eur 12.50', 12.5, 'EUR'],
    ['£5.00 GBP', 5, 'GBP'],
    ['1200円', 1200, 'JPY'],
    ['₹1,29,900.00', 129900, 'INR'],
    ['0', 0, null],
  ])('reads %s', (text, amount, currency) => {
    expect(parsePrice(text)).toEqual({ amount, currency });
  });

  it.each(['', 'free', '-5', '20-10', '10 to 5', '12 pieces', '1.2.3', '12,34,5', 'size 12', '€'])(
    'refuses "%s"',
    (text) => {
      expect(parsePrice(text)).toBeUndefined();
    },
  );

  it.each(['', ' ', '-', '--', 'n/a', 'NA', 'null', 'NaN', '无'])('takes "%s" for no value', (text) => {
    expect(isBlankValue(text)).toBe(true);
  });

  it.each(['0', 'no', 'nan bread'])('takes "%s" for a value', (text) => {
    expect(isBlankValue(text)).toBe(false);
  });
});
