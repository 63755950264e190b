import { describe, expect, it } from 'vitest';
import { MoneyColumn, readMoney } from './column.ts';
import { decimalsOf } from './currencies.ts';
import { notations } from './fixtures/notations.ts';

interface Notation {
  readonly text: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly currency: string | null;
}

const list: Notation[] = notations
  .trim()
  .split('\n')
  .map((line) => {
    const [text = '', said = ''] = line.split(' => ');
    const [amount = '', currency] = said.split(' ');
    const [low = '', high = low] = amount.split('..');
    if (amount === 'none') return { text, low: null, high: null, currency: null };
    return { text, low: Number(low), high: Number(high), currency: currency ?? null };
  });

describe('prices of the world', () => {
  it('are read, and left out rather than read wrong', () => {
    const wrong: string[] = [];
    const leftOut: string[] = [];
    let right = 0;
    for (const { text, low, high, currency } of list) {
      const money = readMoney(text);
      if (money === undefined) {
        if (low === null) right++;
        else leftOut.push(text);
        continue;
      }
      const amounts = money.amount === low && (money.upTo ?? money.amount) === high;
      if (amounts && (money.currency === null || money.currency === currency)) right++;
      else wrong.push(`${text}: ${JSON.stringify(money)}`);
    }
    expect(list.length).toBeGreaterThanOrEqual(300);
    expect(wrong).toEqual([]);
    expect(right / list.length, `left out: ${leftOut.join(' | ')}`).toBeGreaterThanOrEqual(0.97);
  });

  it('are read as Intl writes them, for each of its currencies in the language of its country', () => {
    const wrong: string[] = [];
    let right = 0;
    let all = 0;
    for (const currency of Intl.supportedValuesOf('currency')) {
      const locale = new Intl.Locale(`und-${currency.slice(0, 2)}`).maximize().toString();
      for (const display of ['symbol', 'code'] as const) {
        for (const amount of [7, 249.5, 1299, 1234567]) {
          const places = decimalsOf(currency);
          const written = Number(amount.toFixed(places));
          const text = new Intl.NumberFormat(locale, {
            style: 'currency',
            currency,
            currencyDisplay: display,
          }).format(amount);
          all++;
          const money = readMoney(text);
          if (money === undefined) continue;
          if (money.amount !== written) wrong.push(`${text} (${currency}, ${locale}): ${JSON.stringify(money)}`);
          else if (money.currency !== null && money.currency !== currency && !/[$£¥￥]/.test(text)) {
            wrong.push(`${text} (${currency}, ${locale}): ${JSON.stringify(money)}`);
          } else right++;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(right / all).toBeGreaterThan(0.95);
  });
});

describe('a column of prices', () => {
  /** Amounts of cells, decided together; undefined for those left out. */
  function amounts(cells: readonly string[], rowCurrency: string | null = null, header = ''): (number | undefined)[] {
    const column = new MoneyColumn(header);
    for (const cell of cells) column.observe(cell);
    return cells.map((cell) => column.read(cell, rowCurrency)?.amount);
  }

  it.each<[string, string[], string | null, (number | undefined)[]]>([
    ['thousands beside decimals with a comma', ['1.299', '12,50', '1.050,00'], null, [1299, 12.5, 1050]],
    ['thousands beside decimals with a point', ['1,299', '12.50', '1,050.00'], null, [1299, 12.5, 1050]],
    ['three decimals beside others', ['1.299', '12.5', '0.333', '4.25'], null, [1.299, 12.5, 0.333, 4.25]],
    ['three decimals of dinars', ['12.500', '9.750', '1050.000'], 'KWD', [12.5, 9.75, 1050]],
    ['thousands of rupiahs', ['12.500', '9.750', '150.000'], 'IDR', [12500, 9750, 150000]],
    ['dollars that may be either', ['$1.299', '$12.50', '$3.10'], null, [undefined, 12.5, 3.1]],
    ['two hands', ['1,50', '2.50', '1.299'], null, [1.5, 2.5, undefined]],
  ])('decides %s', (_, cells, currency, expected) => {
    expect(amounts(cells, currency)).toEqual(expected);
  });

  it('takes the currency from its header', () => {
    const column = new MoneyColumn('Price (KWD)');
    expect(column.read('1.500')).toEqual({ amount: 1.5, currency: 'KWD' });
    expect(new MoneyColumn('Preis in €').read('1.500')).toEqual({ amount: 1500, currency: 'EUR' });
    expect(new MoneyColumn('PRICE NOW').read('1.5')).toEqual({ amount: 1.5, currency: null });
  });

  it('tells what it cannot read, with examples', () => {
    const column = new MoneyColumn();
    for (const cell of ['on request', 'on request', '12 Stk für 9', '5.00']) column.observe(cell);
    expect(column.unread).toEqual({ count: 3, of: 4, examples: ['on request', '12 Stk für 9'] });
  });
});
