/** Reads the labelled tables of the data sets as listings. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { requireData } from '../support/data.ts';

export type Row = Readonly<Record<string, string>>;

export function readTable(name: string): Row[] {
  return parse(readFileSync(requireData(name)), { columns: true, bom: true, relax_quotes: true }) as Row[];
}

export interface TextListing {
  readonly id: string;
  readonly source: number;
  readonly title: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly price: number | null;
}

const priceOf = (text: string | undefined): number | null => {
  const value = Number((text ?? '').replace(/[^\d.]/g, ''));
  return value > 0 ? value : null;
};

/** A row of a table whose columns are named as in the data sets of entity resolution. */
export function listingOf(row: Row, source: number): TextListing {
  const { id = '', description = '', price, ...others } = row;
  const named = Object.keys(others).find((column) => /title|name$/i.test(column)) ?? '';
  const { [named]: title = '', ...rest } = others;
  return {
    id: `${source}:${id}`,
    source,
    title,
    description,
    attributes: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    price: priceOf(price),
  };
}

export interface LabelledPair {
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
}

export function readPairs(name: string): LabelledPair[] {
  return readTable(name).map(({ left_id, right_id, label }) => ({
    left: `0:${left_id}`,
    right: `1:${right_id}`,
    same: label === '1',
  }));
}
