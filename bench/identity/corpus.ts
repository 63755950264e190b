/** Listings without images, compared by the functions that the engine compares them by. */
import type { Veto } from '../../electron/contract/duplicates.ts';
import type { Evidence } from '../../electron/engine/identity/evidence.ts';
import { factsOf } from '../../electron/engine/identity/words/facts.ts';
import { type ComparedListing, compareListings, titleOverlap } from '../../electron/engine/identity/words/listing.ts';
import { SimilarTitles } from '../../electron/engine/identity/words/similar-titles.ts';
import { vetoBetween } from '../../electron/engine/identity/words/veto.ts';
import { WordStatistics } from '../../electron/engine/identity/words/word-statistics.ts';
import type { TextListing } from './tables.ts';

interface Prepared extends ComparedListing {
  readonly number: number;
  readonly listing: TextListing;
}

export class Corpus {
  readonly statistics = new WordStatistics();
  readonly prepared = new Map<string, Prepared>();
  readonly #ids: string[] = [];

  constructor(listings: readonly TextListing[]) {
    for (const listing of listings) {
      const { id, title, description, attributes, price } = listing;
      const said = [description, ...Object.values(attributes)].join('\n');
      const words = this.statistics.add(title, id, said);
      const facts = factsOf({ title, description, attributes, tags: [] });
      this.statistics.addCodes(facts.codes.named);
      const style = this.statistics.addStyle(facts.style, facts.variant, listing.source, words);
      const stated = this.statistics.stated.add(attributes);
      const number = this.#ids.push(id) - 1;
      const sourceId = listing.source;
      this.prepared.set(id, { number, listing, sourceId, words, facts, style, stated, price, vector: undefined });
    }
  }

  at(id: string): Prepared {
    const found = this.prepared.get(id);
    if (found === undefined) throw new Error(`There is no listing ${id}.`);
    return found;
  }

  /** `hash`: bits in which the perceptual hashes of their images differ, where they are known. */
  compare(left: string, right: string, hash: number | null = null): { evidence: Evidence; veto: Veto | null } {
    const [one, other] = [this.at(left), this.at(right)];
    const listing = compareListings(one, other, this.statistics);
    const overlap = titleOverlap(one.words, other.words, this.statistics);
    const sameSource = one.listing.source === other.listing.source;
    const veto = vetoBetween(one.facts, other.facts, overlap, sameSource);
    return { evidence: { exact: 0, hash, image: null, listing }, veto };
  }

  /** The pairs that titles alone make candidates, each once, as `left right`. */
  candidates(most = 8, least = 0.1, visited = 3000): Set<string> {
    const titles = new SimilarTitles(this.statistics, { byLetters: true });
    for (const { number, listing, words } of this.prepared.values()) titles.add(number, listing.source, words);
    const pairs = new Set<string>();
    for (const { number, listing, words } of this.prepared.values()) {
      for (const other of titles.likest({ id: number, sourceId: listing.source, words }, { most, least, visited })) {
        const [a, b] = [Math.min(number, other), Math.max(number, other)];
        pairs.add(`${this.#ids[a]} ${this.#ids[b]}`);
      }
    }
    return pairs;
  }
}
