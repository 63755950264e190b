/** The contract methods of importing. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { browse } from './browse.ts';
import { preview } from './preview.ts';
import type { Ingest } from './service.ts';

export function ingestHandlers(ingest: Ingest): DomainHandlers<'ingest'> {
  return {
    'ingest.browse': ({ path }) => browse(path),
    'ingest.preview': ({ path, table }) => preview(path, table),
    'ingest.start': (request) => ingest.start(request),
    'ingest.rescan': ({ sourceId }) => ingest.rescan(sourceId),
    'ingest.removeSource': ({ sourceId }) => ingest.removeSource(sourceId),
  };
}
