/** The contract methods of importing. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { browse } from './browse.ts';
import type { Imports } from './imports.ts';
import { preview } from './preview.ts';

/** What can be asked before there is a library to import into. */
export const lookingHandlers: Pick<DomainHandlers<'ingest'>, 'ingest.browse' | 'ingest.preview'> = {
  'ingest.browse': ({ path, events }) => browse(path, events),
  'ingest.preview': ({ path, table }) => preview(path, table),
};

export function ingestHandlers(imports: Imports): DomainHandlers<'ingest'> {
  return {
    ...lookingHandlers,
    'ingest.preview': ({ path, table, alone }) => imports.preview(path, table, alone),
    'ingest.start': (request) => imports.start(request),
    'ingest.rescan': ({ sourceId }) => imports.rescan(sourceId),
    'ingest.tryAgain': ({ code }) => imports.tryAgain(code),
    'ingest.webImages': () => imports.webImages(),
    'ingest.fetchImages': (request) => imports.fetchImages(request),
    'ingest.removeSource': ({ sourceId }) => imports.removeSource(sourceId),
  };
}
