/**
 * What listings say in columns of one name: the alcohol of two beers, the material of two shirts. Kept as numbers, as a
 * library has few different names and values.
 */
import { normaliseText } from '../../text/normalise.ts';

/** Number of a name, number of its value, and so on; ascending by name. */
export type Stated = Uint32Array;

interface Value {
  /** Where the value is one number, whatever unit follows it. */
  readonly amount: number | null;
  readonly words: ReadonlySet<string>;
}

/** Longer values are prose. */
const longest = 60;
const mostNames = 24;
/** Said of a shop's shelves and files, or weighed elsewhere. */
const notTelling =
  /^(?:.*(?:categor|department|url|link|image|photo|sku|gtin|ean|upc|barcode|price|stock|quantity|collection|tags?$|^id$|_id$|handle|status|published|date|vendor|brand|manufacturer|model|part|mpn|title|name|type|kind|class|group|subclass|colou?r|size|gender|audience).*|品牌|类目|分类|价格|库存|颜色|尺码|型号)$/iu;
const amount = /^[^\p{L}\d]*(\d+(?:[.,]\d+)?)\s*[^\d\s]{0,4}$/u;
/** From this share of common words on two values say the same. */
const alike = 0.5;
const nothing: Stated = new Uint32Array(0);

export class StatedValues {
  readonly #names = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  add(attributes: Readonly<Record<string, string>>): Stated {
    const found: [number, number][] = [];
    for (const [name, value] of Object.entries(attributes)) {
      const key = name.trim().toLowerCase();
      if (value.trim() === '' || value.length > longest || notTelling.test(key)) continue;
      found.push([numberOf(this.#names, key), this.#valueOf(value)]);
      if (found.length === mostNames) break;
    }
    return found.length === 0 ? nothing : Uint32Array.from(found.sort(([a], [b]) => a - b).flat());
  }

  /** Of the names that both have: how many values say something else. */
  apart(left: Stated, right: Stated): number {
    let apart = 0;
    for (let i = 0, j = 0; i < left.length && j < right.length; ) {
      const [one, other] = [left[i] as number, right[j] as number];
      if (one === other && !this.#agree(left[i + 1] as number, right[j + 1] as number)) apart++;
      if (one <= other) i += 2;
      if (other <= one) j += 2;
    }
    return apart;
  }

  #agree(one: number, other: number): boolean {
    if (one === other) return true;
    const [a, b] = [this.#values[one], this.#values[other]];
    if (a === undefined || b === undefined) return false;
    if (a.amount !== null && b.amount !== null) {
      return Math.abs(a.amount - b.amount) <= 0.02 * Math.max(a.amount, b.amount);
    }
    const common = a.words.intersection(b.words).size;
    return common >= alike * Math.max(1, Math.min(a.words.size, b.words.size));
  }

  #valueOf(value: string): number {
    const text = normaliseText(value).toLowerCase().trim();
    const number = numberOf(this.#numbers, text);
    if (number === this.#values.length) {
      const match = amount.exec(text);
      const words = new Set(text.split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== ''));
      this.#values.push({ amount: match === null ? null : Number((match[1] as string).replace(',', '.')), words });
    }
    return number;
  }
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(key, number);
  return number;
}
