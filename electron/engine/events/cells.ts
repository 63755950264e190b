/** Cells of a file of events, each read for what its column holds. */
import { listMark } from './json-lines.ts';
import { addressKey } from './product-match.ts';

/** A cell that holds several: of JSON, a list in brackets, or numbers with a sign between them. */
export function listOf(cell: string): string[] {
  if (cell === '') return [];
  if (cell.includes(listMark)) return cell.split(listMark).map((part) => part.trim());
  if (/^\[.*\]$/s.test(cell)) {
    return cell
      .slice(1, -1)
      .split(',')
      .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return [cell];
}

/** Products in the order in which they were shown. */
export function shownOf(cell: string): string[] {
  const list = listOf(cell);
  if (list.length !== 1) return list.filter((part) => part !== '');
  const [only = ''] = list;
  const mark = ['|', ';', ',', ' '].find((sign) => only.includes(sign)) ?? '|';
  return only
    .split(mark)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Undefined for what is no number. */
export function numberOf(cell: string): number | undefined {
  if (cell === '') return undefined;
  const plain = cell
    .replace(/\s/g, '')
    .replace(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.');
  const number = Number(plain);
  return plain === '' || Number.isNaN(number) ? undefined : number;
}

const mail = /[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}/i;
const address = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/i;
const phone = /(?:\+|\b00)\d[\d\s()./-]{6,}\d/;
const longNumber = /\d(?:[ -]?\d){14,}/;

/** Whether a text holds what may lead to a person: an address of mail or of a computer, a number of a phone or a card. */
export const isPersonal = (text: string): boolean =>
  mail.test(text) || address.test(text) || phone.test(text) || longNumber.test(text);

/** A number of a product; '' for what may point to a person. */
export function productNumber(cell: string): string {
  return mail.test(cell) ? '' : cell.slice(0, 200);
}

/** An address without what stands behind "?" but for numbers of products. */
export function productAddress(cell: string): string {
  return isPersonal(cell) ? '' : addressKey(cell).slice(1, 500);
}

export function productTitle(cell: string): string {
  return isPersonal(cell) ? '' : cell.slice(0, 300);
}

export interface OrderedLine {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
}

/** Several lines of an order in one cell: "name:Cap|sku:C-1|quantity:2" of one column a line, or "2× Cap, 1× Scarf". */
export function linesOf(cell: string): OrderedLine[] {
  if (/(?:^|\|)\s*(?:name|sku|product_id)\s*:/i.test(cell)) {
    return cell.split(/;(?=\s*(?:name|product_id)\s*:)/i).map((part) => {
      const fields = new Map(
        part.split('|').map((pair) => {
          const at = pair.indexOf(':');
          return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const;
        }),
      );
      const quantity = numberOf(fields.get('quantity') ?? fields.get('qty') ?? '1') ?? 1;
      return { sku: fields.get('sku') ?? '', title: fields.get('name') ?? '', quantity };
    });
  }
  return cell.split(/,\s*(?=\d+\s*[×x]\s)/).flatMap((part): OrderedLine[] => {
    const [, count = '', title = ''] = /^\s*(\d+)\s*[×x]\s*(.+?)\s*$/s.exec(part) ?? [];
    return title === '' ? [] : [{ sku: '', title, quantity: Number(count) }];
  });
}
