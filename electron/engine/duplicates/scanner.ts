/** The job that compares what came or changed with the rest of the library, and says how much of it was there already. */
import { z } from 'zod';
import type { DuplicateState } from '../../contract/duplicates.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { readLook } from '../images/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { VectorsPort } from '../vector/types.ts';
import { shippedThreshold } from './default-weights.ts';
import type { DuplicatesRepo } from './duplicate-repo.ts';
import type { ComparedPair } from './evidence.ts';
import type { PairModel } from './pair-model.ts';
import { type Found, ScanRun } from './scan/scan-run.ts';
import { type ShelvedProduct, Shelves } from './scan/shelf.ts';
import { SignatureCache } from './scan/signature-cache.ts';

export const scanParamsSchema = z.object({ full: z.boolean() });

export interface ScannerDeps {
  readonly repo: DuplicatesRepo;
  readonly catalog: Pick<Catalog, 'rows' | 'vocabulary' | 'products'>;
  readonly vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>;
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
const readAtOnce = 32;
const storeEveryMs = 300;
/** The job whose findings so far are those of comparing everything again. */
const fullScanKey = 'duplicatesFullScan';

/**
 * What is found is noted as it comes, so that a scan that was stopped goes on where it was; what is shown changes once, at the end.
 * @throws {AppError} `CANCELLED`
 */
export async function scanLibrary(deps: ScannerDeps, full: boolean, context: JobContext): Promise<ScanResult> {
  const { repo, catalog, vectors } = deps;
  await fillSignatures(repo, context);
  await untilQuiet();
  const pause = createGentlePause();
  const shelves = await Shelves.inTurns(pause, catalog.rows.read(), catalog.vocabulary.byId(), repo, vectors);
  throwIfCancelled(context.signal);
  const fingerprints = repo.fingerprints();
  const changed = [...shelves.products.values()].filter(
    ({ id, fingerprint }) => full || fingerprints.get(id) !== fingerprint,
  );
  const done = doneSoFar(repo, full, changed, context);
  const products = changed.filter(({ id }) => !done.has(id));
  const hidden = [...fingerprints.keys()].filter((id) => !shelves.products.has(id));
  context.report({ phase: 'compare', done: done.size, total: changed.length });
  const added = new Set(changed.filter(({ id }) => !fingerprints.has(id)).map(({ id }) => id));
  const known = new KnownAlready(deps, added);
  const foundBefore = done.size === 0 ? [] : repo.pairsSoFar();
  known.offer(foundBefore);
  const notes = new Notes(repo);
  const run = new ScanRun({
    shelves,
    vectors,
    signatures: new SignatureCache((hashes) => repo.signatures(hashes)).pack,
    products,
    known: [...(changed.length === shelves.products.size ? [] : unchangedPairs(repo, changed)), ...foundBefore],
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
  repo.adoptSoFar(hidden);
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
  repo: DuplicatesRepo,
  full: boolean,
  changed: readonly ShelvedProduct[],
  { jobId }: JobContext,
): ReadonlySet<number> {
  // Comparing all again must not take over what another scan found.
  if (full && repo.setting(fullScanKey) !== String(jobId)) {
    repo.forgetSoFar();
    repo.setSetting(fullScanKey, String(jobId));
  }
  const before = repo.fingerprintsSoFar();
  if (before.size === 0) {
    repo.forgetSoFar();
    return new Set();
  }
  const done = new Set(changed.filter(({ id, fingerprint }) => before.get(id) === fingerprint).map(({ id }) => id));
  const outdated = [...before.keys()].filter((id) => !done.has(id));
  if (outdated.length > 0) repo.forgetSoFar(outdated);
  return done;
}

function unchangedPairs(repo: DuplicatesRepo, changed: readonly ShelvedProduct[]): ComparedPair[] {
  const ids = new Set(changed.map(({ id }) => id));
  return [...repo.pairs()].filter(({ left, right }) => !ids.has(left) && !ids.has(right));
}

/** Pictures of libraries from before signatures were kept are looked at once; one that cannot be read has none. */
async function fillSignatures(repo: DuplicatesRepo, context: JobContext): Promise<void> {
  const missing = repo.withoutSignature();
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
    repo.setSignatures(looks.flat());
    await untilQuiet();
    context.report({ done: Math.min(missing.length, from + readAtOnce) });
  }
}

/** Writes down what is found a few times a second: often enough that a cut loses little, not with every batch, which would take a tenth of the time. */
class Notes {
  readonly #repo: DuplicatesRepo;
  #taken: Found[] = [];
  #storedAt = performance.now();

  constructor(repo: DuplicatesRepo) {
    this.#repo = repo;
  }

  take(found: Found): void {
    this.#taken.push(found);
    if (performance.now() - this.#storedAt >= storeEveryMs) this.store();
  }

  store(): void {
    this.#repo.storeSoFar(
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
    const weights = this.#deps.model();
    for (const { left, right, evidence, veto } of pairs) {
      if (this.#added.has(left) === this.#added.has(right) || veto !== null) continue;
      const [productId, knownId] = this.#added.has(left) ? [left, right] : [right, left];
      const probability = weights.probability(evidence);
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
