/** Counts, by kind of product, what listings have, and proposes what a listing of the kind should have. */
import { freeGroup, isBarcodeName, type Listing, nameOf } from './listings.ts';

/** What so many of a kind have is expected of the rest. */
const expectedShare = 0.5;
/** Prices, descriptions and barcodes are expected of all as soon as so many listings of the catalog have them. */
const usedShare = 0.1;
/** A kind of fewer products is told by the whole catalog. */
const leastProducts = 5;
const longestValue = 40;
/** Groups that no listing owes anything: free words, and the option that Shopify calls by the title. */
const notSaid: ReadonlySet<string> = new Set([`tag:${freeGroup}`, 'tag:title']);
/** Distinct values of a field are counted up to here. */
const mostDistinct = 500;

interface Field {
  products: number;
  readonly values: Set<string>;
  /** Values that say nothing a shopper would ask for: numbers, yes and no, addresses. */
  plain: number;
  length: number;
}

export class FieldCounts {
  readonly #kinds = new Map<string, { products: number; readonly counts: Map<string, number> }>();
  readonly #fields = new Map<string, Field>();
  readonly #sets = new Map<string, readonly string[]>();
  #products = 0;

  add({ kind, has, known }: Listing): void {
    this.#products++;
    const own = this.#kinds.get(kind) ?? { products: 0, counts: new Map<string, number>() };
    this.#kinds.set(kind, own);
    own.products++;
    for (const check of has) {
      own.counts.set(check, (own.counts.get(check) ?? 0) + 1);
      const name = nameOf(check);
      this.#look(check, name === undefined ? undefined : known.get(name.toLowerCase()));
    }
  }

  #look(check: string, values: readonly string[] | undefined): void {
    const field = this.#fields.get(check) ?? { products: 0, values: new Set<string>(), plain: 0, length: 0 };
    this.#fields.set(check, field);
    field.products++;
    for (const value of values ?? []) {
      if (field.values.size < mostDistinct) field.values.add(value.slice(0, longestValue + 1));
    }
    const [first = ''] = values ?? [];
    if (/^[\d\s.,:/+-]*$|^(?:true|false|yes|no|y|n|active|draft)$|^https?:|^<|@/i.test(first)) field.plain++;
    field.length += first.length;
  }

  /** The same array for all listings that have the same. */
  interned(has: ReadonlySet<string>): readonly string[] {
    const list = [...has].sort();
    const key = list.join('\n');
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    this.#sets.set(key, list);
    return list;
  }

  /** A kind as the catalog writes it, whatever case it is asked by; undefined for one that no product is of. */
  kindOf(asked: string): string | undefined {
    if (this.#kinds.has(asked)) return asked;
    const folded = asked.trim().toLowerCase();
    return [...this.#kinds.keys()].find((kind) => kind.toLowerCase() === folded);
  }

  productsOf(kind: string): number {
    return this.#kinds.get(kind)?.products ?? 0;
  }

  count(kind: string, check: string): number {
    return this.#kinds.get(kind)?.counts.get(check) ?? 0;
  }

  /** What any listing of a kind has. */
  ofKind(kind: string): string[] {
    return [...(this.#kinds.get(kind)?.counts.keys() ?? [])];
  }

  /** What a listing of a kind should have, unless a person says otherwise. */
  expected(kind: string): ReadonlySet<string> {
    const products = this.productsOf(kind);
    const checks = new Set(['picture', 'title']);
    for (const [check, field] of this.#fields) {
      if (check === 'picture' || check === 'title') continue;
      if (nameOf(check) === undefined) {
        if (field.products >= usedShare * this.#products) checks.add(check);
      } else if (this.#isFact(check, field)) {
        const share = products < leastProducts ? field.products / this.#products : this.count(kind, check) / products;
        if (share >= expectedShare) checks.add(check);
      }
    }
    return checks;
  }

  /** All values of fields by their plain names, five hundred of each at most. */
  valuesOf(names: readonly string[]): Map<string, readonly string[]> {
    const values = new Map<string, readonly string[]>();
    for (const [check, field] of this.#fields) {
      const name = nameOf(check)?.toLowerCase();
      if (name === undefined || !names.includes(name)) continue;
      values.set(name, [...(values.get(name) ?? []), ...field.values]);
    }
    return values;
  }

  /** Fields that titles of a kind can name, by their plain names; those that most have first. */
  nameable(kind: string): string[] {
    const named = [...this.#fields]
      .filter(([check, field]) => nameOf(check) !== undefined && this.#isFact(check, field))
      .map(([check]) => ({ name: (nameOf(check) as string).toLowerCase(), products: this.count(kind, check) }))
      .filter(({ products }) => products > 0)
      .sort((a, b) => b.products - a.products);
    return [...new Set(named.map(({ name }) => name))];
  }

  /** Whether a field says something of the product, rather than of how the shop keeps it: numbers, addresses and switches do not. */
  #isFact(check: string, { products, values, plain, length }: Field): boolean {
    if (check.startsWith('attribute:') && isBarcodeName(check)) return false;
    if (values.size < 2 || products < 2) return false;
    if (check.startsWith('tag:')) return !notSaid.has(check);
    return values.size <= Math.max(2, products / 2) && plain < products / 2 && length / products <= longestValue;
  }
}
