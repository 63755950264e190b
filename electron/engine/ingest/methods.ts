/** The contract methods of importing. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { browse } from './browse.ts';
import { preview } from './preview.ts';
import type { Ingest } from './service.ts';

/** What can be asked before there is a library to import into. */
export const lookingHandlers: Pick<DomainHandlers<'ingest'>, 'ingest.browse' | 'ingest.preview'> = {
  'ingest.browse': ({ path }) => browse(path),
  'ingest.preview': ({ path, table }) => preview(path, table),
};

export function ingestHandlers(ingest: Ingest): DomainHandlers<'ingest'> {
  return {
    ...lookingHandlers,
    'ingest.start': (request) => ingest.start(request),
    'ingest.rescan': ({ sourceId }) => ingest.rescan(sourceId),
    'ingest.removeSource': ({ sourceId }) => ingest.removeSource(sourceId),
  };
}
