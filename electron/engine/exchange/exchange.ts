/** Puts together what people changed over their sources, and giving it back. */
import type { JobContext } from '../jobs/types.ts';
import { ChangeRepo } from './change-repo.ts';
import { ChangeSets } from './change-set.ts';
import { registerUndo } from './edits.ts';
import { exportTaskSchema, runExport } from './export/exports.ts';
import { replaceTaskSchema, runReplace } from './replace.ts';
import type { Exchange, ExchangeDependencies } from './types.ts';

export function openExchange(deps: ExchangeDependencies): Exchange {
  const repo = new ChangeRepo(deps.database);
  const sets = new ChangeSets(deps.catalog, repo);
  const exchange: Exchange = { ...deps, repo, sets, close: () => sets.close() };
  registerUndo(exchange);
  deps.jobs.register('edit', (task, context: JobContext) => runReplace(exchange, task, context), replaceTaskSchema);
  deps.jobs.register('export', (task, context: JobContext) => runExport(exchange, task, context), exportTaskSchema);
  return exchange;
}
