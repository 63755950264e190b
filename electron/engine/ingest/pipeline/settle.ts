/** Writes what became of images: their files, what is true of them, and their vectors, in one transaction a batch. */
import type { DecodedImage } from '../../images/index.ts';
import { isPassing } from './file-failure.ts';
import type { ImageOutcome, ImageTask, PipelineOptions } from './types.ts';

/** An image read and hashed; `decoded` and `vector` are there when this run computed them. */
export interface Finished {
  readonly task: ImageTask;
  readonly realPath: string;
  readonly contentHash: string;
  readonly picture?: { readonly decoded: DecodedImage; readonly vector: Float32Array };
}

export type Settled = { readonly finished: Finished } | { readonly failed: ImageOutcome & { kind: 'failed' } };

/** Outcomes that needed no encoding wait for this many companions, so that a transaction is worth its price. */
const flushAt = 64;

export class Settler {
  readonly #options: PipelineOptions;
  #waiting: Settled[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  async add(...settled: readonly Settled[]): Promise<void> {
    if (this.#waiting.length + settled.length >= flushAt) return this.flush(...settled);
    this.#waiting.push(...settled);
  }

  /** Has committed when it returns its promise, which is that of `onSettled`. */
  async flush(...settled: readonly Settled[]): Promise<void> {
    const batch = [...this.#waiting, ...settled];
    if (batch.length === 0) return;
    this.#waiting = [];
    this.#options.database.transaction(() => this.#write(batch));
    await this.#options.onSettled(batch.map(outcomeOf));
  }

  #write(batch: readonly Settled[]): void {
    const { files, vectors } = this.#options;
    const embeddings: { hash: string; vector: Float32Array }[] = [];
    for (const settled of batch) {
      if ('failed' in settled) {
        const { task, failure } = settled.failed;
        if (isPassing(failure.code)) files.setUnreachable(task.fileId, failure.code, failure.reason);
        else files.setFailed(task.fileId, task.stamp, failure.code, failure.reason);
        continue;
      }
      const { task, contentHash, realPath, picture: image } = settled.finished;
      if (image !== undefined) {
        files.putImage(image.decoded);
        embeddings.push({ hash: contentHash, vector: image.vector });
      }
      files.setReady(task.fileId, task.stamp, contentHash, realPath);
    }
    if (embeddings.length > 0) vectors.storeEmbeddings('image', embeddings);
  }
}

function outcomeOf(settled: Settled): ImageOutcome {
  if ('failed' in settled) return settled.failed;
  const { task, contentHash, picture: image } = settled.finished;
  return { kind: 'ready', task, contentHash, encoded: image !== undefined };
}
