/** Numbers by which a product is known outside its shop: valid trade numbers, and the part number of its maker. */
import { isExtended } from './codes.ts';
import { tradeNumbersIn, tradeNumbersOf } from './trade-number.ts';

export interface TradeNumber {
  /** As the listing writes it. */
  readonly text: string;
  /** What it may stand for; see `tradeNumbersOf`. */
  readonly readings: readonly string[];
}

interface Named {
  readonly key: string;
  readonly text: string;
}

export interface Identifiers {
  readonly tradeNumbers: readonly TradeNumber[];
  readonly partNumbers: readonly Named[];
}

/** What the identifiers of two listings say: 2 a trade number of both, 1 a part number of both, 0 nothing. */
export type SharedIdentifier = 0 | 1 | 2;

export const noIdentifiers: Identifiers = { tradeNumbers: [], partNumbers: [] };
const severalInOneCell = /[,;|/\n]+/;
const shortestPartNumber = 2;

/** `cells`: values of attributes that are named so; `text`: title and description, which name numbers as such. */
export function identifiersOf(
  { tradeNumbers, partNumbers }: Readonly<Record<keyof Identifiers, readonly string[]>>,
  text: string,
): Identifiers {
  const inCells = tradeNumbers
    .flatMap((cell) => cell.split(severalInOneCell))
    .map((number) => ({ text: number.trim(), readings: tradeNumbersOf(number) }))
    .filter(({ readings }) => readings.length > 0);
  const found = inCells.length > 0 ? inCells : tradeNumbersIn(text);
  const parts = partNumbers
    .map((number) => ({ key: compact(number), text: number }))
    .filter(({ key }) => key.length >= shortestPartNumber);
  return found.length === 0 && parts.length === 0 ? noIdentifiers : { tradeNumbers: found, partNumbers: parts };
}

/** Names of blocks: listings that share one are worth comparing. */
export function identifierNames({ tradeNumbers, partNumbers }: Identifiers): string[] {
  return [
    ...tradeNumbers.flatMap(({ readings }) => readings.map((gtin) => `gtin ${gtin}`)),
    ...partNumbers.map(({ key }) => `mpn ${key}`),
  ];
}

export function sharedIdentifier(left: Identifiers, right: Identifiers): SharedIdentifier {
  if (left.tradeNumbers.some((number) => right.tradeNumbers.some((other) => mayBeSame(number, other)))) return 2;
  const parts = new Set(right.partNumbers.map(({ key }) => key));
  return left.partNumbers.some(({ key }) => parts.has(key)) ? 1 : 0;
}

/** Numbers that exclude each other: both listings have some of a kind, and none of them may be the same. */
export function contradictingIdentifiers(left: Identifiers, right: Identifiers): readonly [string, string] | null {
  const shared = sharedIdentifier(left, right);
  const [one, other] = [left.tradeNumbers[0], right.tradeNumbers[0]];
  if (one !== undefined && other !== undefined) return shared === 2 ? null : [one.text, other.text];
  const [part, another] = [left.partNumbers[0], right.partNumbers[0]];
  if (part === undefined || another === undefined || shared !== 0) return null;
  const related = left.partNumbers.some(({ key }) => right.partNumbers.some((each) => isExtended(key, each.key)));
  return related ? null : [part.text, another.text];
}

function mayBeSame(a: TradeNumber, b: TradeNumber): boolean {
  return a.readings.some((gtin) => b.readings.includes(gtin));
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
