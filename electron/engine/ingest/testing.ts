/** A library, its services and a folder of images for the tests of importing; the model is real and small, its calls counted. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type ImportResult, importResultSchema } from '../../contract/ingest.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { type Encoder, Encoders } from '../encoders/index.ts';
import { writeFamilyModel } from '../encoders/testing/index.ts';
import { Jobs } from '../jobs/jobs.ts';
import { forkSideProcess, type StartSideProcess } from '../side-process/side-process.ts';
import { LibraryVectors } from '../vector/library-vectors.ts';
import { type ImportRequest, Imports } from './imports.ts';
import { MissingVectors } from './missing-vectors.ts';
import { importDependencies } from './types.ts';
import type { FetchingDeps } from './web/fetching.ts';
import type { WebImages } from './web/web-images.ts';

/** Counts what is encoded; `beforeImages` can stop or fail a run. */
export interface CountingEncoder extends Encoder {
  images: number;
  texts: number;
  beforeImages: (() => void | Promise<void>) | undefined;
}

/** What is tested is the way of images to a model and back, so it is a small one: the starter model would take nine tenths of the time. */
export async function openCountingEncoder(): Promise<CountingEncoder> {
  const modelsDir = await mkdtemp(path.join(tmpdir(), 'lookalike-model-'));
  await writeFamilyModel(path.join(modelsDir, 'starter'), 'clip', { image: 16 });
  const encoders = new Encoders({ modelsDir, hub: new EventHub() });
  const inner = await encoders.model().active();
  const counting: CountingEncoder = {
    manifest: inner.manifest,
    modelId: inner.modelId,
    dimensions: inner.dimensions,
    provider: inner.provider,
    batchSize: inner.batchSize,
    images: 0,
    texts: 0,
    beforeImages: undefined,
    async encodeTexts(texts, options) {
      const vectors = await inner.encodeTexts(texts, options);
      counting.texts += texts.length;
      return vectors;
    },
    async encodeImages(images, options) {
      await counting.beforeImages?.();
      const vectors = await inner.encodeImages(images, options);
      counting.images += images.length;
      return vectors;
    },
    async close() {
      await encoders.close();
      await rm(modelsDir, { recursive: true });
    },
  };
  return counting;
}

export interface TestLibrary {
  readonly dir: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: LibraryVectors;
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly web: WebImages;
  readonly missingVectors: MissingVectors;
  /** Imports and waits; throws the error of a job that did not end `done`. */
  import(request: ImportRequest): Promise<ImportResult>;
  close(): Promise<void>;
}

/** A reader of images that ends over each of them, as native code does. */
export const startCrashingReader: StartSideProcess = () =>
  forkSideProcess(new URL('./fixtures/crashing-reader.ts', import.meta.url));

export async function openTestLibrary(
  dir: string,
  encoder: CountingEncoder,
  startReader?: StartSideProcess,
  fetching?: Pick<FetchingDeps, 'limits' | 'pace'>,
): Promise<TestLibrary> {
  const hub = new EventHub();
  const database = openDatabase(dir, { create: true, pauses: { LIBRARY_BUSY: 20, DISK_FULL: 20 } });
  const catalog = new Catalog(database, { hub, libraryDir: dir });
  const { modelId, dimensions } = encoder;
  const { pipelineVersion } = encoder.manifest;
  const vectors = await LibraryVectors.open(database, {
    dir,
    modelId,
    pipelineVersion,
    dimensions,
    log: () => undefined,
  });
  const jobs = new Jobs(database, hub);
  const encoders = { active: async (): Promise<Encoder> => encoder };
  const importing = importDependencies({ database, catalog, vectors, encoders, jobs, libraryDir: dir, startReader });
  const imports = new Imports({ ...importing, ...(fetching === undefined ? {} : { fetching }) });
  const missingVectors = new MissingVectors(importing);
  return {
    dir,
    database,
    catalog,
    vectors,
    jobs,
    imports,
    web: importing.web,
    missingVectors,
    async import(request) {
      const { jobId } = await imports.start(request);
      await jobs.idle();
      const job = jobs.get(jobId);
      if (job.state !== 'done')
        throw Object.assign(new Error(job.error?.message ?? job.state), { code: job.error?.code });
      return importResultSchema.parse(job.result);
    },
    async close() {
      await jobs.close();
      await imports.close();
      await vectors.close();
      catalog.close();
      database.close();
    },
  };
}

export interface TestPlace {
  encoder: CountingEncoder;
  folder: TempFolder;
  /** In the folder; a test may put another in its place. */
  library: TestLibrary;
}

/** For the tests of a file: one model, and for each of them a folder and a library of its own. */
export function testPlace(open: (place: TestPlace) => Promise<TestLibrary> = openIn): TestPlace {
  const place = {} as TestPlace;
  beforeAll(async () => {
    place.encoder = await openCountingEncoder();
  });
  afterAll(() => place.encoder.close());
  beforeEach(async () => {
    Object.assign(place.encoder, { images: 0, texts: 0, beforeImages: undefined });
    place.folder = await tempFolder();
    place.library = await open(place);
  });
  afterEach(async () => {
    await place.library.close();
    await place.folder.remove();
  });
  return place;
}

const openIn = ({ folder, encoder }: TestPlace): Promise<TestLibrary> =>
  openTestLibrary(folder.file('library'), encoder);

/** Numbers of the products in a library, in order. */
export const skusIn = ({ catalog }: TestLibrary): string[] =>
  catalog.rows
    .read()
    .map((row) => row.sku)
    .sort();

/** Everything that an import leaves behind, without ids and times. */
export function stateOf(of: TestLibrary): unknown {
  const rows = (sql: string): unknown[] => of.database.all(sql);
  return {
    products: rows('SELECT sku, title, text_hash FROM products ORDER BY sku'),
    images: rows(
      'SELECT p.sku, f.path, i.position FROM images i JOIN products p ON p.id = i.product_id JOIN files f ON f.id = i.file_id ORDER BY 1, 3',
    ),
    files: rows('SELECT path, real_path, bytes, modified_ms, content_hash, failure_code FROM files ORDER BY path'),
    pictures: rows('SELECT content_hash, width, height, thumb FROM pictures ORDER BY 1'),
    embeddings: rows('SELECT content_hash, kind FROM embeddings ORDER BY 1, 2'),
    problems: rows('SELECT path, code FROM problems ORDER BY 1, 2'),
    tags: rows(
      'SELECT p.sku, t.grp, t.name FROM product_tags pt JOIN products p ON p.id = pt.product_id JOIN tags t ON t.id = pt.tag_id ORDER BY 1, 2, 3',
    ),
    linked: of.catalog.rows
      .read()
      .map((row) => [
        row.sku,
        of.vectors.texts.has(row.productId),
        ...row.imageIds.map((id) => of.vectors.images.has(id)),
      ])
      .sort(),
    indexed: [of.vectors.images.size, of.vectors.texts.size],
  };
}

export interface TempFolder {
  readonly root: string;
  file(relative: string): string;
  /** Writes a small image whose look depends on `seed` alone. */
  picture(relative: string, seed: number): Promise<string>;
  write(relative: string, content: string | Buffer): Promise<string>;
  remove(): Promise<void>;
}

export async function tempFolder(): Promise<TempFolder> {
  const root = await mkdtemp(path.join(tmpdir(), 'lookalike-ingest-'));
  const folder: TempFolder = {
    root,
    file: (relative) => path.join(root, relative),
    async picture(relative, seed) {
      return folder.write(relative, await drawImage(seed, path.extname(relative).slice(1)));
    },
    async write(relative, content) {
      const file = path.join(root, relative);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  return folder;
}

function drawImage(seed: number, extension: string): Promise<Buffer> {
  const colour = { r: (seed * 67) % 256, g: (seed * 131) % 256, b: (seed * 29) % 256 };
  const inner = {
    width: 12 + (seed % 20),
    height: 16,
    channels: 3 as const,
    background: { r: 255 - colour.r, g: 90, b: seed % 256 },
  };
  return sharp({ create: { width: 48, height: 64, channels: 3, background: colour } })
    .composite([{ input: { create: inner }, left: seed % 16, top: seed % 24 }])
    .toFormat(extension === 'png' ? 'png' : extension === 'webp' ? 'webp' : 'jpeg')
    .toBuffer();
}
