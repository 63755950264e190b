/** The job that compares what came or changed with the rest, and says how much of it was there already. */
import { z } from 'zod';
import type { DuplicateState } from '../../contract/duplicates.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { ComparedPair } from '../identity/evidence.ts';
import { readLook } from '../images/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { ComparedPairRepo } from './compared-pair-repo.ts';
import type { FittedModels } from './fitted-models.ts';
import type { ImageSignatureRepo } from './image-signature-repo.ts';
import { BlockingIndex, type ComparableProduct, type ComparedLibrary } from './scan/blocking-index.ts';
import { type Found, ScanRun } from './scan/scan-run.ts';
import { SignatureCache } from './scan/signature-cache.ts';
import type { ScanRecordRepo } from './scan-record-repo.ts';

export const scanParamsSchema = z.object({ full: z.boolean() });

export interface ScannerDeps extends ComparedLibrary {
  readonly catalog: Pick<Catalog, 'rows' | 'vocabulary' | 'products'>;
  readonly images: ImageSignatureRepo;
  readonly pairs: ComparedPairRepo;
  readonly record: ScanRecordRepo;
  readonly models: Pick<FittedModels, 'current'>;
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
const readAtOnce = 32;
const storeEveryMs = 300;

/**
 * What is found is noted as it comes, so that a scan that was stopped goes on where it was; what is shown changes once,
 * at the end.
 * @throws {AppError} `CANCELLED`
 */
export async function scanLibrary(deps: ScannerDeps, full: boolean, context: JobContext): Promise<ScanResult> {
  const { catalog, vectors, images, pairs } = deps;
  await fillSignatures(images, context);
  await untilQuiet();
  const pause = createGentlePause();
  const blocks = new BlockingIndex();
  for (const _ of blocks.fill(catalog.rows.read(), deps)) await pause();
  throwIfCancelled(context.signal);
  const fingerprints = pairs.fingerprints();
  const changed = [...blocks.products.values()].filter(
    ({ id, fingerprint }) => full || fingerprints.get(id) !== fingerprint,
  );
  const done = doneSoFar(deps, full, changed, context);
  const products = changed.filter(({ id }) => !done.has(id));
  const hidden = [...fingerprints.keys()].filter((id) => !blocks.products.has(id));
  context.report({ phase: 'compare', done: done.size, total: changed.length });
  const added = new Set(changed.filter(({ id }) => !fingerprints.has(id)).map(({ id }) => id));
  const known = new KnownAlready(deps, added);
  const foundBefore = done.size === 0 ? [] : pairs.pairsSoFar();
  known.offer(foundBefore);
  const notes = new Notes(pairs);
  const run = new ScanRun({
    blocks,
    vectors,
    signatures: new SignatureCache((hashes) => images.signatures(hashes)).pack,
    products,
    known: [...(changed.length === blocks.products.size ? [] : unchangedPairs(pairs, changed)), ...foundBefore],
    signal: context.signal,
    onProgress: (count) => context.report({ done: done.size + count }),
    onFound: (found) => {
      notes.take(found);
      known.offer(found.pairs);
    },
  });
  try {
    await run.run();
  } finally {
    notes.store();
  }
  context.report({ phase: 'group', done: changed.length, total: changed.length });
  pairs.adoptSoFar(hidden);
  const first = fingerprints.size === 0;
  return {
    scanned: changed.length,
    compared: run.compared,
    check: first ? null : known.check(),
    added: [...added],
  };
}

/** Of the products to compare, those that this scan was done with before it was stopped. */
function doneSoFar(
  { pairs, record }: ScannerDeps,
  full: boolean,
  changed: readonly ComparableProduct[],
  { jobId }: JobContext,
): ReadonlySet<number> {
  // Comparing all again must not take over what another scan found.
  if (full && !record.claimFullScan(jobId)) pairs.forgetSoFar();
  const before = pairs.fingerprintsSoFar();
  if (before.size === 0) {
    pairs.forgetSoFar();
    return new Set();
  }
  const done = new Set(changed.filter(({ id, fingerprint }) => before.get(id) === fingerprint).map(({ id }) => id));
  const outdated = [...before.keys()].filter((id) => !done.has(id));
  if (outdated.length > 0) pairs.forgetSoFar(outdated);
  return done;
}

function unchangedPairs(pairs: ComparedPairRepo, changed: readonly ComparableProduct[]): ComparedPair[] {
  const ids = new Set(changed.map(({ id }) => id));
  return [...pairs.pairs()].filter(({ left, right }) => !ids.has(left) && !ids.has(right));
}

/** Images of libraries from before signatures were kept are read once; one that cannot be read has none. */
async function fillSignatures(images: ImageSignatureRepo, context: JobContext): Promise<void> {
  const missing = images.withoutSignature();
  if (missing.length === 0) return;
  context.report({ phase: 'read', done: 0, total: missing.length });
  for (let from = 0; from < missing.length; from += readAtOnce) {
    throwIfCancelled(context.signal);
    const looks = await Promise.all(
      missing.slice(from, from + readAtOnce).map(async ({ hash, path }) => {
        const look = await readLook(path, context.signal).catch(() => undefined);
        return look === undefined ? [] : [{ hash, signature: look.signature }];
      }),
    );
    images.setSignatures(looks.flat());
    await untilQuiet();
    context.report({ done: Math.min(missing.length, from + readAtOnce) });
  }
}

/** Writes down what is found a few times a second: with every batch it would take a tenth of the time. */
class Notes {
  readonly #pairs: ComparedPairRepo;
  #taken: Found[] = [];
  #storedAt = performance.now();

  constructor(pairs: ComparedPairRepo) {
    this.#pairs = pairs;
  }

  take(found: Found): void {
    this.#taken.push(found);
    if (performance.now() - this.#storedAt >= storeEveryMs) this.store();
  }

  store(): void {
    this.#pairs.storeSoFar(
      this.#taken.flatMap(({ products }) => products),
      this.#taken.flatMap(({ pairs }) => pairs),
    );
    this.#taken = [];
    this.#storedAt = performance.now();
  }
}

/** Of the products new to the scan, those that are like one that was there before. */
class KnownAlready {
  readonly #deps: ScannerDeps;
  readonly #added: ReadonlySet<number>;
  readonly #best = new Map<number, { productId: number; knownId: number; probability: number }>();

  constructor(deps: ScannerDeps, added: ReadonlySet<number>) {
    this.#deps = deps;
    this.#added = added;
  }

  offer(pairs: readonly ComparedPair[]): void {
    const model = this.#deps.models.current;
    for (const { left, right, evidence, veto } of pairs) {
      if (this.#added.has(left) === this.#added.has(right) || veto !== null) continue;
      const [productId, knownId] = this.#added.has(left) ? [left, right] : [right, left];
      const probability = model.probability(evidence);
      const best = this.#best.get(productId);
      if (probability < shippedThreshold) continue;
      if (best !== undefined && (best.probability - probability || knownId - best.knownId) >= 0) continue;
      this.#best.set(productId, { productId, knownId, probability });
    }
  }

  check(): ScanResult['check'] {
    if (this.#added.size === 0) return null;
    const found = [...this.#best.values()]
      .sort((a, b) => b.probability - a.probability || a.productId - b.productId)
      .slice(0, examples);
    const titles = new Map(
      this.#deps.catalog.products
        .summaries(found.map(({ productId }) => productId))
        .map(({ id, title }) => [id, title]),
    );
    return {
      added: this.#added.size,
      known: this.#best.size,
      examples: found.map((match) => ({ ...match, title: titles.get(match.productId) ?? '' })),
    };
  }
}
