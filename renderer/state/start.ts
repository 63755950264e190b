/** Connects the stores to the engine, and to each other where one follows from another. */
import type { Job } from '@contract';
import i18next from 'i18next';
import { notifyDone, notifyError } from '../ui/notify.tsx';
import { startEngineConnection } from './engine.ts';
import { watchJobs } from './jobs.ts';
import { useLibrary, watchLibrary } from './library.ts';
import { clearQuery } from './query.ts';
import { runSearch, watchQuery } from './results.ts';

export function startState(): void {
  startEngineConnection();
  watchLibrary();
  watchQuery();
  watchJobs((job) => {
    if (job.state === 'failed' && job.error !== null) notifyError(job.error);
    if (job.state === 'done' && job.kind === 'import' && broughtNews(job)) {
      notifyDone(i18next.t('jobs.importDone'), job.title);
    }
  });
  let dir: string | undefined;
  useLibrary.subscribe(({ info }) => {
    if (info?.dir === dir) return;
    dir = info?.dir;
    if (dir === undefined) return;
    clearQuery();
    void runSearch({ fresh: true });
  });
}

/** A scan that found everything as it was is not worth a message. */
function broughtNews({ result }: Job): boolean {
  return Number(result?.encoded ?? 0) > 0 || Number(result?.removed ?? 0) > 0;
}
