/** The contract methods of stored work. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Jobs } from './jobs.ts';

export function jobHandlers(jobs: Jobs): DomainHandlers<'jobs'> {
  return {
    'jobs.list': ({ limit }) => jobs.list(limit),
    'jobs.get': ({ id }) => jobs.get(id),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.resume': ({ id }) => jobs.resume(id),
  };
}
