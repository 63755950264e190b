/**
 * Reads what stands on the images of the library, text and barcodes, once a person asked for it: it takes several times
 * as long as encoding them. It makes way for imports, and goes on with images that come in later.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { ImageReading, ReadingStatus, TextLine } from '../../contract/recognition.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { type ImageFile, readImageFile } from '../images/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Barcodes } from './barcodes/barcodes.ts';
import { type ImageToRead, ReadingsRepo, type StoredReading } from './readings-repo.ts';
import type { TextReader } from './text/text-reader.ts';

export interface ImageReadingsDependencies {
  readonly database: Database;
  readonly catalog: Pick<Catalog, 'onChange'>;
  readonly jobs: Jobs;
  readonly texts: Pick<TextReader, 'read'>;
  readonly barcodes: Pick<Barcodes, 'read'>;
  /** The file of a photo that people search with; undefined when only its vector is left. */
  readonly photo: (hash: string, signal: AbortSignal) => Promise<ImageFile | string | undefined>;
  /** Called when products are found by other words than before. */
  readonly changed: () => void;
  /** How long the catalog is left alone before what came is read [ms]. */
  readonly afterMs?: number;
}

/** What one run read. */
interface Counts {
  images: number;
  withText: number;
  withCodes: number;
  failed: number;
}

const usualAfterMs = 3000;
const imagesAtOnce = 50;
const productsAtOnce = 20;
/** What is read is stored after so many images, or after so long [ms]. */
const storedAtOnce = 8;
const storedAfterMs = 3000;
/** What searches know of words is read anew no more often [ms]. */
const toldEveryMs = 30_000;
const looksAgainMs = 500;
/** Jobs that what is read has to wait for. */
const goFirst: readonly Job['kind'][] = ['import', 'index', 'fetch'];

export class ImageReadings {
  readonly #deps: ImageReadingsDependencies;
  readonly #repo: ReadingsRepo;
  readonly #stop: () => void;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  /** The catalog changed since the run at hand last looked for images. */
  #stale = false;

  constructor(deps: ImageReadingsDependencies) {
    this.#deps = deps;
    this.#repo = new ReadingsRepo(deps.database);
    deps.jobs.register('reading', (_params: unknown, context) => this.#run(context));
    this.#stop = deps.catalog.onChange(() => this.#soon());
  }

  status(): ReadingStatus {
    const on = this.#repo.isOn();
    return { on: on === true, asked: on !== undefined, ...this.#repo.counts() };
  }

  /** @throws {AppError} `LIBRARY_LOCKED` for a library that is only read */
  turn(on: boolean): ReadingStatus {
    const { database, jobs } = this.#deps;
    if (database.closedBecause !== undefined) throw database.closedBecause;
    if (database.readOnly) {
      throw new AppError('LIBRARY_LOCKED', 'This library is open in another Lookalike. Read its photos there.');
    }
    this.#repo.turn(on);
    if (on) this.catchUp();
    else for (const { id, kind } of jobs.list()) if (kind === 'reading') jobs.cancel(id);
    return this.status();
  }

  /** Queues what is left to do, if there is anything. */
  catchUp(): void {
    const { jobs, database } = this.#deps;
    this.#stale = true;
    if (this.#running || jobs.closed || database.readOnly) return;
    const wanted = this.#repo.isOn() === true && this.#repo.waiting('', 1).length > 0;
    if (wanted || this.#repo.countDue() > 0) jobs.startLater('reading', 'reading', {});
  }

  /** Images that are no pictures of this library are left out. */
  ofImages(hashes: readonly string[]): (ImageReading & { hash: string })[] {
    const read = this.#repo.of(hashes);
    const sizes = this.#repo.sizes(hashes);
    return hashes.flatMap((hash) => {
      const size = sizes.get(hash);
      const reading = read.get(hash);
      if (size === undefined) return [];
      const state = reading === undefined ? (size === 'small' ? size : 'waiting') : 'read';
      const { lines = [], codes = [], failure = null } = reading ?? {};
      return [{ hash, state: failure === null ? state : 'failed', failure, lines: [...lines], codes: [...codes] }];
    });
  }

  /** @throws {AppError} `NOT_FOUND` when the photo is gone, those of decoding, `MODEL_FAILED`, `CANCELLED` */
  async onPhoto(hash: string, signal: AbortSignal): Promise<TextLine[]> {
    const file = await this.#deps.photo(hash, signal);
    return file === undefined ? [] : this.#deps.texts.read(file, { signal });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.catchUp(), this.#deps.afterMs ?? usualAfterMs).unref();
  }

  async #run(context: JobContext): Promise<Record<string, unknown>> {
    this.#running = true;
    try {
      await this.#renewWords(context);
      const counts = { images: 0, withText: 0, withCodes: 0, failed: 0 };
      if (this.#repo.isOn() !== true) return counts;
      do {
        this.#stale = false;
        await this.#readAll(context, counts);
        await this.#renewWords(context);
      } while (this.#stale);
      return counts;
    } finally {
      this.#running = false;
    }
  }

  /** Of products whose images came, left or changed since they were read. */
  async #renewWords({ signal }: JobContext): Promise<void> {
    const { database, changed } = this.#deps;
    const gentle = createGentlePause();
    let any = false;
    for (let due = this.#repo.due(productsAtOnce); due.length > 0; due = this.#repo.due(productsAtOnce)) {
      throwIfCancelled(signal);
      database.transaction(() => this.#repo.writeWords(due));
      any = true;
      await gentle();
    }
    if (any) changed();
  }

  async #readAll({ signal, report }: JobContext, counts: Counts): Promise<void> {
    const { changed } = this.#deps;
    const already = this.#repo.counts();
    const before = already.read - counts.images;
    report({ phase: 'reading', done: already.read, total: already.read + already.waiting });
    let [batch, storedAt, toldAt, untold]: [StoredReading[], number, number, boolean] = [[], 0, 0, false];
    const store = (): void => {
      untold = this.#store(batch) || untold;
      batch = [];
      storedAt = performance.now();
      if (!untold || storedAt - toldAt < toldEveryMs) return;
      changed();
      [toldAt, untold] = [performance.now(), false];
    };
    try {
      for (let page = this.#repo.waiting('', imagesAtOnce); page.length > 0; ) {
        for (const image of page) {
          await this.#makeWay(signal);
          report({ current: image.paths[0] ?? null });
          const reading = await this.#read(image, signal);
          if (reading === undefined) continue;
          batch.push(reading);
          counts.images++;
          if (reading.lines.length > 0) counts.withText++;
          if (reading.codes.length > 0) counts.withCodes++;
          if (reading.failure !== null) counts.failed++;
          report({ done: before + counts.images, failures: counts.failed });
          if (batch.length >= storedAtOnce || performance.now() - storedAt > storedAfterMs) store();
        }
        page = this.#repo.waiting(page.at(-1)?.hash ?? '', imagesAtOnce);
      }
    } finally {
      store();
      if (untold) changed();
    }
  }

  /** Answers whether products are found by other words now. */
  #store(readings: readonly StoredReading[]): boolean {
    if (readings.length === 0) return false;
    let products: readonly number[] = [];
    this.#deps.database.transaction(() => {
      products = this.#repo.put(readings);
      this.#repo.writeWords(products);
    });
    return products.length > 0;
  }

  /** Undefined for a file that cannot be reached now or is another one by now: the next import sees to it. */
  async #read({ hash, paths }: ImageToRead, signal: AbortSignal): Promise<StoredReading | undefined> {
    const { texts, barcodes } = this.#deps;
    const file = await openFirst(paths, hash, signal);
    if (file === undefined) return undefined;
    try {
      const codes = await barcodes.read(file, { signal, quick: true });
      const lines = await texts.read(file, { signal, priority: 'background' });
      return { hash, lines, codes, failure: null };
    } catch (error) {
      if (!(error instanceof AppError) || !ofFile.has(error.code)) throw error;
      return { hash, lines: [], codes: [], failure: error.message };
    }
  }

  async #makeWay(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    while (goFirst.some((kind) => this.#deps.jobs.isOpen(kind))) {
      await pause(looksAgainMs);
      throwIfCancelled(signal);
    }
  }
}

/** What is wrong with the image, and not with the machine. */
const ofFile: ReadonlySet<string> = new Set(['NOT_AN_IMAGE', 'IMAGE_DAMAGED', 'IMAGE_TOO_LARGE']);

async function openFirst(paths: readonly string[], hash: string, signal: AbortSignal): Promise<ImageFile | undefined> {
  for (const path of paths) {
    const file = await readImageFile(path, signal).catch((error) => {
      if (error instanceof AppError && error.code !== 'CANCELLED') return undefined;
      throw error;
    });
    if (file?.contentHash === hash) return file;
  }
  return undefined;
}
