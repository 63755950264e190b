/** A catalog of known duplicates, imported, and everything that was compared in it. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventHub } from '../../electron/contract/rpc/event-hub.ts';
import { Catalog } from '../../electron/engine/catalog/catalog.ts';
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { ComparedPairRepo } from '../../electron/engine/duplicates/compared-pair-repo.ts';
import { ImageSignatureRepo } from '../../electron/engine/duplicates/image-signature-repo.ts';
import { BlockingIndex } from '../../electron/engine/duplicates/scan/blocking-index.ts';
import { ScanRun } from '../../electron/engine/duplicates/scan/scan-run.ts';
import { SignatureCache } from '../../electron/engine/duplicates/scan/signature-cache.ts';
import { Encoders } from '../../electron/engine/encoders/index.ts';
import type { ComparedPair } from '../../electron/engine/identity/evidence.ts';
import { LibraryVectors } from '../../electron/engine/vector/library-vectors.ts';
import { importAndWait, openBenchEngine } from '../support/engine.ts';
import { makeCatalog, type Origin, originOf, type Split } from './catalog.ts';

export interface Listed {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly origin: Origin;
  readonly vector: Float32Array | undefined;
  readonly perceptualHash: Uint8Array | null;
}

export interface Compared {
  readonly products: readonly Listed[];
  readonly pairs: readonly ComparedPair[];
  /** Of finding candidates and comparing them. */
  readonly seconds: number;
}

/** Makes and imports the catalog of a split below `dir`, unless that was done before, and compares all candidates. */
export async function comparedLibrary(dir: string, split: Split): Promise<Compared> {
  const files = path.join(dir, split);
  const library = path.join(dir, `${split}-library`);
  if (!existsSync(path.join(library, 'library.sqlite'))) {
    mkdirSync(files, { recursive: true });
    const table = await makeCatalog(files, split);
    const engine = await openBenchEngine(library);
    await importAndWait(engine, { path: table });
    await engine.close();
  }
  return compareAll(library);
}

/** Compares a library that is there, without its job, and keeps also the pairs that are clearly not the same. */
export async function compareAll(library: string): Promise<Compared> {
  const hub = new EventHub();
  const encoders = new Encoders({ modelsDir: fileURLToPath(new URL('../../models', import.meta.url)), hub });
  const { modelId, pipelineVersion, dimensions } = await encoders.model().describe();
  // One that was kept since an earlier version is brought up to date.
  openDatabase(library).close();
  const database = openDatabase(library, { readOnly: true });
  const catalog = new Catalog(database, { hub, libraryDir: library });
  const vectors = await LibraryVectors.open(database, { dir: library, modelId, pipelineVersion, dimensions });
  try {
    await vectors.idle();
    const started = performance.now();
    const images = new ImageSignatureRepo(database);
    const rows = catalog.rows.read();
    const blocks = new BlockingIndex();
    for (const _ of blocks.fill(rows, { catalog, vectors, images, pairs: new ComparedPairRepo(database) }));
    const products = [...blocks.products.values()];
    const pairs: ComparedPair[] = [];
    const run = new ScanRun({
      blocks,
      vectors,
      signatures: new SignatureCache((hashes) => images.signatures(hashes)).pack,
      products,
      keepAll: true,
      onFound: (found) => pairs.push(...found.pairs),
    });
    await run.run();
    pairs.sort((a, b) => a.left - b.left || a.right - b.right);
    const seconds = (performance.now() - started) / 1000;
    const listed = rows.map(({ productId, sku, title, imageIds }) => ({
      id: productId,
      sku,
      title,
      origin: originOf(sku),
      vector: imageIds[0] === undefined ? undefined : vectors.images.get(imageIds[0])?.slice(),
      perceptualHash: blocks.products.get(productId)?.images[0]?.perceptualHash ?? null,
    }));
    return { products: listed, pairs, seconds };
  } finally {
    await vectors.close();
    catalog.close();
    database.close();
    await encoders.close();
  }
}
