/**
 * Computes the vectors that a model lacks: the model in use after an import was cut short or its pipeline changed, or another one before
 * it is switched to. It may be stopped or killed anywhere; what is stored is not computed again.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportResult } from '../../contract/ingest.ts';
import type { Encoder } from '../encoders/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import type { JobContext } from '../jobs/types.ts';
import type { EmbeddingKind, MissingImage, VectorTarget } from '../vector/types.ts';
import { ImagePipeline } from './pipeline/images.ts';
import { TextStage } from './pipeline/texts.ts';
import type { ImageOutcome, ImageTask } from './pipeline/types.ts';
import { ProblemLog } from './problem-log.ts';
import type { RunDeps } from './types.ts';

export interface IndexRunOptions {
  readonly deps: Pick<RunDeps, 'database' | 'files' | 'catalog' | 'thumbDir' | 'reading' | 'startReader'>;
  /** Whose vectors are missing, and where they go. */
  readonly vectors: VectorTarget;
  readonly encoder: Encoder;
  readonly context: JobContext;
  /** Whether searches use these vectors: then everyone is told of each image, else only of files that turned out to have changed. */
  readonly inUse: boolean;
  /** Images and texts that were there before, so that a job that goes on shows how far the whole of it is. */
  readonly before?: number;
}

export class IndexRun {
  readonly #options: IndexRunOptions;
  readonly #problems = new ProblemLog();
  /** What is wanted of the files that are being read, by their ids. */
  readonly #wanted = new Map<number, MissingImage>();
  /** Texts and images are one progress: a bar that starts twice tells nobody how long it will take. */
  #done: number;
  #encoded = 0;
  #texts = 0;

  constructor(options: IndexRunOptions) {
    this.#options = options;
    this.#done = options.before ?? 0;
  }

  get result(): { encoded: number; texts: number; failed: ImportResult['failed'] } {
    return { encoded: this.#encoded, texts: this.#texts, failed: this.#problems.failed('') };
  }

  /**
   * Everything that is missing at this time: texts first, which take little, so that the time that images leave to wait is all there is
   * to wait. @throws {AppError} `MODEL_FAILED`, `DISK_FULL`, `CANCELLED`
   */
  async pass(): Promise<void> {
    const images = await this.#count('image');
    const total = this.#done + images + (await this.#count('text'));
    await this.#readTexts(total);
    await this.#readImages(total);
    await this.#options.vectors.save();
  }

  /** Again until nothing is missing, or nothing more can be done about it: imports may go on beside it. */
  async passes(): Promise<void> {
    const ended = (): number => this.#encoded + this.#texts + this.#problems.size;
    for (let before = -1; ended() > before; ) {
      if ((await this.#count('image')) + (await this.#count('text')) === 0) return;
      before = ended();
      await this.pass();
    }
  }

  /** A count takes a tenth of a second at 50,000 products, so each has a turn of its own. */
  async #count(kind: EmbeddingKind): Promise<number> {
    await nextTurn();
    await untilQuiet();
    return this.#options.vectors.countMissing(kind);
  }

  async #readImages(total: number): Promise<void> {
    const { deps, vectors, encoder, context } = this.#options;
    const { signal, report } = context;
    report({ phase: 'encode', done: this.#done, total });
    const onRead = (task: ImageTask): void => report({ current: task.path });
    const onStored = (outcomes: readonly ImageOutcome[]): void => this.#stored(outcomes);
    await new ImagePipeline({ ...deps, vectors, encoder, signal, onStored, onRead }).run(this.#tasks());
  }

  async #readTexts(total: number): Promise<void> {
    const { deps, vectors, encoder, context } = this.#options;
    const { signal, report } = context;
    const before = this.#done;
    report({ phase: 'texts', done: before, total, current: null });
    const texts = new TextStage({ catalog: deps.catalog, vectors, encoder: async () => encoder, signal });
    try {
      await texts.finish((done) => {
        this.#done = before + done;
        report({ done: this.#done });
      });
    } finally {
      this.#texts += texts.encoded;
    }
  }

  *#tasks(): Generator<ImageTask> {
    const { deps, vectors } = this.#options;
    for (const wanted of vectors.missing('image')) {
      const { path } = wanted;
      const known = deps.files.known(path);
      if (known === undefined) continue;
      this.#wanted.set(known.id, wanted);
      const { id: fileId, bytes, modifiedMs, changedMs, suspect } = known;
      yield { fileId, path, stamp: { bytes, modifiedMs, changedMs }, suspect };
    }
  }

  #stored(outcomes: readonly ImageOutcome[]): void {
    const { deps, vectors, context, inUse } = this.#options;
    const told: number[] = [];
    for (const outcome of outcomes) {
      const { fileId, path } = outcome.task;
      const wanted = this.#wanted.get(fileId);
      this.#wanted.delete(fileId);
      this.#done++;
      if (outcome.kind === 'failed') this.#problems.fileFailed(path, outcome.failure, []);
      else if (outcome.encoded) this.#encoded++;
      if (inUse || outcome.kind === 'failed' || outcome.contentHash !== wanted?.hash) told.push(fileId);
      vectors.refresh('image', wanted?.labels ?? []);
    }
    if (told.length > 0) deps.catalog.filesChanged(told);
    context.report({ done: this.#done, failures: this.#problems.size });
  }
}
