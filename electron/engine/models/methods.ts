/** The `models.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Models } from './service.ts';

export function modelHandlers(models: Models) {
  return {
    'models.list': () => models.list(),
    'models.describe': ({ id }) => models.describe(id),
    'models.registry': () => models.registry(),
    'models.download': ({ id, acceptLicence }) => models.download(id, acceptLicence),
    'models.inspectFolder': ({ path, dtype }) => models.inspectFolder(path, dtype),
    'models.addFolder': (params) => models.addFolder(params),
    'models.test': ({ id }, { signal }) => models.test(id, signal),
    'models.remove': ({ id }) => models.remove(id),
    'models.source': () => models.source.describe(),
    'models.setSource': ({ endpoint }) => models.source.choose(endpoint),
    'models.tasks': () => models.tasks(),
    'models.stopTask': ({ id, discard }) => models.stopTask(id, discard),
  } satisfies DomainHandlers<'models'>;
}
