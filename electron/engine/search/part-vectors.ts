/** The vector of each part of a query: words through the text encoder, pictures and products from what is stored. */
import { AppError } from '../../contract/errors.ts';
import type { QueryPart } from '../../contract/search.ts';
import { encodeQuery } from '../encoders/encode-queries.ts';
import type { Encoder } from '../encoders/types.ts';
import { meanVector } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import type { EncodedPart } from './query.ts';
import type { QueryImages } from './query-images.ts';
import { Recent } from './recent.ts';

const keptTexts = 500;

export class PartVectors {
  readonly #view: CatalogView;
  readonly #vectors: VectorsPort;
  readonly #images: QueryImages;
  readonly #shownAs: (productId: number) => number;
  readonly #texts = new Recent<Float32Array>(keptTexts);

  /** `shownAs`: the product that shows another, itself for most. */
  constructor(view: CatalogView, vectors: VectorsPort, images: QueryImages, shownAs: (productId: number) => number) {
    this.#view = view;
    this.#vectors = vectors;
    this.#images = images;
    this.#shownAs = shownAs;
  }

  /** @throws {AppError} `NOT_FOUND` for a picture or product that is not known, or has no vector yet */
  async encode(parts: readonly QueryPart[], encoder: Encoder, signal: AbortSignal): Promise<EncodedPart[]> {
    const encoded: EncodedPart[] = [];
    for (const part of parts) {
      if (part.kind === 'text') {
        encoded.push({ kind: 'text', weight: part.weight, vector: await this.#text(part.text, encoder, signal) });
      } else if (part.kind === 'image') {
        encoded.push({
          kind: 'image',
          weight: part.weight,
          vector: await this.#images.vector(part.hash, encoder, signal),
        });
      } else {
        encoded.push(this.#product(this.#shownAs(part.productId), part.weight));
      }
    }
    return encoded;
  }

  async #text(text: string, encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    const key = `${encoder.modelId} ${text}`;
    const known = this.#texts.peek(key);
    if (known !== undefined) return known;
    const vector = await encodeQuery(encoder, text, { signal });
    this.#texts.set(key, vector);
    return vector;
  }

  /** A product is its photos; one without a photo that was read is its words. */
  #product(productId: number, weight: number): EncodedPart {
    const row = this.#view.get(productId);
    if (row === undefined) {
      throw new AppError('NOT_FOUND', 'That product is no longer in the catalog. Take it out of the query.', {
        details: { why: 'part-gone', productId },
      });
    }
    const photos = row.imageIds.flatMap((id) => this.#vectors.images.get(id) ?? []);
    if (photos.length > 0) return { kind: 'image', weight, vector: meanVector(photos) };
    const text = this.#vectors.texts.get(productId);
    if (text !== undefined) return { kind: 'text', weight, vector: text };
    throw new AppError('NOT_FOUND', `"${row.title}" has not been read by the model yet. Wait until indexing is done.`, {
      details: { why: 'part-unread', title: row.title, productId },
    });
  }
}
