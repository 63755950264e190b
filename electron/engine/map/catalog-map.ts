/** The map of one library under one model: where products lie, and the job that finds that out. */
import { z } from 'zod';
import type { ProductSummary } from '../../contract/catalog.ts';
import type { MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { MapColouring, MapColours, MapPoints, MapState } from '../../contract/map.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import type { VectorsPort } from '../vector/types.ts';
import { areasOf } from './areas.ts';
import { colourings, coloursOf, type MapFacts } from './colours.ts';
import { layOut } from './layout/layout-thread.ts';
import { MapRepo, type Place, type StoredRun } from './map-repo.ts';
import { neighbourCount, PhotoNeighbours } from './neighbours.ts';
import { type MapPhoto, mapPhotos, stampOf } from './photos.ts';
import { type PlacedNeighbour, placeAmong } from './place-later.ts';

export interface MapDependencies {
  readonly database: Database;
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: CatalogView;
  readonly vectors: Pick<VectorsPort, 'images' | 'modelId' | 'dimensions'>;
  readonly jobs: Jobs;
  readonly facts: MapFacts;
}

const taskSchema = z.object({ task: z.enum(['layout', 'place']) });
type MapTask = z.infer<typeof taskSchema>;

/** The same photos are laid out the same each time. */
const seed = 20;
/** How long work may be lost when the process ends [ms]. */
const keepEveryMs = 10_000;
/** Products that are placed in one transaction. */
const placedAtOnce = 200;
/** Of a map unit, as coordinates travel. */
const parts = 1000;

export class CatalogMap {
  readonly #deps: MapDependencies;
  readonly #repo: MapRepo;
  #places: { readonly madeAt: string; readonly byProduct: ReadonlyMap<number, Place> } | null | undefined;
  #written = 0;
  #placedFor: string | undefined;
  #photos: { readonly key: string; readonly photos: readonly MapPhoto[] } | undefined;
  #areas: { readonly key: string; readonly areas: MethodResult<'map.areas'> } | undefined;

  constructor(deps: MapDependencies) {
    this.#deps = deps;
    this.#repo = new MapRepo(deps.database, deps.vectors.modelId);
    deps.jobs.register(
      'map',
      ({ task }: MapTask, context) => (task === 'layout' ? this.#layOut(context) : this.#placeLater(context)),
      taskSchema,
    );
  }

  state(): MapState {
    const { view, database, jobs, facts } = this.#deps;
    const photos = this.#allPhotos();
    const layout = this.#layout();
    const waiting = layout === null ? photos.length : this.#waiting().length;
    const shown = this.#shown();
    // Once for the same photos: what was cancelled is not begun again by looking at the map.
    const asked = this.#photos?.key;
    if (waiting > 0 && shown.length > 0 && asked !== this.#placedFor && !database.readOnly) {
      this.#placedFor = asked;
      jobs.startLater('map', 'place', { task: 'place' } satisfies MapTask);
    }
    return {
      layout:
        layout === null
          ? null
          : {
              version: this.#version(shown),
              madeAt: layout.madeAt,
              laidOut: shown.filter(({ later }) => !later).length,
              placed: shown.filter(({ later }) => later).length,
            },
      products: view.size,
      waiting,
      unseen: view.size - photos.length,
      colourings: colourings(view, facts),
    };
  }

  /** @throws {AppError} `CONFLICT` when no photo was read yet */
  start(): Job {
    if (this.#allPhotos().length === 0)
      throw new AppError(
        'CONFLICT',
        'No photo has been read yet, so there is nothing to lay out. Import photos first.',
      );
    return this.#deps.jobs.start('map', 'layout', { task: 'layout' } satisfies MapTask);
  }

  /** @throws {AppError} `NOT_FOUND` before the first layout */
  points(): MapPoints {
    const shown = this.#need();
    return {
      version: this.#version(shown),
      ids: shown.map(({ productId }) => productId),
      x: shown.map(({ x }) => Math.round(x * parts)),
      y: shown.map(({ y }) => Math.round(y * parts)),
    };
  }

  /** @throws {AppError} `NOT_FOUND` before the first layout, `MODEL_*`, `CANCELLED` */
  async colours(colouring: MapColouring, signal: AbortSignal): Promise<MapColours> {
    const { view, facts } = this.#deps;
    const shown = this.#need();
    const ids = shown.map(({ productId }) => productId);
    return { version: this.#version(shown), ...(await coloursOf(colouring, ids, view, facts, signal)) };
  }

  /** @throws {AppError} `NOT_FOUND` before the first layout, `CANCELLED` */
  async areas(signal: AbortSignal): Promise<MethodResult<'map.areas'>> {
    const { view } = this.#deps;
    const shown = this.#need();
    const key = `${this.#version(shown)} ${view.version}`;
    if (this.#areas?.key !== key) this.#areas = { key, areas: await areasOf(shown, view, parts, signal) };
    return this.#areas.areas;
  }

  products(ids: readonly number[]): ProductSummary[] {
    return this.#deps.catalog.products.summaries(ids);
  }

  #need(): Place[] {
    if (this.#layout() === null)
      throw new AppError('NOT_FOUND', 'The map has not been laid out yet. Start that first.');
    return this.#shown();
  }

  /** In the order of the products, those that the catalog shows now. */
  #shown(): Place[] {
    const layout = this.#layout();
    if (layout === null) return [];
    return [...layout.byProduct.values()].filter(({ productId }) => this.#deps.view.get(productId) !== undefined);
  }

  #version(shown: readonly Place[]): string {
    const sum = shown.reduce((all, { productId }) => all + productId, 0);
    return `${this.#layout()?.madeAt} ${this.#written} ${shown.length} ${sum}`;
  }

  #layout() {
    if (this.#places !== undefined) return this.#places;
    const madeAt = this.#repo.madeAt();
    const places = madeAt === undefined ? [] : this.#repo.places();
    this.#places =
      madeAt === undefined ? null : { madeAt, byProduct: new Map(places.map((place) => [place.productId, place])) };
    return this.#places;
  }

  #forget(): void {
    this.#places = undefined;
    this.#written++;
  }

  #allPhotos(): readonly MapPhoto[] {
    const { view, vectors } = this.#deps;
    const key = `${view.version} ${vectors.images.size}`;
    if (this.#photos?.key !== key) this.#photos = { key, photos: mapPhotos(view.rows(), vectors.images) };
    return this.#photos.photos;
  }

  /** Photos of products that have no place, or one by another photo. */
  #waiting(): MapPhoto[] {
    const placed = this.#layout()?.byProduct;
    return this.#allPhotos().filter(({ productId, imageId }) => placed?.get(productId)?.imageId !== imageId);
  }

  async #layOut(context: JobContext): Promise<Record<string, unknown>> {
    const { vectors, database } = this.#deps;
    const photos = this.#allPhotos();
    const stamp = stampOf(photos);
    const known = this.#repo.run();
    const run = known?.stamp === stamp ? known : newRun(stamp, photos.length);
    await this.#findNeighbours(photos, run, context);
    const k = run.neighbours.length / Math.max(1, photos.length);
    const from =
      run.places === null
        ? { vectors: this.#vectorsOf(photos), dimensions: vectors.dimensions }
        : { places: run.places.slice(), epoch: run.epoch };
    context.report({ phase: 'layout', done: run.epoch, total: null });
    const places = await layOut(
      { neighbours: { points: photos.length, k, at: run.neighbours, distances: run.distances }, seed, from },
      ({ epoch, epochs, places: soFar }) => {
        context.report({ done: epoch, total: epochs });
        if (soFar !== undefined) this.#repo.putEpoch(epoch, soFar);
      },
      context.signal,
    );
    database.transaction(() => {
      this.#repo.begin(new Date().toISOString());
      this.#repo.put(
        photos.map(({ productId, imageId }, i) => ({
          ...{ productId, imageId, later: false },
          ...{ x: places[2 * i] as number, y: places[2 * i + 1] as number },
        })),
      );
      this.#repo.dropRun();
    });
    this.#forget();
    this.#placedFor = undefined;
    return { products: photos.length };
  }

  /** Goes on where an earlier run was stopped, and keeps what it has found when it is stopped itself. */
  async #findNeighbours(photos: readonly MapPhoto[], run: StoredRun, context: JobContext): Promise<void> {
    const { neighbours, distances, stamp } = run;
    const k = neighbours.length / Math.max(1, photos.length);
    const finder = new PhotoNeighbours(
      this.#deps.vectors.images,
      photos.map(({ imageId }) => imageId),
      k,
    );
    const pause = createGentlePause();
    let found = run.found;
    let keptAt = performance.now();
    const keep = (): void => this.#repo.putRun({ ...run, stamp, found });
    context.report({ phase: 'neighbours', done: found, total: photos.length });
    if (found === photos.length) return;
    try {
      for (; found < photos.length; found++) {
        throwIfCancelled(context.signal);
        const count = finder.find((photos[found] as MapPhoto).imageId, neighbours, distances, found * k);
        neighbours.fill(-1, found * k + count, (found + 1) * k);
        if (found % 50 === 0) context.report({ done: found });
        if (performance.now() - keptAt > keepEveryMs) {
          keep();
          keptAt = performance.now();
        }
        await pause();
      }
    } finally {
      keep();
    }
  }

  #vectorsOf(photos: readonly MapPhoto[]): Float32Array {
    const { images, dimensions } = this.#deps.vectors;
    const all = new Float32Array(photos.length * dimensions);
    photos.forEach(({ imageId }, i) => {
      const vector = images.get(imageId);
      if (vector !== undefined) all.set(vector, i * dimensions);
    });
    return all;
  }

  async #placeLater(context: JobContext): Promise<Record<string, unknown>> {
    const { vectors, database } = this.#deps;
    const layout = this.#layout();
    const waiting = this.#waiting();
    if (layout === null) return { products: 0 };
    const settled = [...layout.byProduct.values()].filter(
      ({ imageId, later }) => !later && vectors.images.has(imageId),
    );
    const finder = new PhotoNeighbours(
      vectors.images,
      settled.map(({ imageId }) => imageId),
    );
    const at = new Int32Array(neighbourCount);
    const distances = new Float32Array(neighbourCount);
    const pause = createGentlePause();
    let slice: Place[] = [];
    let products = 0;
    const write = (): void => {
      database.transaction(() => this.#repo.put(slice));
      products += slice.length;
      slice = [];
    };
    context.report({ phase: 'place', done: 0, total: waiting.length });
    try {
      for (const [done, photo] of waiting.entries()) {
        throwIfCancelled(context.signal);
        const count = finder.find(photo.imageId, at, distances, 0);
        const near = Array.from({ length: count }, (_, i): PlacedNeighbour => {
          const { x, y } = settled[at[i] as number] as Place;
          return { x, y, distance: distances[i] as number };
        });
        const place = placeAmong(near);
        if (place !== undefined) slice.push({ ...photo, ...place, later: true });
        if (slice.length >= placedAtOnce) write();
        context.report({ done: done + 1 });
        await pause();
      }
      write();
    } finally {
      this.#forget();
    }
    return { products };
  }
}

function newRun(stamp: string, points: number): StoredRun {
  const k = Math.max(0, Math.min(neighbourCount, points - 1));
  return {
    ...{ stamp, found: 0, epoch: 0, places: null },
    neighbours: new Int32Array(points * k).fill(-1),
    distances: new Float32Array(points * k),
  };
}
