/** A number that was read as a barcode becomes that of a product. */
import i18next from 'i18next';
import { ask, command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { notifyUndoable } from './undo.tsx';

const barcodeColumn = /^(?:gtin|ean|upc|isbn|barcode)(?:[\s_-]?1[0-4])?$/i;

export function isBarcodeColumn(name: string): boolean {
  return barcodeColumn.test(name);
}

export async function addBarcode(productId: number, title: string, number: string): Promise<void> {
  try {
    const { attributes } = await ask('catalog.product', { id: productId });
    const column = attributes.map(({ name }) => name).find(isBarcodeColumn);
    const edits = [{ productId, field: `attribute:${column ?? 'GTIN'}` as const, value: number }];
    const { operation } = await command('exchange.edit', { edits, by: judgeName() });
    notifyUndoable(i18next.t('barcode.added', { number, title }), operation);
  } catch (error) {
    notifyError(error);
  }
}
