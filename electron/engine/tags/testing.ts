/**
 * A small library for tests of tags and judgements: a real database, a real catalog and real vectors of four
 * dimensions, and an encoder that turns words into those dimensions.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Handlers, MethodInput, MethodResult } from '../../contract/contract.ts';
import { type ModelManifest, modelManifestSchema } from '../../contract/model-manifest.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { invoke } from '../../contract/rpc/server.ts';
import { Catalog } from '../catalog/catalog.ts';
import { addFile, draft } from '../catalog/testing.ts';
import type { ProductDraft, TagName } from '../catalog/types.ts';
import { openDatabase } from '../db/open-database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { RankerLearning } from '../evaluation/learning.ts';
import { evaluationHandlers } from '../evaluation/methods.ts';
import { linkVectors } from '../ingest/link-vectors.ts';
import { TextVectors } from '../ingest/text-vectors.ts';
import { importDependencies } from '../ingest/types.ts';
import { Jobs } from '../jobs/jobs.ts';
import { JudgedQueries } from '../labels/judged-queries.ts';
import { Labels } from '../labels/labels.ts';
import { labelHandlers } from '../labels/methods.ts';
import { Operations } from '../operations/operations.ts';
import { CatalogView } from '../search/catalog-view.ts';
import { LibraryScales } from '../search/library-scales.ts';
import { RankerVersions } from '../search/rankers/ranker-versions.ts';
import { Search } from '../search/search.ts';
import { LibraryVectors } from '../vector/library-vectors.ts';
import { tagQualities } from './quality.ts';
import { openTags } from './tags.ts';
import type { TagsDependencies } from './types.ts';

export interface TestProduct {
  readonly sku: string;
  /** [red, blue, shoe, shirt], normalised before use. */
  readonly looks: readonly [number, number, number, number];
  readonly tags: readonly TagName[];
  readonly title?: string;
  readonly more?: Partial<ProductDraft>;
}

const axes = ['red', 'blue', 'shoe', 'shirt'];
const dimensions = axes.length;

/** Every word that starts with the name of an axis points along it. */
export function lookOf(text: string): Float32Array {
  const words = text.toLowerCase().split(/[^a-z]+/);
  return unit(axes.map((axis) => words.filter((word) => word.startsWith(axis)).length + 0.01));
}

export async function openTestLibrary() {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-labels-'));
  const database = openDatabase(dir, { create: true });
  const hub = new EventHub();
  const catalog = new Catalog(database, { hub, libraryDir: dir });
  const scope = { dir, modelId: 'toy', pipelineVersion: 1, dimensions, log: () => {} };
  const vectors = await LibraryVectors.open(database, scope);
  linkVectors(catalog, vectors);
  const encoders = toyEncoders();
  const operations = new Operations(database, hub);
  const jobs = new Jobs(database, hub);
  const view = new CatalogView(catalog);
  const scales = new LibraryScales(view, vectors);
  const search = new Search({ database, catalog, view, vectors, encoders, scales, libraryDir: dir });
  const rankers = new RankerVersions({
    database,
    operations,
    hub,
    modelId: 'toy',
    use: (ranker) => {
      search.ranker = ranker;
    },
  });
  const importing = importDependencies({ database, catalog, vectors, encoders, jobs, libraryDir: dir });
  const texts = new TextVectors(importing, { catchUp: () => undefined });
  const tagsDependencies: TagsDependencies = {
    database,
    catalog,
    vectors,
    encoders,
    scales,
    operations,
    jobs,
    libraryDir: dir,
    find: (target, signal) => search.find({ ...target, sort: 'relevance' }, signal),
    encodeMissing: () => {},
    texts,
  };
  const tags = openTags(tagsDependencies);
  const labels = new Labels({ database, catalog, search, operations, hub });
  const evaluation = {
    ...{ jobs, database, catalog, search, rankers },
    judgements: new JudgedQueries(labels),
    modelId: 'toy',
    secondaryModels: { with: () => Promise.reject(new Error('There is one model here.')) },
  };
  const handlers = {
    ...labelHandlers(labels),
    ...evaluationHandlers({
      ...evaluation,
      learning: new RankerLearning(evaluation),
      tagQuality: (groups) => tagQualities(tags, groups),
    }),
  };
  /** Calls a method of labels or evaluation, with its parameters and its result checked. */
  const call = async <M extends keyof typeof handlers>(method: M, params: MethodInput<M>): Promise<MethodResult<M>> =>
    (await invoke(handlers as Handlers, method, params, new AbortController().signal)) as MethodResult<M>;
  const sourceId = catalog.sources.put({ kind: 'table', path: path.join(dir, 'products.csv'), layout: null }).id;

  /** Imports products with one image each, as an import would; answers their ids by sku. */
  const put = (products: readonly TestProduct[]): Map<string, number> => {
    const drafts = products.map(({ sku, title, tags: own, looks, more }): ProductDraft => {
      const hash = Buffer.from(sku.padEnd(32, '.')).toString('hex').slice(0, 64);
      const known = database.get<{ id: number }>('SELECT id FROM files WHERE path = ?', sku)?.id;
      vectors.storeEmbeddings('image', [{ hash, vector: unit(looks) }]);
      const fileIds = [known ?? addFile(database, { path: sku, hash })];
      return draft(sku, { title: title ?? sku, tags: own, fileIds, ...more });
    });
    catalog.upsert(sourceId, drafts);
    const texts = catalog.rows.texts();
    vectors.storeEmbeddings(
      'text',
      texts.map(({ textHash, text }) => ({ hash: textHash, vector: lookOf(text) })),
    );
    vectors.refresh(
      'text',
      texts.map(({ productId }) => productId),
    );
    return new Map(catalog.rows.read().map((row) => [row.sku, row.productId]));
  };

  const close = async (): Promise<void> => {
    await jobs.close();
    await tags.close();
    view.close();
    catalog.close();
    await vectors.close();
    database.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return {
    dir,
    database,
    hub,
    catalog,
    vectors,
    view,
    operations,
    jobs,
    search,
    rankers,
    tags,
    tagsDependencies,
    call,
    put,
    close,
  };
}

export type TestLibrary = Awaited<ReturnType<typeof openTestLibrary>>;

function toyEncoders(): ModelEncoder {
  const manifestFile = new URL('../../../models/starter/model.json', import.meta.url);
  const manifest: ModelManifest = {
    ...modelManifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8'))),
    id: 'toy',
    dimensions,
  };
  const encoder: Encoder = {
    manifest,
    modelId: 'toy',
    dimensions,
    provider: 'test',
    batchSize: 1,
    encodeTexts: async (texts) => texts.map(lookOf),
    encodeImages: async (images) => images.map(() => unit([1, 1, 1, 1])),
    close: async () => {},
  };
  return { active: async () => encoder } as unknown as ModelEncoder;
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}
