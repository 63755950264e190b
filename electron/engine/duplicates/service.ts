/** Duplicates of one library: looks for them after imports, groups them, takes verdicts and merges, and takes those back. */
import type { Product } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { DuplicateGroup, DuplicateState, StoredVerdict } from '../../contract/duplicates.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Operations } from '../operations/operations.ts';
import type { VectorsPort } from '../vector/types.ts';
import { checkImage, type QueryPicture } from './check-image.ts';
import { Decider } from './decider.ts';
import { shippedThreshold } from './default-weights.ts';
import { differencesOf } from './differences.ts';
import { DuplicatesRepo } from './duplicate-repo.ts';
import type { ComparedPair } from './evidence.ts';
import { countKinds } from './groups/group-index.ts';
import type { Group } from './groups/open-groups.ts';
import { LibraryGroups } from './library-groups.ts';
import { Models } from './models.ts';
import { RuleDesk } from './rule-desk.ts';
import { PairComparer } from './scan/compare-pair.ts';
import { Shelves } from './scan/shelf.ts';
import { ScanRecord } from './scan-record.ts';
import { scanLibrary, scanParamsSchema } from './scanner.ts';
import { Verdicts } from './verdicts.ts';

export interface DuplicatesDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly jobs: Jobs;
  readonly operations: Operations;
  readonly hub: EventHub;
  /** Pictures added with `search.addImage`. */
  readonly queryPicture: (hash: string, signal: AbortSignal) => Promise<QueryPicture>;
  /** Milliseconds without a change of the catalog after which it is scanned. */
  readonly scanAfter?: number;
}

const announceMs = 100;
const quietMs = 1500;
const sliderSteps: readonly number[] = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99];

export class Duplicates {
  readonly #dependencies: DuplicatesDependencies;
  readonly #repo: DuplicatesRepo;
  readonly #lastScan: ScanRecord;
  readonly #models: Models;
  readonly #verdicts: Verdicts;
  readonly #decider: Decider;
  readonly #groups: LibraryGroups;
  readonly #rules: RuleDesk;
  readonly #stop: () => void;
  /** Products that came or changed since the last scan. */
  readonly #changed = new Set<number>();
  readonly #closing = new AbortController();
  #version = Date.now();
  #scanTimer: NodeJS.Timeout | undefined;
  #announceTimer: NodeJS.Timeout | undefined;

  constructor(dependencies: DuplicatesDependencies) {
    const { database, catalog, jobs, operations, vectors } = dependencies;
    this.#dependencies = dependencies;
    this.#repo = new DuplicatesRepo(database);
    this.#lastScan = new ScanRecord(this.#repo);
    this.#models = new Models(this.#repo, vectors.modelId);
    this.#verdicts = new Verdicts(this.#repo, catalog);
    this.#decider = new Decider(catalog, operations, this.#verdicts, () => database.afterCommit(() => this.#renew()));
    this.#groups = new LibraryGroups({ repo: this.#repo, catalog, models: this.#models, verdicts: this.#verdicts });
    this.#rules = new RuleDesk(catalog, this.#groups, this.#verdicts, this.#decider);
    this.#stop = catalog.onChange(({ changed, removed }) => {
      for (const id of changed) this.#changed.add(id);
      for (const id of removed) this.#changed.delete(id);
      this.#groups.removeProducts(removed);
      this.#renew(quietMs);
      this.#scanSoon();
    });
    jobs.register('duplicates', ({ full }, context) => this.#scan(full, context), scanParamsSchema);
    void this.#takeUp();
  }

  state(): DuplicateState {
    return {
      version: this.#version,
      scannedAt: this.#lastScan.at,
      unscanned: this.#unscanned(),
      counts: countKinds(this.#groups.index.openAt(shippedThreshold)),
      lastCheck: this.#lastScan.check,
    };
  }

  /** Goes on with what was not compared when the library was closed, or was with another model. */
  catchUp(): void {
    if (this.#unscanned() > 0 || this.#lastScan.isOfOther(this.#dependencies.vectors.modelId)) this.#scanSoon();
  }

  list(params: MethodParams<'duplicates.list'>): MethodResult<'duplicates.list'> {
    const { kind, settled, offset, limit, minProbability = shippedThreshold } = params;
    const { index } = this.#groups;
    const about = this.#groups.about(params);
    const decided = index.decided.filter(about);
    const at = (threshold: number): Group[] => [
      ...(settled === 'only' ? [] : index.openAt(threshold).filter(about)),
      ...(settled === 'hide' ? [] : decided),
    ];
    const listed = at(minProbability);
    const shown = listed.filter((entry) => kind === undefined || entry.kind === kind);
    return {
      total: shown.length,
      minProbability,
      counts: countKinds(listed),
      settledCounts: countKinds(decided),
      steps: sliderSteps.map((step) => ({ minProbability: step, ...countKinds(at(step)) })),
      pairs: index.histogram(),
      groups: shown.slice(offset, offset + limit).map((entry) => this.#groups.shown(entry)),
    };
  }

  /** @throws {AppError} `NOT_FOUND` */
  group(id: string, minProbability = shippedThreshold): DuplicateGroup {
    const entry = this.#groups.index.find(id, minProbability);
    if (entry === undefined) {
      throw new AppError('NOT_FOUND', 'These products are not a group any more. Load the list again.', {
        details: { id },
      });
    }
    return this.#groups.shown(entry);
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` for a product with itself */
  compare(left: number, right: number): MethodResult<'duplicates.compare'> {
    if (left === right) throw new AppError('BAD_REQUEST', 'Choose two different products to compare.');
    const { catalog } = this.#dependencies;
    const [one, other] = [left, right].map((id) => catalog.merges.shownAs(id));
    const read = (id: number): Product => (one === other ? catalog.products.asListed(id) : catalog.products.get(id));
    const differences = differencesOf(read(left), read(right));
    const { index } = this.#groups;
    const pair = index.pairs.get(left, right) ?? this.#compareNow(left, right);
    return { pair: index.shown(pair), differences };
  }

  verdict(params: MethodParams<'duplicates.verdict'>): MethodResult<'duplicates.verdict'> {
    const { recorded, operation } = this.#decider.verdict(params.pairs, params.products, params.value);
    return { recorded, inferred: this.#verdicts.graph.countInferred(), operation };
  }

  withdraw({ pairs, products }: MethodParams<'duplicates.withdraw'>): MethodResult<'duplicates.withdraw'> {
    return this.#decider.withdraw(pairs, products);
  }

  mergePreview(params: MethodParams<'duplicates.mergePreview'>): MethodResult<'duplicates.mergePreview'> {
    return this.#decider.preview(params);
  }

  merge(params: MethodParams<'duplicates.merge'>): MethodResult<'duplicates.merge'> {
    return this.#decider.merge(params);
  }

  rulePreview(
    params: MethodParams<'duplicates.rulePreview'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'duplicates.rulePreview'>> {
    return this.#rules.preview(params, signal);
  }

  /** @throws {AppError} `CONFLICT` when the plan is not the one that was looked at */
  ruleApply(
    params: MethodParams<'duplicates.ruleApply'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'duplicates.ruleApply'>> {
    return this.#rules.apply(params, signal);
  }

  exportDecisions(format: 'csv' | 'json'): MethodResult<'duplicates.exportDecisions'> {
    return this.#decider.export(format);
  }

  exportVerdicts(): StoredVerdict[] {
    return this.#verdicts.export();
  }

  importVerdicts(verdicts: MethodParams<'duplicates.importVerdicts'>['verdicts']) {
    return this.#decider.import(verdicts);
  }

  /** @throws {AppError} `NOT_FOUND` for a picture that was not added */
  async checkImage(hash: string, signal: AbortSignal): Promise<MethodResult<'duplicates.checkImage'>> {
    const started = performance.now();
    const { catalog, vectors, queryPicture } = this.#dependencies;
    const picture = await queryPicture(hash, signal);
    const best = await checkImage({ repo: this.#repo, catalog, vectors, model: this.#models.current }, picture, signal);
    return { best, threshold: shippedThreshold, tookMs: performance.now() - started };
  }

  /** Queues a scan. @throws {AppError} `LIBRARY_LOCKED` for a library that is only read beside another process */
  scan(full: boolean): { jobId: number } {
    if (this.#dependencies.database.readOnly) {
      throw new AppError(
        'LIBRARY_LOCKED',
        'This library is open in another Lookalike, which looks for duplicates by itself.',
      );
    }
    return { jobId: this.#dependencies.jobs.start('duplicates', 'duplicates', { full }, { afterRunning: true }).id };
  }

  model(): MethodResult<'duplicates.model'> {
    return this.#models.describe();
  }

  /** @throws {AppError} `BAD_REQUEST` with too few verdicts */
  refit(): MethodResult<'duplicates.refit'> {
    const outcome = this.#models.refit(this.#groups.index.pairs, this.#groups.judgements);
    this.#renew();
    return outcome;
  }

  /** After the first scan with another model: the same verdicts, if they suffice for it. */
  #refitQuietly(): void {
    try {
      this.refit();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  resetModel(): MethodResult<'duplicates.resetModel'> {
    this.#models.reset();
    this.#renew();
    return this.model();
  }

  close(): void {
    this.#closing.abort();
    this.#stop();
    clearTimeout(this.#scanTimer);
    clearTimeout(this.#announceTimer);
  }

  async #scan(full: boolean, context: JobContext): Promise<Record<string, unknown>> {
    const seen = new Set(this.#changed);
    const { scanned, compared, check, added } = await scanLibrary(this.#scannerDeps(), full, context);
    for (const id of seen) this.#changed.delete(id);
    const gentle = createGentlePause();
    // What was found is there to stay: who stops the job now only makes the rest of it less gentle.
    await this.#groups.renewPairs(async () => (context.signal.aborted ? undefined : gentle()));
    if (this.#models.lacksOwn) this.#refitQuietly();
    const lastCheck = check === null ? null : { jobId: context.jobId, ...check };
    this.#lastScan.put(this.#dependencies.vectors.modelId, lastCheck);
    if (lastCheck !== null) this.#groups.setLastAdded(added);
    this.#renew();
    const { examples: _examples, ...found } = lastCheck ?? { examples: [], added: 0, known: 0 };
    return { scanned, compared, ...found, groups: countKinds(this.#groups.index.openAt(shippedThreshold)) };
  }

  #scannerDeps() {
    const { catalog, vectors } = this.#dependencies;
    return { repo: this.#repo, catalog, vectors, model: () => this.#models.current };
  }

  #unscanned(): number {
    const { catalog } = this.#dependencies;
    const scanned = this.#repo.scannedIds();
    let shown = 0;
    for (const id of scanned) if (catalog.merges.keeperOf(id) === undefined) shown++;
    let fresh = 0;
    for (const id of this.#changed) if (scanned.has(id) && catalog.merges.keeperOf(id) === undefined) fresh++;
    return Math.max(0, catalog.products.counts().products - shown) + fresh;
  }

  #compareNow(a: number, b: number): ComparedPair & { probability: number } {
    const { catalog, vectors } = this.#dependencies;
    const shelves = Shelves.of(catalog.rows.read([a, b]), catalog.vocabulary.byId(), this.#repo, vectors);
    const [left, right] = [...shelves.products.values()].sort((x, y) => x.id - y.id);
    if (left === undefined || right === undefined) {
      throw new AppError('NOT_FOUND', 'One of these products is shown as part of another. Compare with that one.');
    }
    const pair = new PairComparer(shelves, vectors, (hash) => this.#repo.signature(hash)).compare(left, right);
    return { ...pair, probability: this.#models.current.probability(pair.evidence, pair.veto) };
  }

  /** Groups what was found before the library was opened, in turns, and then tells everyone: a first search must not wait for that. */
  async #takeUp(): Promise<void> {
    const { signal } = this.#closing;
    const gentle = createGentlePause();
    try {
      await this.#groups.renewPairs(async () => {
        await gentle();
        throwIfCancelled(signal);
      });
      this.#renew();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Groups are worked out again when they are asked for next, and everyone is told; during an import only once it pauses. */
  #renew(wait = announceMs): void {
    this.#groups.forget();
    this.#version++;
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => this.#announce(), wait);
  }

  #announce(): void {
    this.#dependencies.hub.emit('duplicates.changed', this.state());
  }

  #scanSoon(): void {
    const { database, jobs, scanAfter = 2000 } = this.#dependencies;
    if (database.readOnly) return;
    clearTimeout(this.#scanTimer);
    this.#scanTimer = setTimeout(() => {
      if (!jobs.closed) this.scan(false);
    }, scanAfter);
  }
}
