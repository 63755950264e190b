/** Reads the prices of one column, all of whose cells were looked at before the first is decided. */
import { amountOf, type DecimalMark, sureMark } from './amount.ts';
import { currencyOf } from './currencies.ts';
import { type Notation, readNotation } from './notation.ts';

export interface Money {
  readonly amount: number;
  /** The upper end of a range. */
  readonly upTo?: number;
  /** ISO 4217, null when nobody says. */
  readonly currency: string | null;
}

/** What cells of a column that nobody can read look like, at most so many. */
const examplesKept = 3;
const notationsKept = 20_000;

export class MoneyColumn {
  readonly #marks = { '.': 0, ',': 0 };
  readonly #headerCurrency: string | null;
  /** Cells come again and again; taking one apart costs more than keeping it. */
  readonly #notations = new Map<string, Notation | undefined>();
  #seen = 0;
  #unread = 0;
  readonly #examples: string[] = [];

  /** @param header its words may name the currency: "Price (EUR)" */
  constructor(header = '') {
    this.#headerCurrency = currencyOfHeader(header);
  }

  /** Takes one cell into account; blank ones say nothing. */
  observe(cell: string): void {
    const notation = this.#notation(cell);
    this.#seen++;
    if (notation === undefined) {
      this.#unread++;
      if (this.#examples.length < examplesKept && !this.#examples.includes(cell))
        this.#examples.push(cell.slice(0, 60));
      return;
    }
    for (const digits of notation.numbers) {
      const mark = sureMark(digits);
      if (mark !== null) this.#marks[mark]++;
    }
  }

  /** Cells that are no price in any notation, of all that are not blank. */
  get unread(): { readonly count: number; readonly of: number; readonly examples: readonly string[] } {
    return { count: this.#unread, of: this.#seen, examples: this.#examples };
  }

  get mark(): DecimalMark {
    const { '.': points, ',': commas } = this.#marks;
    if (points === 0 && commas === 0) return null;
    // A few cells by another hand do not change how the column is written.
    if (points > commas * 10) return '.';
    return commas > points * 10 ? ',' : 'both';
  }

  /** @param rowCurrency what another cell of the row says */
  read(cell: string, rowCurrency: string | null = null): Money | undefined {
    return moneyOf(this.#notation(cell), this.mark, rowCurrency ?? this.#headerCurrency);
  }

  #notation(cell: string): Notation | undefined {
    if (this.#notations.has(cell)) return this.#notations.get(cell);
    if (this.#notations.size >= notationsKept) this.#notations.clear();
    const notation = readNotation(cell);
    this.#notations.set(cell, notation);
    return notation;
  }
}

/** The price in a cell by itself. */
export function readMoney(cell: string): Money | undefined {
  return moneyOf(readNotation(cell), null, null);
}

function moneyOf(notation: Notation | undefined, mark: DecimalMark, outside: string | null): Money | undefined {
  if (notation === undefined) return undefined;
  const currency = notation.currency ?? outside;
  const places = outside !== null && notation.currency === 'USD' ? outside : currency;
  const amounts = notation.numbers.map((digits) => amountOf(digits, mark, places));
  const [amount, upTo] = amounts;
  if (amount === undefined || amounts.includes(undefined)) return undefined;
  if (upTo === undefined) return { amount, currency };
  if (upTo < amount) return undefined;
  return upTo === amount ? { amount, currency } : { amount, upTo, currency };
}

function currencyOfHeader(header: string): string | null {
  for (const word of header.split(/[\s()[\]{}_/:.,-]+/)) {
    if (!/^(?:[A-Z]{3}|[^\p{L}\d\s]+|元|円)$/u.test(word)) continue;
    const code = currencyOf(word);
    if (code !== undefined && code !== null) return code;
  }
  return null;
}
