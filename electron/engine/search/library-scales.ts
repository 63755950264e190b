/**
 * How the cosines of the model in use are read in one library: search and tags ask here, so that both read the same
 * cosine alike.
 */
import type { CatalogRow } from '../catalog/types.ts';
import { areScalesKnown, type ModelScales, scalesOf } from '../encoders/similarity.ts';
import { fitScales, type VectorSample } from '../encoders/similarity-fit.ts';
import type { Encoder } from '../encoders/types.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';

/** A smaller library does not tell where the cosines of a model lie. */
const fewestImages = 100;
const sampledProducts = 300;
/** Counts that differ by more have the scales fitted anew. */
const growth = 1.25;

export class LibraryScales {
  readonly #view: Pick<CatalogView, 'rows'>;
  readonly #vectors: Pick<VectorsPort, 'images' | 'texts'>;
  #fitted: { readonly encoder: Encoder; readonly images: number; readonly scales: ModelScales } | undefined;

  constructor(view: Pick<CatalogView, 'rows'>, vectors: Pick<VectorsPort, 'images' | 'texts'>) {
    this.#view = view;
    this.#vectors = vectors;
  }

  /** @throws {AppError} `MODEL_FAILED` */
  async of(encoder: Encoder): Promise<ModelScales> {
    const images = this.#vectors.images.size;
    if (areScalesKnown(encoder.manifest) || images < fewestImages) return scalesOf(encoder.manifest);
    const before = this.#fitted;
    const isLike = (a: number, b: number): boolean => a <= b * growth && b <= a * growth;
    if (before?.encoder === encoder && isLike(before.images, images)) return before.scales;
    const scales = await fitScales(encoder, this.#sample());
    this.#fitted = { encoder, images, scales };
    return scales;
  }

  /** The first image and the text of products all over the library. */
  #sample(): VectorSample {
    const { images, texts } = this.#vectors;
    const rows = [...this.#view.rows()].sort((a, b) => a.productId - b.productId);
    const step = Math.max(1, rows.length / sampledProducts);
    const amount = Math.min(sampledProducts, rows.length);
    const some = Array.from({ length: amount }, (_, i) => rows[Math.floor(i * step)] as CatalogRow);
    return {
      images: some.flatMap(({ imageIds }) => images.get(imageIds[0] ?? -1) ?? []),
      texts: some.flatMap(({ productId }) => texts.get(productId) ?? []),
    };
  }
}
