/**
 * The words of queries with what each adds to a product's BM25, kept in memory: the sum over the words is what FTS5
 * says of all of them together, which it would work out for every product that has any. Half a catalog may have a
 * common word, and queries share them.
 */
import { TopK } from '../vector/top-k.ts';
import type { WordHit, WordsRepo } from './words-repo.ts';

/** The products with one word: ids, rising, and what it adds to the BM25 of each. */
interface Postings {
  readonly ids: Float64Array;
  readonly gains: Float64Array;
}

/** Numbers of both kinds are 8 bytes each: 24 MB in all. */
const mostKept = 1_500_000;
/** Product ids between two turns of other work. */
const idsAtOnce = 4000;

export class WordPostings {
  readonly #repo: Pick<WordsRepo, 'weigh'>;
  /** By FTS5 term; the least recently used first. */
  readonly #kept = new Map<string, Postings>();
  #size = 0;
  #version = 0;

  constructor(repo: Pick<WordsRepo, 'weigh'>) {
    this.#repo = repo;
  }

  /** The best `limit` products for any of these FTS5 terms, ties by id. */
  best(terms: readonly string[], limit: number): WordHit[] {
    const lists = terms.map((term) => this.#of(term)).filter(({ ids }) => ids.length > 0);
    const best = new TopK(limit);
    const at = new Int32Array(lists.length);
    for (;;) {
      let next = Number.POSITIVE_INFINITY;
      for (let list = 0; list < lists.length; list++) {
        const id = (lists[list] as Postings).ids[at[list] as number];
        if (id !== undefined && id < next) next = id;
      }
      if (next === Number.POSITIVE_INFINITY) break;
      let sum = 0;
      for (let list = 0; list < lists.length; list++) {
        const { ids, gains } = lists[list] as Postings;
        const place = at[list] as number;
        if (ids[place] !== next) continue;
        sum += gains[place] as number;
        at[list] = place + 1;
      }
      best.offer(next, sum);
    }
    return best.sorted().map(({ label, similarity }) => ({ productId: label, bm25: similarity }));
  }

  /** Reads a term ahead, between other work. @param lastId the highest product id */
  async prepare(term: string, lastId: number, pause: () => Promise<void>): Promise<void> {
    const version = this.#version;
    const parts: Postings[] = [];
    for (let from = 0; from <= lastId; from += idsAtOnce) {
      if (this.#kept.has(term) || version !== this.#version) return;
      parts.push(postingsOf(this.#repo.weigh(term, from, from + idsAtOnce - 1)));
      await pause();
    }
    if (version !== this.#version || this.#kept.has(term)) return;
    this.#keep(term, joined(parts));
  }

  /** To be called when any word of any product may have changed. */
  clear(): void {
    this.#kept.clear();
    this.#size = 0;
    this.#version++;
  }

  #of(term: string): Postings {
    const known = this.#kept.get(term);
    if (known !== undefined) {
      this.#kept.delete(term);
      this.#kept.set(term, known);
      return known;
    }
    const postings = postingsOf(this.#repo.weigh(term));
    this.#keep(term, postings);
    return postings;
  }

  #keep(term: string, postings: Postings): void {
    this.#kept.set(term, postings);
    this.#size += postings.ids.length;
    for (const [oldest, { ids }] of this.#kept) {
      if (this.#size <= mostKept || oldest === term) return;
      this.#kept.delete(oldest);
      this.#size -= ids.length;
    }
  }
}

function postingsOf(rows: readonly (readonly [id: number, gain: number])[]): Postings {
  const ids = new Float64Array(rows.length);
  const gains = new Float64Array(rows.length);
  rows.forEach(([id, gain], at) => {
    ids[at] = id;
    gains[at] = gain;
  });
  return { ids, gains };
}

function joined(parts: readonly Postings[]): Postings {
  const size = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const all = { ids: new Float64Array(size), gains: new Float64Array(size) };
  let at = 0;
  for (const { ids, gains } of parts) {
    all.ids.set(ids, at);
    all.gains.set(gains, at);
    at += ids.length;
  }
  return all;
}
