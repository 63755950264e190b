/** The job that compares what came or changed with the rest. */
import { z } from 'zod';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ComparedPair } from '../identity/evidence.ts';
import { readLook } from '../images/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { ComparedPairRepo } from './compared-pair-repo.ts';
import type { ImageSignatureRepo } from './image-signature-repo.ts';
import { BlockingIndex, type ComparableProduct, type ComparedLibrary } from './scan/blocking-index.ts';
import { type FoundPairs, ScanRun } from './scan/scan-run.ts';
import { SignatureCache } from './scan/signature-cache.ts';
import type { ScanRecordRepo } from './scan-record-repo.ts';

export const scanParamsSchema = z.object({ full: z.boolean() });

export interface ScannerDeps extends ComparedLibrary {
  readonly catalog: Pick<Catalog, 'rows' | 'vocabulary'>;
  readonly images: ImageSignatureRepo;
  readonly pairs: ComparedPairRepo;
  readonly record: ScanRecordRepo;
}

export interface ScanResult {
  readonly scanned: number;
  readonly compared: number;
  /** Whether nothing had been compared before. */
  readonly first: boolean;
  /** Products new to the scan. */
  readonly added: readonly number[];
}

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
  const foundBefore = done.size === 0 ? [] : pairs.pairsSoFar();
  const notes = new Notes(pairs);
  const run = new ScanRun({
    blocks,
    vectors,
    signatures: new SignatureCache((hashes) => images.signatures(hashes)).pack,
    products,
    known: [...(changed.length === blocks.products.size ? [] : unchangedPairs(pairs, changed)), ...foundBefore],
    signal: context.signal,
    onProgress: (count) => context.report({ done: done.size + count }),
    onFound: (found) => notes.take(found),
  });
  try {
    await run.run();
  } finally {
    notes.store();
  }
  context.report({ phase: 'group', done: changed.length, total: changed.length });
  pairs.adoptSoFar(hidden);
  return {
    scanned: changed.length,
    compared: run.compared,
    first: fingerprints.size === 0,
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
  #taken: FoundPairs[] = [];
  #storedAt = performance.now();

  constructor(pairs: ComparedPairRepo) {
    this.#pairs = pairs;
  }

  take(found: FoundPairs): void {
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
