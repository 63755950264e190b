/**
 * Many photos looked up at once, as when a shelf is counted or a delivery checked. They lie in a table of the library: a
 * job answers one after the other, people confirm or correct, and both go on where they were after a restart.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError, throwIfCancelled, toAppError } from '../../contract/errors.ts';
import {
  type LookupFile,
  type LookupList,
  type LookupRow,
  mostLookups,
  type PhotoAnswer,
} from '../../contract/lookups.ts';
import type { Operation } from '../../contract/operations.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { isImageName } from '../images/names.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobContext } from '../jobs/types.ts';
import { changedSince, type Operations } from '../operations/operations.ts';
import { type ReferenceImages, takenReferenceSchema } from '../search/reference-images.ts';
import { countsOf } from './counts.ts';
import { LookupsRepo, type NewPhoto, type StoredPhoto, type StoredRow } from './lookups-repo.ts';
import { isOfPhoto } from './of-photo.ts';
import type { AnsweredPhoto, PhotoAnswers, PhotoToAnswer } from './photo-answers.ts';
import { countsTable, photosTable, type TableRow } from './table.ts';

export interface LookupsDependencies {
  readonly database: Database;
  readonly catalog: Pick<Catalog, 'products'>;
  readonly jobs: Jobs;
  readonly hub: EventHub;
  readonly operations: Operations;
  readonly references: ReferenceImages;
  readonly answers: PhotoAnswers;
  readonly libraryDir: string;
}

/** Windows hear of changes no more often [ms]. */
const toldEveryMs = 500;

const saidNoneSchema = z.object({
  photoId: z.int(),
  place: z.int(),
  before: z.boolean(),
  after: z.boolean(),
  reference: takenReferenceSchema.nullable().describe('what the photo was said to show until then'),
});

export class Lookups {
  readonly #deps: LookupsDependencies;
  readonly #repo: LookupsRepo;
  readonly #dir: string;
  #running = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(deps: LookupsDependencies) {
    this.#deps = deps;
    this.#repo = new LookupsRepo(deps.database);
    this.#dir = path.join(deps.libraryDir, 'lookups');
    deps.jobs.register('lookup', (_params: unknown, context) => this.#run(context));
    deps.operations.register('lookups.none', saidNoneSchema, ({ photoId, place, before, after, reference }) => {
      if (this.#repo.row(photoId, place)?.saidNone !== after)
        throw changedSince('That photo was looked up or decided again since.');
      this.#repo.sayNone(photoId, place, before);
      if (reference !== null) deps.references.putBack(reference);
      deps.database.afterCommit(() => this.#changed());
    });
  }

  /** The photos whose copies have to stay. */
  images(): string[] {
    const whole = this.#repo.photos().flatMap(({ hash }) => hash ?? []);
    return [...whole, ...this.#repo.rows().map(({ hash }) => hash)];
  }

  /** @throws {AppError} those of decoding, `MODEL_*` */
  async photo(file: string, name: string | undefined, parts: boolean, signal: AbortSignal): Promise<PhotoAnswer[]> {
    return [...(await this.#deps.answers.of({ path: path.resolve(file), name }, parts, signal)).answers];
  }

  /**
   * @param keep the files are gone after the call: copies of them wait below lookups/
   * @throws {AppError} `NOT_FOUND` for a folder without photos, `LIBRARY_LOCKED` for a library that is only read, `DISK_FULL`
   */
  async add(files: readonly LookupFile[], keep: boolean): Promise<{ added: number; leftOut: number }> {
    this.#assertWritable();
    const found: NewPhoto[] = [];
    for (const file of files) found.push(...(await this.#photosOf(file)));
    const room = Math.max(0, mostLookups - this.#repo.countPhotos());
    const taken: NewPhoto[] = [];
    for (const photo of found.slice(0, room)) taken.push(keep ? await this.#keep(photo) : photo);
    this.#deps.database.transaction(() => {
      for (const photo of taken) this.#repo.add(photo);
    });
    this.#changed();
    this.#start();
    return { added: taken.length, leftOut: found.length - taken.length };
  }

  async #photosOf({ path: place, name, hash, error }: LookupFile): Promise<NewPhoto[]> {
    if (hash !== undefined) return [{ name: name ?? '', path: null, kept: false, hash, error: null }];
    if (place === undefined || error !== undefined) {
      const missing = { code: 'BAD_REQUEST' as const, message: 'The photo did not arrive. Choose it again.' };
      return [{ name: name ?? place ?? '', path: null, kept: false, hash: null, error: error ?? missing }];
    }
    const one = { name: name ?? path.basename(place), path: path.resolve(place), kept: false, hash: null, error: null };
    const isFolder = await stat(place).then(
      (is) => is.isDirectory(),
      () => false,
    );
    if (!isFolder) return [one];
    const names = (await readdir(place, { recursive: true })).filter((each) => isImageName(each)).sort();
    if (names.length === 0) throw new AppError('NOT_FOUND', `There is no photo in ${place}. Name one that has some.`);
    return names.map((each) => ({ ...one, name: each, path: path.join(one.path, each) }));
  }

  async #keep(photo: NewPhoto): Promise<NewPhoto> {
    if (photo.path === null) return photo;
    await mkdir(this.#dir, { recursive: true });
    const kept = path.join(this.#dir, randomUUID());
    await copyFile(photo.path, kept);
    return { ...photo, path: kept, kept: true };
  }

  list(): LookupList {
    const [photos, rows] = [this.#repo.photos(), this.#shown()];
    const counts = countsOf(rows);
    const named = new Set(rows.flatMap(({ candidates }) => candidates.map(({ productId }) => productId)));
    for (const { productId } of rows) if (productId !== null) named.add(productId);
    return {
      parts: this.#repo.parts(),
      photos: photos.length,
      rows,
      products: this.#deps.catalog.products.summaries([...named]),
      counts,
    };
  }

  /** @throws {AppError} `NOT_FOUND` when row, photo or product is gone, `LIBRARY_LOCKED`, `DISK_FULL` */
  async decide(
    photoId: number,
    place: number,
    shows: number | 'none' | null,
    signal: AbortSignal,
  ): Promise<Operation | null> {
    this.#assertWritable();
    const { references } = this.#deps;
    const row = this.#repo.row(photoId, place);
    if (row === undefined) throw new AppError('NOT_FOUND', 'That photo is no longer in the table. Add it again.');
    const operation =
      typeof shows === 'number'
        ? await references.confirm(row.hash, shows, signal)
        : this.#sayNone(row, this.#repo.photo(photoId)?.name ?? '', shows === 'none');
    this.#changed();
    return operation;
  }

  #sayNone({ photoId, place, hash, saidNone: before }: StoredRow, name: string, after: boolean): Operation | null {
    const { operations, references } = this.#deps;
    return operations.perform('lookups.none', name, () => {
      const reference = references.takeAway(hash);
      if (before === after && reference === null) return null;
      this.#repo.sayNone(photoId, place, after);
      return { photoId, place, before, after, reference };
    });
  }

  /** @throws {AppError} `LIBRARY_LOCKED` */
  run(parts: boolean | undefined, anew: boolean): { waiting: number } {
    this.#assertWritable();
    const undecided = this.#undecided();
    this.#deps.database.transaction(() => {
      if (parts !== undefined) this.#repo.setParts(parts);
      const now = this.#repo.parts();
      for (const photo of undecided) if (anew || photo.parts !== now) this.#repo.again(photo.id, now);
    });
    this.#changed();
    this.#start();
    return { waiting: this.#repo.countWaiting() };
  }

  /** Photos of which no row was decided, as far as there is something left to look at. */
  #undecided(): StoredPhoto[] {
    const decided = new Set(
      this.#shown()
        .filter(({ state, saidNone }) => state === 'confirmed' || saidNone)
        .map(({ photoId }) => photoId),
    );
    return this.#repo.photos().filter(({ id, path, hash }) => !decided.has(id) && (path !== null || hash !== null));
  }

  /** @throws {AppError} `LIBRARY_LOCKED` */
  async remove(photoId: number | undefined): Promise<number> {
    this.#assertWritable();
    const photos = this.#repo.photos().filter(({ id }) => photoId === undefined || id === photoId);
    const removed = this.#repo.remove(photoId);
    for (const { kept, path: file } of photos) if (kept && file !== null) await rm(file, { force: true });
    this.#changed();
    return removed;
  }

  table(of: 'photos' | 'products'): string {
    const { rows, products, counts } = this.list();
    const byId = new Map(products.map((product) => [product.id, product]));
    if (of === 'products') {
      return countsTable(
        counts.flatMap(({ productId, ...count }) => {
          const product = byId.get(productId);
          return product === undefined ? [] : [{ ...count, sku: product.sku, title: product.title }];
        }),
      );
    }
    return photosTable(rows.map((row) => toTableRow(row, byId)));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #shown(): LookupRow[] {
    const said = this.#deps.references.saidOf();
    const byPhoto = Map.groupBy(this.#repo.rows(), ({ photoId }) => photoId);
    return this.#repo.photos().flatMap((photo) => {
      const rows = byPhoto.get(photo.id) ?? [];
      const image = photo.hash === null ? null : `query/${photo.hash}`;
      const { id: photoId, name, error } = photo;
      if (photo.state !== 'done' || rows.length === 0) {
        const empty = { hash: photo.hash, region: null, saidNone: false, answer: null, candidates: [] };
        const row = { photoId, place: 0, name, image, ...empty, productId: null, unknownBarcodes: [], error };
        return [{ ...row, state: photo.state === 'failed' ? ('failed' as const) : ('waiting' as const) }];
      }
      return rows.map((row): LookupRow => {
        const shows = said.get(row.hash);
        const state = stateOf(row, shows);
        const best = row.candidates[0]?.productId ?? null;
        const productId = shows ?? (state === 'check' ? best : null);
        return {
          ...row,
          candidates: [...row.candidates],
          unknownBarcodes: [...row.unknownBarcodes],
          name,
          image,
          state,
          productId,
          error,
        };
      });
    });
  }

  #assertWritable(): void {
    const { database } = this.#deps;
    if (database.closedBecause !== undefined) throw database.closedBecause;
    if (database.readOnly)
      throw new AppError('LIBRARY_LOCKED', 'This library is open in another Lookalike. Look photos up there.');
  }

  /** What comes while the job is at work, it finds itself. */
  #start(): void {
    if (this.#running || this.#repo.countWaiting() === 0) return;
    this.#deps.jobs.start('lookup', 'lookup', {}, { afterRunning: true });
  }

  async #run({ signal, report }: JobContext): Promise<Record<string, unknown>> {
    this.#running = true;
    const counts = { photos: 0, failed: 0 };
    try {
      for (let photo = this.#repo.nextWaiting(); photo !== undefined; photo = this.#repo.nextWaiting()) {
        throwIfCancelled(signal);
        const { photos: done, failed } = counts;
        report({
          phase: 'lookup',
          done,
          total: done + this.#repo.countWaiting(),
          current: photo.name,
          failures: failed,
        });
        await untilQuiet();
        if (!(await this.#lookUp(photo, signal))) counts.failed++;
        counts.photos++;
        this.#changed();
      }
      return counts;
    } finally {
      // In the same turn in which nothing was left, so that nothing can come between.
      this.#running = false;
    }
  }

  /** @returns whether it could be read; what would go wrong with the next photo too is thrown */
  async #lookUp(photo: StoredPhoto, signal: AbortSignal): Promise<boolean> {
    const { database, answers } = this.#deps;
    try {
      const answered = await answers.of(toAnswer(photo), photo.parts, signal);
      database.transaction(() => this.#store(photo, answered));
      if (photo.kept && photo.path !== null) await rm(photo.path, { force: true });
      return true;
    } catch (error) {
      throwIfCancelled(signal);
      const failure = toAppError(error);
      if (!isOfPhoto(failure.code)) throw error;
      this.#repo.failed(photo.id, failure.toPayload());
      return false;
    }
  }

  /** It may have been taken out of the table meanwhile. */
  #store({ id }: StoredPhoto, { hash, answers }: AnsweredPhoto): void {
    if (this.#repo.photo(id) !== undefined) this.#repo.answered(id, hash, answers);
  }

  #changed(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#deps.hub.emit('lookups.changed', {});
    }, toldEveryMs).unref();
  }
}

/** What was read before is found in the copy that was kept of it, if its file is gone. */
function toAnswer({ path: file, name, hash }: StoredPhoto): PhotoToAnswer {
  if (file !== null && (hash === null || existsSync(file))) return { path: file, name };
  if (hash !== null) return { hash };
  throw new AppError('FILE_MISSING', `${name}: the photo is gone. Add it again.`, { details: { why: 'photo-gone' } });
}

function stateOf({ saidNone, answer, candidates }: StoredRow, shows: number | undefined): LookupRow['state'] {
  if (shows !== undefined) return 'confirmed';
  return saidNone || answer === 'none' || candidates.length === 0 ? 'none' : 'check';
}

type Named = LookupList['products'][number];

function toTableRow(row: LookupRow, products: ReadonlyMap<number, Named>): TableRow {
  const likely = row.candidates.flatMap(({ productId, probability }) => {
    const product = products.get(productId);
    return product === undefined ? [] : [{ productId, sku: product.sku, title: product.title, probability }];
  });
  const named = row.productId === null ? undefined : products.get(row.productId);
  const next = likely.filter(({ productId }) => productId !== row.productId);
  const { state, saidNone, answer } = row;
  const first = likely.find(({ productId }) => productId === row.productId);
  return {
    photo: row.name,
    region: row.region,
    answer:
      state === 'failed' || answer === null
        ? state === 'failed'
          ? 'failed'
          : 'waiting'
        : saidNone && state === 'none'
          ? 'none'
          : answer,
    sku: named?.sku ?? null,
    title: named?.title ?? null,
    probability: state === 'confirmed' ? 1 : (first?.probability ?? null),
    confirmed: state === 'confirmed' || (saidNone && state === 'none'),
    next: next.slice(0, named === undefined ? 3 : 2),
    unknownBarcodes: row.unknownBarcodes,
    error: row.error,
  };
}
