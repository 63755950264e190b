/** Says whether a picture from outside shows a product that is in the library. */
import type { MethodResult } from '../../contract/contract.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { readLook } from '../images/index.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import { shippedThreshold } from './default-weights.ts';
import type { DuplicatesRepo, StoredPhoto } from './duplicate-repo.ts';
import type { Evidence } from './evidence.ts';
import { Likeness } from './likeness.ts';
import type { PairModel } from './pair-model.ts';
import { overlay } from './picture/align.ts';
import { hashDistance } from './picture/hash-distance.ts';
import { type Look, lookFrom } from './picture/look.ts';

type Best = MethodResult<'duplicates.checkImage'>['best'];

export interface QueryPicture {
  readonly hash: string;
  readonly vector: Float32Array;
  /** A readable copy; undefined where none was kept. */
  readonly file: string | undefined;
}

export interface CheckDeps {
  readonly repo: DuplicatesRepo;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly model: PairModel;
}

const neighbours = 24;
/** Products less probable than this are not worth a word. */
const leastProbability = 0.05;

interface Match {
  readonly photo: StoredPhoto;
  readonly probability: number;
  readonly kind: NonNullable<Best>['kind'];
  readonly mirrored: boolean;
}

export async function checkImage(deps: CheckDeps, picture: QueryPicture, signal: AbortSignal): Promise<Best> {
  const { repo, catalog, vectors } = deps;
  const seen = picture.file === undefined ? undefined : await readLook(picture.file, signal).catch(() => undefined);
  const look = seen && lookFrom(seen.signature);
  const near = vectors.images.search(picture.vector, neighbours).map(({ label }) => label);
  const likeness = new Likeness(vectors);
  const photos = [...repo.photosWithContent(picture.hash), ...repo.photosOf(near)];
  let best: Match | undefined;
  for (const photo of photos) {
    const match = compare({ ...deps, likeness }, picture, look, seen?.perceptualHash, photo);
    if (best === undefined || match.probability > best.probability) best = match;
  }
  if (best === undefined || best.probability < leastProbability) return null;
  const { photo, kind, probability, mirrored } = best;
  const shownAs = catalog.merges.shownAs(photo.productId);
  const [product] = catalog.products.summaries([shownAs]);
  return product === undefined ? null : { product, imageId: photo.imageId, kind, probability, mirrored };
}

function compare(
  { repo, vectors, model, likeness }: CheckDeps & { readonly likeness: Likeness },
  picture: QueryPicture,
  look: Look | undefined,
  perceptualHash: Uint8Array | undefined,
  photo: StoredPhoto,
): Match {
  if (photo.hash === picture.hash) return { photo, probability: 1, kind: 'exact', mirrored: false };
  const vector = vectors.images.get(photo.imageId);
  const signature = repo.signature(photo.hash);
  if (vector === undefined) return { photo, probability: 0, kind: 'listing', mirrored: false };
  const cosine = likeness.ofPhotos(Math.min(1, dot(picture.vector, vector)));
  const { mirrored, ...laid } =
    look === undefined || signature === undefined
      ? { mirrored: false, luma: 0, detail: 0, agreeing: 0, closely: 0, rich: 0, colour: 0.2, cast: 0, overlap: 0 }
      : overlay(lookFrom(signature), look);
  const hash = hashDistance(photo.perceptualHash, perceptualHash ?? null);
  const evidence: Evidence = { exact: 0, photo: { cosine, mean: cosine, ...laid, hash }, listing: null };
  const probability = model.probability(evidence);
  return { photo, probability, kind: probability >= shippedThreshold ? 'near' : 'listing', mirrored };
}
