/**
 * The second step of a search: one vector for all parts of a query. Words go through the text encoder; images and
 * products were encoded before.
 */
import { AppError } from '../../contract/errors.ts';
import { askedHash } from '../../contract/region.ts';
import type { ClipFrame, QueryPart } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { encodeQuery } from '../encoders/encode-queries.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { meanVector } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import type { LibraryScales } from './library-scales.ts';
import type { QueryImages } from './query-images.ts';
import { type EncodedPart, mixParts, type QueryVector } from './query-vector.ts';

const keptTexts = 500;

export interface QueryEmbedderDependencies {
  readonly catalog: Pick<Catalog, 'merges'>;
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly scales: LibraryScales;
  readonly images: QueryImages;
}

export class QueryEmbedder {
  readonly #deps: QueryEmbedderDependencies;
  readonly #texts = new LruCache<Float32Array>(keptTexts);

  constructor(deps: QueryEmbedderDependencies) {
    this.#deps = deps;
  }

  /**
   * @throws {AppError} `NOT_FOUND` for parts that are gone, `BAD_REQUEST` when parts cancel each other out, `MODEL_*`
   */
  async embed(parts: readonly QueryPart[], signal: AbortSignal): Promise<QueryVector> {
    const encoder = await this.#deps.encoders.active();
    const encoded: EncodedPart[] = [];
    for (const part of parts) encoded.push(await this.#encode(part, encoder, signal));
    const mixed = mixParts(encoded, await this.#deps.scales.of(encoder));
    if (mixed !== null) return mixed;
    throw new AppError('BAD_REQUEST', 'The parts of this search cancel each other out. Change a sign or a weight.', {
      details: { why: 'parts-cancel' },
    });
  }

  async #encode(part: QueryPart, encoder: Encoder, signal: AbortSignal): Promise<EncodedPart> {
    const { kind, weight } = part;
    if (kind === 'product') return { ...this.#product(part.productId), weight };
    if (kind === 'text') return { kind, weight, vector: await this.#text(part.text, encoder, signal) };
    if (kind === 'clip') return { kind: 'image', weight, vector: await this.#clip(part.frames, encoder, signal) };
    return { kind, weight, vector: await this.#deps.images.vector(askedHash(part), encoder, signal) };
  }

  /** What all of its frames have in common: what is not wanted. One that is wanted is asked with frame by frame. */
  async #clip(frames: readonly ClipFrame[], encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    const { images } = this.#deps;
    return meanVector(await Promise.all(frames.map((frame) => images.vector(askedHash(frame), encoder, signal))));
  }

  async #text(text: string, encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    const key = `${encoder.modelId} ${text}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const vector = await encodeQuery(encoder, text, { signal });
    this.#texts.set(key, vector);
    return vector;
  }

  /**
   * A product is its images, those of the product that shows it where it was merged; one without an image that was read
   * is its words.
   */
  #product(productId: number): Omit<EncodedPart, 'weight'> {
    const { catalog, view, vectors } = this.#deps;
    const shownAs = catalog.merges.shownAs(productId);
    const row = view.get(shownAs);
    if (row === undefined) {
      throw new AppError('NOT_FOUND', 'That product is no longer in the catalog. Take it out of the query.', {
        details: { why: 'part-gone', productId: shownAs },
      });
    }
    const images = row.imageIds.flatMap((id) => vectors.images.get(id) ?? []);
    if (images.length > 0) return { kind: 'image', vector: meanVector(images) };
    const text = vectors.texts.get(row.productId);
    if (text !== undefined) return { kind: 'text', vector: text };
    throw new AppError('NOT_FOUND', `"${row.title}" has not been read by the model yet. Wait until indexing is done.`, {
      details: { why: 'part-unread', title: row.title, productId: row.productId },
    });
  }
}
