/**
 * Reads, hashes, decodes, encodes and stores images, each stage working while the others do. A content that is known already, or
 * that another file at hand has as well, is neither decoded nor encoded again.
 */
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import { type DecodedImage, decodeImage, type ImageFile, readImageFile } from '../../images/index.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import { ImageReader } from '../../side-process/image-reader.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { type FileFailure, fileFailureOf } from './file-failure.ts';
import { ImageWriter, type ReadImage } from './image-writer.ts';
import type { ImageTask, PipelineOptions } from './types.ts';

/** One more than there are cores, so that a core does not wait for a disk. */
const readers = Math.min(8, availableParallelism() + 1);
/** Groups with the encoder at once: while the vectors of one are written, the next is computed. */
const groupsAtOnce = 2;
/** Images encoded and stored together at least, so that a transaction is worth its price; the encoder cuts them into runs. */
const groupSize = 32;

type Read = Omit<ReadImage, 'encoded'>;

interface Decoded extends Read {
  readonly decoded: DecodedImage;
}

export class ImagePipeline {
  readonly #options: PipelineOptions;
  readonly #queue: BoundedQueue<Decoded>;
  readonly #groupSize: number;
  readonly #writer: ImageWriter;
  readonly #reader: ImageReader;
  /** Files with a content that is being decoded or encoded for another file. */
  readonly #twins = new Map<string, Read[]>();

  constructor(options: PipelineOptions) {
    this.#options = options;
    const { batchSize } = options.encoder;
    this.#groupSize = batchSize * Math.ceil(groupSize / batchSize);
    this.#queue = new BoundedQueue(this.#groupSize * 2);
    this.#writer = new ImageWriter(options);
    this.#reader = new ImageReader(options.startReader);
  }

  /**
   * Resolves when what became of every task is stored. What is wrong with a file is an outcome; everything else ends
   * the run. Suspects are read
   * one by one in a process beside this one, and only what is seen to end that process is given up.
   * @throws {AppError} `CANCELLED`, `MODEL_FAILED`, `DISK_FULL`
   */
  async run(tasks: Iterable<ImageTask>): Promise<void> {
    const guard = (work: Promise<void>): Promise<void> => work.catch((error) => this.#queue.fail(error));
    const encoding = Array.from({ length: groupsAtOnce }, () => guard(this.#encodeAll()));
    try {
      const all = tasks[Symbol.iterator]();
      await Promise.all(Array.from({ length: readers }, () => guard(this.#readAll(all))));
      this.#queue.close();
      await Promise.all(encoding);
      this.#queue.check();
      await this.#writer.flush();
    } finally {
      this.#reader.close();
    }
  }

  async #readAll(tasks: Iterator<ImageTask>): Promise<void> {
    for (let next = tasks.next(); !next.done; next = tasks.next()) {
      throwIfCancelled(this.#options.signal);
      this.#queue.check();
      await untilQuiet();
      await this.#read(next.value);
    }
  }

  async #read(task: ImageTask): Promise<void> {
    this.#options.onRead?.(task);
    const { signal } = this.#options;
    let file: ImageFile;
    let read: Read;
    try {
      file = await readImageFile(task.path, signal);
      read = { task, contentHash: file.contentHash, realPath: await realpath(task.path) };
    } catch (error) {
      return this.#fail([task], error);
    }
    const twins = this.#twins.get(read.contentHash);
    if (twins !== undefined) {
      twins.push(read);
      return;
    }
    if (this.#isKnown(read.contentHash)) return this.#writer.add({ read });
    this.#twins.set(read.contentHash, []);
    await this.#decode(file, read);
  }

  async #decode(file: ImageFile, read: Read): Promise<void> {
    let decoded: DecodedImage;
    try {
      decoded = await this.#noted(read.task, () =>
        read.task.suspect ? this.#decodeApart(file) : this.#decodeHere(file),
      );
    } catch (error) {
      return this.#fail([read.task, ...this.#takeTwins(read.contentHash).map((twin) => twin.task)], error);
    }
    await this.#queue.push({ ...read, decoded });
  }

  async #noted<T>({ fileId }: ImageTask, decode: () => Promise<T>): Promise<T> {
    const end = this.#options.reading.begin(fileId);
    try {
      return await decode();
    } finally {
      end();
    }
  }

  #decodeHere(file: ImageFile): Promise<DecodedImage> {
    const { encoder, thumbDir, signal } = this.#options;
    return decodeImage(file, { vision: encoder.manifest.vision, thumbDir, signal });
  }

  async #decodeApart({ path, contentHash }: ImageFile): Promise<DecodedImage> {
    const { encoder, thumbDir, signal } = this.#options;
    const decoded = await this.#reader.read(path, { vision: encoder.manifest.vision, thumbDir, signal });
    if (decoded.contentHash === contentHash) return decoded;
    throw new AppError('FILE_UNREADABLE', 'The picture changed while it was read. Import again.');
  }

  async #encodeAll(): Promise<void> {
    const { encoder, signal } = this.#options;
    for (;;) {
      const batch = await this.#queue.take(this.#groupSize);
      if (batch.length === 0) return;
      throwIfCancelled(signal);
      await untilQuiet();
      const pixels = batch.map(({ decoded }) => decoded.pixels);
      const vectors = await encoder.encodeImages(pixels, { signal, priority: 'background' });
      throwIfCancelled(signal);
      const finished = batch.flatMap(({ decoded, ...read }, index) => {
        const vector = vectors[index] as Float32Array;
        const twins = this.#takeTwins(read.contentHash);
        return [{ read: { ...read, encoded: { decoded, vector } } }, ...twins.map((read) => ({ read }))];
      });
      await this.#writer.flush(...finished);
    }
  }

  async #fail(tasks: readonly ImageTask[], error: unknown): Promise<void> {
    const failure: FileFailure | undefined = fileFailureOf(error);
    if (failure === undefined) throw error;
    await this.#writer.add(...tasks.map((task) => ({ failed: { kind: 'failed' as const, task, failure } })));
  }

  #isKnown(contentHash: string): boolean {
    const { files, vectors } = this.#options;
    return files.hasImage(contentHash) && vectors.embedded('image', [contentHash]).has(contentHash);
  }

  #takeTwins(contentHash: string): Read[] {
    const twins = this.#twins.get(contentHash) ?? [];
    this.#twins.delete(contentHash);
    return twins;
  }
}
