/** Duplicates of one library: joins what finds, groups and decides about them, and tells when that changes. */
import type { DuplicateState } from '../../contract/duplicates.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { Operations } from '../operations/operations.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { ComparisonSources, QueryImage } from './check-image.ts';
import { ComparedPairRepo } from './compared-pair-repo.ts';
import { Decisions } from './decisions.ts';
import { FittedModels } from './fitted-models.ts';
import { countKinds } from './groups/group-index.ts';
import { ImageSignatureRepo } from './image-signature-repo.ts';
import { LibraryGroups } from './library-groups.ts';
import { PairModelRepo } from './pair-model-repo.ts';
import { Rules } from './rules.ts';
import { ScanRecordRepo } from './scan-record-repo.ts';
import { Scans } from './scans.ts';
import { VerdictRepo } from './verdict-repo.ts';
import { Verdicts } from './verdicts.ts';

export interface DuplicatesDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly jobs: Jobs;
  readonly operations: Operations;
  readonly hub: EventHub;
  /** Images added with `search.addImage`. */
  readonly queryImage: (hash: string, signal: AbortSignal) => Promise<QueryImage>;
}

const announceMs = 100;
const quietMs = 1500;

export class Duplicates {
  readonly verdicts: Verdicts;
  readonly models: FittedModels;
  readonly groups: LibraryGroups;
  readonly decisions: Decisions;
  readonly rules: Rules;
  readonly scans: Scans;
  /** What comparing reads. */
  readonly sources: ComparisonSources;
  readonly #hub: EventHub;
  readonly #record: ScanRecordRepo;
  readonly #stop: () => void;
  readonly #closing = new AbortController();
  #version = Date.now();
  #announceTimer: NodeJS.Timeout | undefined;

  constructor({ database, catalog, vectors, jobs, operations, hub, queryImage }: DuplicatesDependencies) {
    const changed = (): void => this.#renew();
    const pairs = new ComparedPairRepo(database);
    const images = new ImageSignatureRepo(database);
    const record = new ScanRecordRepo(database);
    this.#hub = hub;
    this.#record = record;
    this.verdicts = new Verdicts(new VerdictRepo(database), catalog, (a, b) => this.groups.probabilityShown(a, b));
    this.models = new FittedModels(new PairModelRepo(database), vectors.modelId, changed);
    const { verdicts, models } = this;
    this.sources = { catalog, vectors, images, pairs, models, queryImage };
    this.groups = new LibraryGroups({ pairs, record, catalog, models, verdicts });
    this.decisions = new Decisions({ database, catalog, operations, verdicts, changed });
    this.rules = new Rules(catalog, this.groups, verdicts, this.decisions);
    this.scans = new Scans({ ...this.sources, database, jobs, record, groups: this.groups, changed });
    this.#stop = catalog.onChange(({ changed: products, removed }) => {
      this.groups.removeProducts(removed);
      this.#renew(quietMs);
      this.scans.productsChanged(products, removed);
    });
    void this.#takeUp();
  }

  state(): DuplicateState {
    return {
      version: this.#version,
      scannedAt: this.#record.at,
      unscanned: this.scans.countUnscanned(),
      counts: countKinds(this.groups.index.openAt(shippedThreshold)),
      lastCheck: this.#record.check,
    };
  }

  close(): void {
    this.#closing.abort();
    this.#stop();
    this.scans.close();
    clearTimeout(this.#announceTimer);
  }

  /** Groups what was found before the library was opened, in turns: a first search must not wait for that. */
  async #takeUp(): Promise<void> {
    const { signal } = this.#closing;
    const gentle = createGentlePause();
    try {
      await this.groups.renewPairs(async () => {
        await gentle();
        throwIfCancelled(signal);
      });
      this.#renew();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Groups are brought up to date when they are asked for next. Everyone is told; during an import once it pauses. */
  #renew(wait = announceMs): void {
    this.groups.forget();
    this.#version++;
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => this.#hub.emit('duplicates.changed', this.state()), wait);
  }
}
