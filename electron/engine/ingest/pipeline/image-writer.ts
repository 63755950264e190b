/** Writes what became of images: their files, what is true of them, and their vectors, in one transaction a batch. */
import type { DecodedImage } from '../../images/index.ts';
import { isPassing } from './file-failure.ts';
import type { ImageOutcome, ImageTask, PipelineOptions } from './types.ts';

/** An image read and hashed; `decoded` and `vector` are there when this run computed them. */
export interface ReadImage {
  readonly task: ImageTask;
  readonly realPath: string;
  readonly contentHash: string;
  readonly encoded?: { readonly decoded: DecodedImage; readonly vector: Float32Array };
}

export type ImageToWrite = { readonly read: ReadImage } | { readonly failed: ImageOutcome & { kind: 'failed' } };

/** Outcomes that needed no encoding wait for this many companions, so that a transaction is worth its price. */
const flushAt = 64;

export class ImageWriter {
  readonly #options: PipelineOptions;
  #waiting: ImageToWrite[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  async add(...images: readonly ImageToWrite[]): Promise<void> {
    if (this.#waiting.length + images.length >= flushAt) return this.flush(...images);
    this.#waiting.push(...images);
  }

  /** Has committed when it returns its promise, which is that of `onStored`. */
  async flush(...images: readonly ImageToWrite[]): Promise<void> {
    const batch = [...this.#waiting, ...images];
    if (batch.length === 0) return;
    this.#waiting = [];
    this.#options.database.transaction(() => this.#write(batch));
    await this.#options.onStored(batch.map(outcomeOf));
  }

  #write(batch: readonly ImageToWrite[]): void {
    const { files, vectors } = this.#options;
    const embeddings: { hash: string; vector: Float32Array }[] = [];
    for (const image of batch) {
      if ('failed' in image) {
        const { task, failure } = image.failed;
        if (isPassing(failure.code)) files.setUnreachable(task.fileId, failure.code, failure.reason);
        else files.setFailed(task.fileId, task.stamp, failure.code, failure.reason);
        continue;
      }
      const { task, contentHash, realPath, encoded } = image.read;
      if (encoded !== undefined) {
        files.putImage(encoded.decoded);
        embeddings.push({ hash: contentHash, vector: encoded.vector });
      }
      files.setReady(task.fileId, task.stamp, contentHash, realPath);
    }
    if (embeddings.length > 0) vectors.storeEmbeddings('image', embeddings);
  }
}

function outcomeOf(image: ImageToWrite): ImageOutcome {
  if ('failed' in image) return image.failed;
  const { task, contentHash, encoded } = image.read;
  return { kind: 'ready', task, contentHash, encoded: encoded !== undefined };
}
