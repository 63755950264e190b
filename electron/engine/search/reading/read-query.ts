/**
 * Reads what is meant by the words of a query beyond themselves: prices, what is not wanted, phrases. Each finding can be
 * taken back to plain words by naming its source.
 */
import type { QueryPart, Reading } from '../../../contract/search.ts';
import { normaliseText } from '../../text/normalise.ts';
import { takeExclusions } from './exclusions.ts';
import { phrasesOf, withoutQuotes } from './phrases.ts';
import { findPrice } from './prices.ts';

export interface ReadOptions {
  /** Sources of findings that are meant as words. */
  readonly asWords?: readonly string[] | undefined;
  readonly hasPrices: boolean;
  /** Languages of the catalog. */
  readonly languages?: Iterable<string>;
  /** Whether a text is the name of a tag. */
  readonly isName?: (text: string) => boolean;
}

export interface QueryReading {
  /** What is left to search for: texts without what was read, and what is not wanted as parts with a minus sign. */
  readonly parts: readonly QueryPart[];
  readonly readings: readonly Reading[];
  /** Phrases that products have to say. */
  readonly phrases: readonly string[];
  /** Words that products must not say; those in quotes one after the other. */
  readonly unwanted: readonly string[];
  readonly priceMin?: number;
  readonly priceMax?: number;
}

export function readQuery(parts: readonly QueryPart[], options: ReadOptions): QueryReading {
  const { asWords = [], hasPrices, languages = [], isName = () => false } = options;
  const literal = new Set(asWords.map(normaliseText));
  const isLiteral = (source: string): boolean => literal.has(normaliseText(source));
  const readings: Reading[] = [];
  const phrases: string[] = [];
  const unwanted: string[] = [];
  const bounds: { priceMin?: number; priceMax?: number } = {};
  const read = parts.flatMap((part): QueryPart[] => {
    if (part.kind !== 'text') return [part];
    if (part.weight < 0) {
      unwanted.push(part.text);
      return [{ ...part, text: withoutQuotes(part.text) }];
    }
    let { text } = part;
    const price = hasPrices ? findPrice(text) : null;
    if (price !== null && !isLiteral(price.source)) {
      const { source, min, max } = price;
      readings.push({
        kind: 'price',
        source,
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      });
      if (min !== undefined) bounds.priceMin = Math.max(min, bounds.priceMin ?? min);
      if (max !== undefined) bounds.priceMax = Math.min(max, bounds.priceMax ?? max);
      text = text.replace(source, ' ').replace(/\s+/g, ' ').trim();
    }
    const { rest, exclusions } = takeExclusions(text, { languages, isName, isLiteral });
    for (const { source, words } of exclusions) readings.push({ kind: 'without', source, words: withoutQuotes(words) });
    unwanted.push(...exclusions.map(({ words }) => words));
    phrases.push(...phrasesOf(rest));
    const plain = withoutQuotes(rest);
    const away = exclusions.map(({ words }) => ({ ...part, text: withoutQuotes(words), weight: -part.weight }));
    return [...(plain === '' ? [] : [{ ...part, text: plain }]), ...away];
  });
  return { parts: read, readings, phrases, unwanted, ...bounds };
}
