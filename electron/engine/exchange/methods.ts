/** The `exchange.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { changeSources, countUnwritten, listChanges, tickChanges } from './changes.ts';
import { choose } from './choices.ts';
import { edit, editsOf, setRemoved } from './edits.ts';
import { startExport, takeBackExport } from './export/exports.ts';
import { applyReplace, previewReplace } from './replace.ts';
import { productsOf, tableRows } from './rows.ts';
import type { Exchange } from './types.ts';

export function exchangeHandlers(exchange: Exchange): DomainHandlers<'exchange'> {
  return {
    'exchange.edit': (params) => edit(exchange, params),
    'exchange.ofProduct': ({ productId }) => editsOf(exchange, productId),
    'exchange.setRemoved': (params) => setRemoved(exchange, params),
    'exchange.replacePreview': (params, { signal }) => previewReplace(exchange, params, signal),
    'exchange.replaceApply': (params, { signal }) => applyReplace(exchange, params, signal),
    'exchange.productsOf': (params, { signal }) => productsOf(exchange, params, signal),
    'exchange.rows': (params, { signal }) => tableRows(exchange, params, signal),
    'exchange.sources': () => changeSources(exchange),
    'exchange.changes': (params) => listChanges(exchange, params),
    'exchange.unwritten': async () => ({ count: await countUnwritten(exchange) }),
    'exchange.choose': (params) => choose(exchange, params),
    'exchange.tick': (params) => tickChanges(exchange, params),
    'exchange.export': (params) => startExport(exchange, params),
    'exchange.takeBack': ({ exportId }) => takeBackExport(exchange, exportId),
  };
}
