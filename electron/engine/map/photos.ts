/** Which photo each product lies on the map by: the first of its images that has a vector. */
import { createHash } from 'node:crypto';
import type { CatalogRow } from '../catalog/types.ts';
import type { VectorIndex } from '../vector/types.ts';

export interface MapPhoto {
  readonly productId: number;
  readonly imageId: number;
}

/** In the order of the products. */
export function mapPhotos(rows: Iterable<CatalogRow>, images: Pick<VectorIndex, 'has'>): MapPhoto[] {
  const photos: MapPhoto[] = [];
  for (const { productId, imageIds } of rows) {
    const imageId = imageIds.find((id) => images.has(id));
    if (imageId !== undefined) photos.push({ productId, imageId });
  }
  return photos.sort((a, b) => a.productId - b.productId);
}

/** The same for the same photos. */
export function stampOf(photos: readonly MapPhoto[]): string {
  return createHash('sha256')
    .update(photos.map(({ productId, imageId }) => `${productId}:${imageId}`).join())
    .digest('hex');
}
