/** Makes a query ready to be ranked by: one vector for all its parts, its words, the tags those name, and what each component weighs. */
import { AppError } from '../../contract/errors.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { TagName } from '../catalog/types.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Candidate } from './candidates.ts';
import type { CatalogView } from './catalog-view.ts';
import type { LibraryScales } from './library-scales.ts';
import type { PartVectors } from './part-vectors.ts';
import { mixParts, wantedText } from './query.ts';
import type { QueryScales, Ranker, Weights } from './ranker.ts';
import { type QueryTags, tagBonus, tagMatch } from './tag-bonus.ts';
import type { WordScorer } from './words.ts';

/** A query made ready: how to weigh its components and how to read their similarities. */
export interface PreparedQuery {
  readonly vector: Float32Array;
  readonly weights: Weights;
  readonly scales: QueryScales;
  readonly words: ReadonlyMap<number, number> | null;
  /** The tags that its words name, by group. */
  readonly named: ReadonlyMap<string, ReadonlySet<number>>;
  /** The products whose number is asked for. */
  readonly numbered: ReadonlySet<number>;
  /** What was compared with it so far: counting what filters leave out ranks it more than once. */
  readonly compared: Map<number, Candidate>;
}

export interface QueryReaderDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly view: CatalogView;
  readonly scales: LibraryScales;
  readonly parts: PartVectors;
  readonly words: WordScorer;
  readonly tags: QueryTags;
}

interface Asked {
  readonly parts: readonly QueryPart[];
  readonly imagesOnly: boolean;
}

/** Log-odds for the very number that was asked for: enough to lead, and to pass any cutoff. */
const numberBonus = 9;
const nothing: ReadonlySet<number> = new Set();

export class QueryReader {
  readonly #deps: QueryReaderDependencies;

  constructor(deps: QueryReaderDependencies) {
    this.#deps = deps;
  }

  /** @throws {AppError} `NOT_FOUND` for parts that are gone, `BAD_REQUEST` when parts cancel each other out, `MODEL_*` */
  async mix(parts: readonly QueryPart[], signal: AbortSignal) {
    const encoder = await this.#deps.encoders.active();
    const encoded = await this.#deps.parts.encode(parts, encoder, signal);
    const mixed = mixParts(encoded, await this.#deps.scales.of(encoder));
    if (mixed === null) {
      throw new AppError('BAD_REQUEST', 'The parts of this search cancel each other out. Change a sign or a weight.', {
        details: { why: 'parts-cancel' },
      });
    }
    return mixed;
  }

  /** How well the words of products fit; `null` when they say nothing. */
  words(parts: readonly QueryPart[]): ReadonlyMap<number, number> | null {
    const { view, words } = this.#deps;
    const text = wantedText(parts);
    return text === '' ? null : words.score(text, view.size, view.version);
  }

  /** The tags that the words of a query name, by group. */
  named(parts: readonly QueryPart[]): PreparedQuery['named'] {
    return this.#deps.tags.named(wantedText(parts), this.#deps.view.version);
  }

  /** @throws {AppError} those of `mix` */
  async prepare({ parts, imagesOnly }: Asked, ranker: Ranker, signal: AbortSignal): Promise<PreparedQuery> {
    const { vector, picture, listing } = await this.mix(parts, signal);
    const hasText = wantedText(parts) !== '';
    const weights = imagesOnly
      ? { picture: 1, listing: 0, words: 0 }
      : hasText
        ? ranker.textWeights
        : ranker.imageWeights;
    return {
      vector,
      weights,
      words: imagesOnly ? null : this.words(parts),
      named: imagesOnly ? new Map() : this.named(parts),
      numbered: imagesOnly ? nothing : this.#numbered(parts),
      scales: { picture, listing, words: ranker.words },
      compared: new Map(),
    };
  }

  /** What tags and the number of a product add to its log-odds. */
  bonus(ranker: Ranker, productId: number, { named, numbered }: Pick<PreparedQuery, 'named' | 'numbered'>): number {
    const fromTags = this.tagBonus(ranker, productId, this.match(productId, named));
    return fromTags + (numbered.has(productId) ? numberBonus : 0);
  }

  /** -1..1; see `tagMatch`. */
  match(productId: number, named: PreparedQuery['named']): number {
    const row = this.#deps.view.get(productId);
    return row === undefined ? 0 : tagMatch(row, named, (tagId) => this.#deps.tags.groupOf(tagId));
  }

  tagBonus(ranker: Ranker, productId: number, match: number): number {
    if (ranker.tagMatch === 0 && Object.keys(ranker.preferences).length === 0) return 0;
    return tagBonus(ranker, match, this.tagsOf(productId));
  }

  /** The tags of a product by name. */
  tagsOf(productId: number): TagName[] {
    const row = this.#deps.view.get(productId);
    return row === undefined ? [] : this.#deps.view.tagNames(row);
  }

  #numbered(parts: readonly QueryPart[]): ReadonlySet<number> {
    const texts = parts.flatMap((part) => (part.kind === 'text' && part.weight > 0 ? [part.text.trim()] : []));
    return texts.length === 0 ? nothing : this.#deps.catalog.products.numbered(texts);
  }
}
