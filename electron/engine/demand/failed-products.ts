/** Where searches failed, told by products: those nearest in meaning to what shoppers looked for in vain. */
import type { DemandReport } from '../../contract/demand.ts';
import type { Encoder } from '../encoders/types.ts';
import type { VectorIndex } from '../vector/types.ts';

/** Products that a failed search counts for. */
const nearest = 8;

/** Failed searches by product. @throws {AppError} `CANCELLED` */
export async function failedByProduct(
  { lists }: Pick<DemandReport, 'lists'>,
  encoder: Pick<Encoder, 'encodeTexts'>,
  texts: Pick<VectorIndex, 'search'>,
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const failed = new Map<string, number>();
  for (const { query, noResults } of lists.noResults) failed.set(query, noResults ?? 0);
  for (const { query, searches, clicked } of lists.noClicks) failed.set(query, searches - clicked);
  const queries = [...failed.keys()];
  const byProduct = new Map<number, number>();
  if (queries.length === 0) return byProduct;
  const vectors = await encoder.encodeTexts(queries, { signal });
  for (const [i, query] of queries.entries()) {
    for (const { label } of texts.search(vectors[i] as Float32Array, nearest))
      byProduct.set(label, (byProduct.get(label) ?? 0) + (failed.get(query) ?? 0));
  }
  return byProduct;
}
