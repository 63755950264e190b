/** Computes the vectors that the active model still lacks, after a model was changed or an import was cut short. */
import type { JobContext } from '../jobs/types.ts';
import { PicturePipeline } from './pipeline/pictures.ts';
import { TextStage } from './pipeline/texts.ts';
import type { PictureOutcome, PictureTask } from './pipeline/types.ts';
import { ProblemLog } from './problem-log.ts';
import { matchingEncoder, type RunDeps } from './types.ts';

/** @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`, `DISK_FULL`, `CANCELLED` */
export async function runIndex(deps: RunDeps, { signal, report }: JobContext): Promise<Record<string, unknown>> {
  const { database, files, catalog, vectors, thumbDir } = deps;
  const problems = new ProblemLog();
  const labelsOf = new Map<number, readonly number[]>();
  let done = 0;
  let encoded = 0;

  function* tasks(): Generator<PictureTask> {
    for (const { path, labels } of vectors.missing('image')) {
      const known = files.known(path);
      if (known === undefined) continue;
      labelsOf.set(known.id, labels);
      const { id: fileId, bytes, modifiedMs, begun } = known;
      yield { fileId, path, stamp: { bytes, modifiedMs }, begun };
    }
  }
  const onSettled = (outcomes: readonly PictureOutcome[]): void => {
    for (const outcome of outcomes) {
      const { fileId, path } = outcome.task;
      done++;
      if (outcome.kind === 'failed') problems.fileFailed(path, outcome.failure, []);
      else if (outcome.encoded) encoded++;
      vectors.refresh('image', labelsOf.get(fileId) ?? []);
      labelsOf.delete(fileId);
    }
    catalog.filesChanged(outcomes.map(({ task }) => task.fileId));
    report({ done, failures: problems.size });
  };

  const encoder = await matchingEncoder(deps);
  report({ phase: 'encode', done, total: vectors.countMissing('image') });
  const onRead = (task: PictureTask): void => report({ current: task.path });
  const pipeline = new PicturePipeline({ database, files, vectors, encoder, thumbDir, signal, onSettled, onRead });
  await pipeline.run([], tasks());

  report({ phase: 'finish', done: 0, total: null, current: null });
  const texts = new TextStage({ catalog, vectors, encoder: async () => encoder, signal });
  await texts.finish((finished, total) => report({ done: finished, total }));
  await vectors.save();
  return { encoded, texts: texts.encoded, failed: problems.failed('') };
}
