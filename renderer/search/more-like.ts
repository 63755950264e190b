/** Takes a product into the question, as a wish or as the opposite. */
import type { ProductSummary } from '@contract';
import { addPart } from '../state/query.ts';

export function lookFor(product: Pick<ProductSummary, 'id' | 'title' | 'image'>, sign: 1 | -1): void {
  addPart({ kind: 'product', productId: product.id, name: product.title, thumb: product.image?.thumb ?? null }, sign);
}
