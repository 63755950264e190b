/** What is written into cells is read back by the reader of tables as it was meant. */
import { describe, expect, it } from 'vitest';
import { etsy } from '../../dialects/etsy.ts';
import { shopify } from '../../dialects/shopify.ts';
import { woocommerce } from '../../dialects/woocommerce.ts';
import { MoneyColumn } from '../../ingest/tables/money/column.ts';
import { writePrice } from './price-cell.ts';
import { writeTags } from './tags-cell.ts';
import { writeText } from './text-cell.ts';

describe('texts', () => {
  it.each([
    ['Tee', 'Tee & shirt', shopify, 'Tee & shirt'],
    ['Tee &amp; co', 'Tee <3 &amp;', shopify, 'Tee &lt;3 &amp;amp;'],
    [
      '<p>Soft <b>silk</b> tee.</p><ul><li>One</li></ul>',
      'Soft silk shirt.\n\nOne',
      shopify,
      '<p>Soft <b>silk</b> shirt.</p><ul><li>One</li></ul>',
    ],
    ['<p>Soft</p>', 'Quite other\nwords\n\nhere', shopify, '<p>Quite other<br>words</p><p>here</p>'],
    ['one\\ntwo', 'one\nthree', woocommerce, 'one\\nthree'],
    ['', 'C:\\new', woocommerce, 'C:\\\\new'],
  ])('%j to say %j', (cell, text, dialect, expected) => {
    expect(writeText(cell, text, dialect)).toBe(expected);
  });

  it('are HTML where the column is and they have several lines', () => {
    expect(writeText('', 'one\ntwo', shopify, { asHtml: true })).toBe('<p>one<br>two</p>');
  });
});

describe('prices', () => {
  const column = (...cells: string[]) => {
    const money = new MoneyColumn('');
    for (const cell of cells) money.observe(cell);
    return money;
  };
  it.each([
    ['19,90 €', 21.5, '21,50 €', ['19,90 €', '1.299,00 €']],
    ['1.299,00 €', 2100, '2.100,00 €', ['19,90 €', '1.299,00 €']],
    ['USD 5.00', 1234.5, 'USD 1234.50', ['USD 5.00']],
    ['$1,299.00', 999, '$999.00', ['$1,299.00']],
    ['5', 6, '6', ['5', '7']],
    ['5', 6.25, '6.25', ['5', '7.50']],
    ['', 6.5, '6.50', ['7.50', '8.25']],
  ])('%j becomes %d as %j', (cell, amount, expected, cells) => {
    expect(writePrice(cell, { amount, upTo: null, currency: null }, column(...cells), cells[0] as string, null)).toBe(
      expected,
    );
  });
});

describe('tags', () => {
  const list = { role: 'tag' as const, rank: 0, separators: ['\n', ','] };
  const single = { role: 'tag' as const, rank: 0, separators: ['\n'] };
  const last = { ...single, path: '>' };
  it.each([
    ['red, Blue', { add: ['silk'], remove: ['blue'] }, list, shopify, 'red, silk'],
    ['red,blue', { add: ['silk'], remove: [] }, list, shopify, 'red,blue,silk'],
    ['red', { add: ['RED'], remove: [] }, list, shopify, 'red'],
    ['', { add: ['a', 'b'], remove: [] }, list, shopify, 'a, b'],
    ['red', { add: ['a, b'], remove: [] }, list, shopify, undefined],
    [
      'Hats\\, Caps, Sale',
      { add: ['Bags, Cases'], remove: ['sale'] },
      list,
      woocommerce,
      'Hats\\, Caps, Bags\\, Cases',
    ],
    ['sun_hat,red', { add: ['straw bag'], remove: ['sun hat'] }, list, etsy, 'red,straw_bag'],
    ['Acme', { add: ['Nova'], remove: ['Acme'] }, single, shopify, 'Nova'],
    ['Acme', { add: [], remove: ['Acme'] }, single, shopify, ''],
    ['Apparel > Shirts', { add: ['Pants'], remove: ['Shirts'] }, last, shopify, 'Apparel > Pants'],
  ])('%j with %j', (cell, edit, column, dialect, expected) => {
    expect(writeTags(cell, edit, column, dialect, (name) => (name === 'Pants' ? 'Apparel > Pants' : undefined))).toBe(
      expected,
    );
  });
});
