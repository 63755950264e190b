/** Says whether an image from outside shows a product that is in the library. */
import type { MethodResult } from '../../contract/contract.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import { likenessOf } from '../identity/likeness.ts';
import { pyramidOf } from '../identity/registration/pyramid.ts';
import { registerImages } from '../identity/registration/register-images.ts';
import { readLook } from '../images/index.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { ComparedPairRepo } from './compared-pair-repo.ts';
import type { FittedModels } from './fitted-models.ts';
import type { HashedImage, ImageSignatureRepo } from './image-signature-repo.ts';
import { unregistered } from './scan/compare-pair.ts';
import { hashDistance } from './scan/hash-distance.ts';

type Best = NonNullable<MethodResult<'duplicates.checkImage'>['best']>;

export interface QueryImage {
  readonly hash: string;
  readonly vector: Float32Array;
  /** A readable copy; undefined where none was kept. */
  readonly file: string | undefined;
}

/** What products and images are compared by. */
export interface ComparisonSources {
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly images: ImageSignatureRepo;
  readonly pairs: ComparedPairRepo;
  readonly models: FittedModels;
  /** Images added with `search.addImage`. @throws {AppError} `NOT_FOUND` */
  readonly queryImage: (hash: string, signal: AbortSignal) => Promise<QueryImage>;
}

type Match = Pick<Best, 'probability' | 'kind' | 'mirrored'>;

const neighbours = 24;
/** Products less probable than this are not worth a word. */
const leastProbability = 0.05;

/** @throws {AppError} `NOT_FOUND` for an image that was not added */
export async function checkImage(
  sources: ComparisonSources,
  hash: string,
  signal: AbortSignal,
): Promise<MethodResult<'duplicates.checkImage'>> {
  const started = performance.now();
  const { catalog, vectors, images } = sources;
  const query = await sources.queryImage(hash, signal);
  const compare = await comparerOf(sources, query, signal);
  const near = vectors.images.search(query.vector, neighbours).map(({ label }) => label);
  let likest: { readonly image: HashedImage; readonly match: Match } | undefined;
  for (const image of [...images.imagesWithContent(hash), ...images.imagesOf(near)]) {
    const match = compare(image);
    if (match.probability > (likest?.match.probability ?? leastProbability)) likest = { image, match };
  }
  let best: Best | null = null;
  if (likest !== undefined) {
    const { imageId, productId } = likest.image;
    const [product] = catalog.products.summaries([catalog.merges.shownAs(productId)]);
    if (product !== undefined) best = { product, imageId, ...likest.match };
  }
  return { best, threshold: shippedThreshold, tookMs: performance.now() - started };
}

/** Compares the image with any of the library. */
async function comparerOf(
  { vectors, images, models }: ComparisonSources,
  query: QueryImage,
  signal: AbortSignal,
): Promise<(image: HashedImage) => Match> {
  const look = query.file === undefined ? undefined : await readLook(query.file, signal).catch(() => undefined);
  const pyramid = look && pyramidOf(look.signature);
  const likeness = likenessOf(vectors);
  return ({ imageId, hash: content, perceptualHash }) => {
    if (content === query.hash) return { probability: 1, kind: 'exact', mirrored: false };
    const vector = vectors.images.get(imageId);
    if (vector === undefined) return { probability: 0, kind: 'listing', mirrored: false };
    const signature = images.signatures([content]).get(content);
    const { mirrored, ...agreement } =
      pyramid === undefined || signature === undefined ? unregistered : registerImages(pyramidOf(signature), pyramid);
    const cosine = likeness(Math.min(1, dot(query.vector, vector)));
    const hash = hashDistance(perceptualHash, look?.perceptualHash ?? null);
    const image = { cosine, mean: cosine, ...agreement, hash };
    const probability = models.current.probability({ exact: 0, hash: null, image, listing: null });
    return { probability, kind: probability >= shippedThreshold ? 'near' : 'listing', mirrored };
  };
}
