/** The `models.*` methods of the contract, and `encoders.calibrate`, which people see as a task. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inspectFolder } from './folder/inspect.ts';
import type { InstalledModels } from './installed.ts';
import type { ModelTasks } from './model-tasks.ts';
import type { Source } from './source.ts';

export function modelHandlers(installed: InstalledModels, tasks: ModelTasks, source: Source) {
  return {
    'models.list': () => installed.list(),
    'models.describe': ({ id }) => installed.describe(id),
    'models.registry': () => tasks.registry(),
    'models.download': ({ id, acceptLicence }) => tasks.download(id, acceptLicence),
    'models.inspectFolder': async ({ path, dtype }) => {
      const { source, layout, manifest, bytes, notes, choices } = await inspectFolder(path, { dtype });
      const isInstalled = (await installed.checksums(manifest.id)) !== undefined;
      return { path: source.folder, layout, manifest, bytes, notes, choices, installed: isInstalled };
    },
    'models.addFolder': ({ path, ...options }) => tasks.addFolder(path, options),
    'encoders.calibrate': ({ modelId }, { signal }) => tasks.calibrate(modelId, signal),
    'models.test': ({ id }, { signal }) => tasks.test(id, signal),
    'models.remove': ({ id }) => installed.remove(id, tasks.worksOn(id)),
    'models.source': () => source.describe(),
    'models.setSource': ({ endpoint }) => source.choose(endpoint),
    'models.tasks': () => tasks.list(),
    'models.stopTask': ({ id, discard }) => tasks.stop(id, discard),
  } satisfies DomainHandlers<'models'> & Pick<DomainHandlers<'encoders'>, 'encoders.calibrate'>;
}
