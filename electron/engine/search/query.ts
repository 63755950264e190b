/** The first step of a search: what a query asks for. */
import type { QueryPart } from '../../contract/search.ts';
import type { QueryReading } from './reading/read-query.ts';

export interface Query {
  readonly parts: readonly QueryPart[];
  readonly imagesOnly: boolean;
  /**
   * The words of the parts that ask for something, in order: what BM25 and highlighting look for. '' where images alone
   * count.
   */
  readonly text: string;
  /** The words of the parts that ask for something not to be there: products that say them are left out. */
  readonly unwanted: readonly string[];
  /** Words that are meant as themselves, though they may name a tag. */
  readonly asWords: readonly string[];
  /** Words that products have to say one after the other. */
  readonly phrases: readonly string[];
  /** What may be the number of a product: the words of each of those parts. */
  readonly numbers: readonly string[];
  /** The products it asks with: "more like this" does not answer with this. */
  readonly products: ReadonlySet<number>;
}

/** `reading`: what was understood by the words before they got here. */
export function parseQuery(
  parts: readonly QueryPart[],
  imagesOnly: boolean,
  reading?: Pick<QueryReading, 'phrases' | 'unwanted'>,
  asWords: readonly string[] = [],
): Query {
  const textsOf = (sign: 1 | -1): string[] =>
    parts.flatMap((part) => (part.kind === 'text' && part.weight * sign > 0 && !imagesOnly ? [part.text] : []));
  const texts = textsOf(1);
  return {
    parts,
    imagesOnly,
    text: texts.join(' '),
    asWords,
    unwanted: imagesOnly ? [] : (reading?.unwanted ?? textsOf(-1)),
    phrases: imagesOnly ? [] : (reading?.phrases ?? []),
    numbers: texts.map((text) => text.trim()),
    products: new Set(parts.flatMap((part) => (part.kind === 'product' ? [part.productId] : []))),
  };
}

/** A query in one line, for the history: `red dress + photo "shoe.jpg" - striped`. */
export function queryLabel(parts: readonly QueryPart[]): string {
  return parts
    .map((part, index) => {
      const sign = part.weight < 0 ? '- ' : index === 0 ? '' : '+ ';
      const times = Math.abs(part.weight) === 1 ? '' : `${Math.abs(part.weight)}:`;
      const subject =
        part.kind === 'text'
          ? part.text
          : (part.name ?? (part.kind === 'product' ? `#${part.productId}` : part.kind === 'image' ? 'photo' : 'clip'));
      return `${sign}${times}${subject}`;
    })
    .join(' ');
}
