/** Keeps the vector indexes in step with the catalog: what is new or changed is linked, what left is taken out. */
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogChange } from '../catalog/types.ts';
import type { VectorsPort } from '../vector/types.ts';

type Rows = Pick<Catalog, 'rows'>;
type Indexes = Pick<VectorsPort, 'refresh' | 'unlink'>;

/** Answers how to stop. */
export function linkVectors(catalog: Rows & Pick<Catalog, 'onChange'>, vectors: Indexes): () => void {
  return catalog.onChange((change) => followChange(catalog, vectors, change));
}

export function followChange(catalog: Rows, vectors: Indexes, change: CatalogChange): void {
  const { changed, removed, removedImages } = change;
  if (removed.length > 0) vectors.unlink('text', removed);
  if (removedImages.length > 0) vectors.unlink('image', removedImages);
  if (changed.length === 0) return;
  const imageIds: number[] = [];
  for (const row of catalog.rows.read(changed)) imageIds.push(...row.imageIds);
  vectors.refresh('text', changed);
  vectors.refresh('image', imageIds);
}
