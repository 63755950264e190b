/** "Yes, this one": the photo that is asked with is kept as one of a product. */
import { askedHash, type Operation, type ProductSummary } from '@contract';
import i18next from 'i18next';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { gradeResult, useGrading } from '../state/grading.ts';
import { notifyError } from '../state/notify.tsx';
import { useQuery } from '../state/query.ts';
import { runSearch } from '../state/results.ts';
import { notifyUndoable } from '../ui/undo.tsx';

type Query = ReturnType<typeof useQuery.getState>;

/** The hash of the photo, or of the part of it that is meant, when the question is one photo, wanted, and nothing else. */
export function onlyPhotoOf({ parts, draft }: Pick<Query, 'parts' | 'draft'>): string | null {
  const [part] = parts;
  return parts.length === 1 && draft.length === 0 && part?.kind === 'image' && part.sign > 0 ? askedHash(part) : null;
}

/** While grading is on, it is the best grade as well. */
export async function confirmPhoto(hash: string, product: Pick<ProductSummary, 'id' | 'title'>): Promise<void> {
  try {
    const { operation } = await command('search.confirmPhoto', { hash, productId: product.id });
    told(i18next.t('lookUp.confirmed', { title: product.title }), operation);
    if (useGrading.getState().on) void gradeResult(product.id, 3);
  } catch (error) {
    notifyError(error);
  }
}

export async function removeReference(hash: string): Promise<void> {
  try {
    const { operation } = await command('search.removeReference', { hash });
    told(i18next.t('lookUp.referenceRemoved'), operation);
  } catch (error) {
    notifyError(error);
  }
}

function told(message: string, operation: Operation | null): void {
  renew();
  notifyUndoable(message, operation, renew);
}

/** Ranks anew what is asked by photo. */
function renew(): void {
  outdate('search.lookUp', 'search.references');
  if (onlyPhotoOf(useQuery.getState()) !== null) void runSearch({ fresh: false });
}
