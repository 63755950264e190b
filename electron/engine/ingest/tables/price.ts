/** Reads prices as people write them, one cell by itself; `money/column.ts` reads those of a column. */
import { type Money, readMoney } from './money/column.ts';

export type ParsedPrice = Money;

const nothing = /^(?:-+|–|—|n\/?a|none|null|nan|无|暂无)?$/i;

/** True for cells that say there is no value. */
export function isBlankValue(text: string): boolean {
  return nothing.test(text.trim());
}

/** The price in a cell such as "1,299.00", "1.299,00 €" or "¥ 99"; undefined when it is none. */
export function parsePrice(text: string): ParsedPrice | undefined {
  return readMoney(text);
}
