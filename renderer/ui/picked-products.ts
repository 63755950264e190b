/** What is said of products that were picked out of the results. */
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { runSearch } from '../state/results.ts';
import { clearSelection } from '../state/selection.ts';
import { notifyUndoable } from './undo.tsx';

export async function saySame(products: readonly number[]): Promise<void> {
  try {
    const { operation } = await command('duplicates.verdict', { products: [...products], value: 'same' });
    clearSelection();
    notifyUndoable(i18next.t('lookUp.saidSame'), operation);
  } catch (error) {
    notifyError(error);
  }
}

/** Out of the catalog, until they are put back; their files stay as they are. */
export async function removeProducts(productIds: readonly number[]): Promise<void> {
  try {
    const { operation } = await command('exchange.setRemoved', {
      productIds: [...productIds],
      removed: true,
      by: judgeName(),
    });
    clearSelection();
    const renew = (): void => void runSearch({ fresh: false });
    renew();
    notifyUndoable(i18next.t('remove.removed', { count: productIds.length }), operation, renew);
  } catch (error) {
    notifyError(error);
  }
}

/** Shows them as one from now on: what the keeper lacks comes from the others. */
export async function mergeProducts(keeperId: number, productIds: readonly number[]): Promise<void> {
  try {
    const { operation, preview } = await command('duplicates.merge', { keeperId, productIds: [...productIds] });
    clearSelection();
    const renew = (): void => void runSearch({ fresh: false });
    renew();
    const count = productIds.length + 1;
    notifyUndoable(i18next.t('lookUp.merged', { count }), operation, renew, preview.title.value);
  } catch (error) {
    notifyError(error);
  }
}
