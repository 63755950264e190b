/** The job that compares what came or changed with the rest of the library, and says how much of it was there already. */
import { z } from 'zod';
import type { DuplicateState } from '../../contract/duplicates.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/service.ts';
import { readLook } from '../images/index.ts';
import type { JobContext } from '../jobs/types.ts';
import type { VectorsPort } from '../vector/types.ts';
import { shippedThreshold } from './default-weights.ts';
import type { ComparedPair } from './evidence.ts';
import type { PairModel } from './pair-model.ts';
import type { DuplicatesRepo } from './repo.ts';
import { ScanRun } from './scan/scan-run.ts';
import { type ShelvedProduct, Shelves } from './scan/shelf.ts';

export const scanParamsSchema = z.object({ full: z.boolean() });

export interface ScannerDeps {
  readonly repo: DuplicatesRepo;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  /** The weights in use. */
  readonly model: () => PairModel;
}

type Check = NonNullable<DuplicateState['lastCheck']>;

export interface ScanResult {
  readonly scanned: number;
  readonly compared: number;
  readonly check: Omit<Check, 'jobId'> | null;
  /** Products new to the scan. */
  readonly added: readonly number[];
}

const examples = 20;

/** @throws {AppError} `CANCELLED` */
export async function scanLibrary(deps: ScannerDeps, full: boolean, context: JobContext): Promise<ScanResult> {
  const { repo, catalog, vectors } = deps;
  await fillSignatures(repo, context);
  const shelves = new Shelves(catalog.rows(), catalog.tagsById(), repo, vectors);
  const fingerprints = repo.fingerprints();
  const products = [...shelves.products.values()].filter(
    ({ id, fingerprint }) => full || fingerprints.get(id) !== fingerprint,
  );
  const hidden = [...fingerprints.keys()].filter((id) => !shelves.products.has(id));
  context.report({ phase: 'compare', done: 0, total: products.length });
  const changed = new Set(products.map(({ id }) => id));
  const known = repo.pairs().filter(({ left, right }) => !changed.has(left) && !changed.has(right));
  const run = new ScanRun({
    shelves,
    vectors,
    signature: (hash) => repo.signature(hash),
    products,
    known,
    signal: context.signal,
    onProgress: (done) => context.report({ done }),
  });
  const pairs = await run.run();
  throwIfCancelled(context.signal);
  context.report({ phase: 'group', done: products.length, total: products.length });
  repo.store(products, pairs, hidden);
  const added = products.filter(({ id }) => !fingerprints.has(id));
  const first = fingerprints.size === 0;
  return {
    scanned: products.length,
    compared: run.compared,
    check: first ? null : checkOf(deps, added, pairs),
    added: added.map(({ id }) => id),
  };
}

/** Pictures of libraries from before signatures were kept are looked at once; one that cannot be read has none. */
async function fillSignatures(repo: DuplicatesRepo, context: JobContext): Promise<void> {
  const missing = repo.withoutSignature();
  if (missing.length === 0) return;
  context.report({ phase: 'read', done: 0, total: missing.length });
  for (const [done, { hash, path }] of missing.entries()) {
    throwIfCancelled(context.signal);
    const look = await readLook(path, context.signal).catch(() => undefined);
    if (look !== undefined) repo.setSignature(hash, look.signature);
    context.report({ done: done + 1 });
  }
}

/** Of the products new to the scan, those that are like one that was there before. */
function checkOf(
  { model, catalog }: ScannerDeps,
  added: readonly ShelvedProduct[],
  pairs: readonly ComparedPair[],
): ScanResult['check'] {
  if (added.length === 0) return null;
  const isNew = new Set(added.map(({ id }) => id));
  const best = new Map<number, { productId: number; knownId: number; probability: number }>();
  const weights = model();
  for (const { left, right, evidence, veto } of pairs) {
    if (isNew.has(left) === isNew.has(right) || veto !== null) continue;
    const [productId, knownId] = isNew.has(left) ? [left, right] : [right, left];
    const probability = weights.probability(evidence);
    if (probability < shippedThreshold || probability <= (best.get(productId)?.probability ?? 0)) continue;
    best.set(productId, { productId, knownId, probability });
  }
  const found = [...best.values()]
    .sort((a, b) => b.probability - a.probability || a.productId - b.productId)
    .slice(0, examples);
  const titles = new Map(
    catalog.summaries(found.map(({ productId }) => productId)).map(({ id, title }) => [id, title]),
  );
  return {
    added: added.length,
    known: best.size,
    examples: found.map((match) => ({ ...match, title: titles.get(match.productId) ?? '' })),
  };
}
