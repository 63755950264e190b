/** Keeps the vector indexes in step with the catalog: what is new or changed is linked, what left is taken out. */
import type { CatalogPort } from '../catalog/types.ts';
import type { VectorsPort } from '../vector/types.ts';

/** Answers how to stop. */
export function linkVectors(
  catalog: Pick<CatalogPort, 'onChange' | 'rows'>,
  vectors: Pick<VectorsPort, 'refresh' | 'unlink'>,
): () => void {
  return catalog.onChange(({ changed, removed, removedImages }) => {
    if (removed.length > 0) vectors.unlink('text', removed);
    if (removedImages.length > 0) vectors.unlink('image', removedImages);
    if (changed.length === 0) return;
    const imageIds: number[] = [];
    for (const row of catalog.rows(changed)) imageIds.push(...row.imageIds);
    vectors.refresh('text', changed);
    vectors.refresh('image', imageIds);
  });
}
