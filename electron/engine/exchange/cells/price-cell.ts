/** An amount in the notation in which the cell, or its column, writes prices. */
import type { PriceValue } from '../../catalog/edited-fields.ts';
import type { MoneyColumn } from '../../ingest/tables/money/column.ts';

const number = /\d(?:[\d.,'’\u00a0\u202f ]*\d)?/;

/**
 * What the cell is to hold to read as the price; undefined when nothing would.
 * @param like a cell of the column that shows its notation, for a cell that is empty
 * @param rowCurrency what another cell of the row says
 */
export function writePrice(
  cell: string,
  price: PriceValue,
  column: MoneyColumn,
  like: string,
  rowCurrency: string | null,
): string | undefined {
  if (price.upTo !== null) return undefined;
  const pattern = cell.trim() === '' ? like : cell;
  const found = number.exec(pattern);
  const around = (digits: string): string =>
    found === null ? digits : pattern.slice(0, found.index) + digits + pattern.slice(found.index + found[0].length);
  return spellings(price.amount, found?.[0] ?? '')
    .map(around)
    .find((written) => {
      const read = column.read(written.trim(), rowCurrency);
      return read !== undefined && read.amount === price.amount && read.upTo === undefined;
    });
}

/** The number in the ways that it may be written, the one that is most like the old one first. */
function spellings(amount: number, like: string): string[] {
  const old = /^(.*?)(?:([.,])(\d{1,3}))?$/.exec(like);
  const [whole = '', mark = '.', fraction = ''] = [old?.[1], old?.[2], old?.[3]];
  const needed = (String(amount).split('.')[1] ?? '').length;
  const places = [Math.max(fraction.length, needed), Math.max(2, needed), needed];
  const grouping = /\d([.,'’\u00a0\u202f ])\d{3}/.exec(whole)?.[1] ?? '';
  const marks = [mark, mark === ',' ? '.' : ','];
  return places.flatMap((count) =>
    marks.flatMap((own) =>
      [...new Set([grouping === own ? '' : grouping, ''])].map((between) => {
        const [units = '', rest = ''] = amount.toFixed(count).split('.');
        const grouped = between === '' ? units : units.replace(/\B(?=(?:\d{3})+$)/g, between);
        return rest === '' ? grouped : `${grouped}${own}${rest}`;
      }),
    ),
  );
}
