/** A change of many products, done at once or by a job: tells when it is done and offers to take it back. */
import type { BatchResult, Operation } from '@contract';
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { jobEnded } from '../state/jobs.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { notifyUndoable } from './undo.tsx';

/** How much was changed, in the words of the change. */
type Words = (amount: number) => string;

/**
 * @param unit what of the job's result is counted
 * @param detail what was changed; what the engine calls it when left out
 */
export function followBatch(
  { job, operation, products }: BatchResult,
  unit: 'products' | 'tags',
  words: Words,
  onChanged?: () => void,
  detail?: string,
): void {
  if (job === null) {
    notifyUndoable(words(products), operation, onChanged, detail);
    onChanged?.();
    return;
  }
  notifyDone(i18next.t('tags.batchStarted'), i18next.t('tags.batchStartedText'));
  void jobEnded(job.id).then(async (ended) => {
    onChanged?.();
    if (ended.state === 'failed') return;
    const amount = Number(ended.result?.[unit] ?? 0);
    notifyUndoable(words(amount), await operationOf(ended.result?.operation), onChanged, detail);
  }, notifyError);
}

async function operationOf(id: unknown): Promise<Operation | null> {
  const log = await command('operations.list', { limit: 50 });
  return log.find((operation) => operation.id === id) ?? null;
}
