/** Duplicates of one library. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { DuplicateRule, DuplicateState, StoredVerdict } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/service.ts';
import type { Database } from '../db/database.ts';
import type { Encoder } from '../encoders/index.ts';
import type { Jobs } from '../jobs/service.ts';
import type { Operations } from '../operations/service.ts';
import type { VectorsPort } from '../vector/types.ts';

export interface DuplicatesDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: { active(): Promise<Encoder> };
  readonly jobs: Jobs;
  readonly operations: Operations;
  readonly hub: EventHub;
  readonly libraryDir: string;
}

const none = { exact: 0, near: 0, listing: 0, variant: 0 };
const notYet = (): never => {
  throw new AppError('NOT_FOUND', 'That is not in this library.');
};

export class Duplicates {
  readonly #dependencies: DuplicatesDependencies;

  constructor(dependencies: DuplicatesDependencies) {
    this.#dependencies = dependencies;
    dependencies.hub.emit('duplicates.changed', this.state());
  }

  state(): DuplicateState {
    return {
      version: 1,
      scannedAt: null,
      unscanned: this.#dependencies.catalog.counts().products,
      counts: none,
      lastCheck: null,
    };
  }

  list(params: MethodParams<'duplicates.list'>): MethodResult<'duplicates.list'> {
    return { total: 0, minProbability: params.minProbability ?? 0.5, counts: none, steps: [], pairs: [], groups: [] };
  }

  group(_id: string, _minProbability: number | undefined): MethodResult<'duplicates.group'> {
    return notYet();
  }

  compare(_left: number, _right: number): MethodResult<'duplicates.compare'> {
    return notYet();
  }

  verdict(_params: MethodParams<'duplicates.verdict'>): MethodResult<'duplicates.verdict'> {
    return notYet();
  }

  mergePreview(_params: MethodParams<'duplicates.mergePreview'>): MethodResult<'duplicates.mergePreview'> {
    return notYet();
  }

  merge(_params: MethodParams<'duplicates.merge'>): MethodResult<'duplicates.merge'> {
    return notYet();
  }

  rulePreview(_rule: DuplicateRule, _groupIds: readonly string[]): MethodResult<'duplicates.rulePreview'> {
    return { applied: [], skipped: [] };
  }

  ruleApply(_rule: DuplicateRule, _groupIds: readonly string[]): MethodResult<'duplicates.ruleApply'> {
    return { applied: [], skipped: [], operation: null };
  }

  exportDecisions(_format: 'csv' | 'json'): MethodResult<'duplicates.exportDecisions'> {
    return notYet();
  }

  exportVerdicts(): StoredVerdict[] {
    return [];
  }

  importVerdicts(
    _verdicts: MethodParams<'duplicates.importVerdicts'>['verdicts'],
  ): MethodResult<'duplicates.importVerdicts'> {
    return { imported: 0, unchanged: 0, refused: [], operation: null };
  }

  async checkImage(_hash: string, _signal: AbortSignal): Promise<MethodResult<'duplicates.checkImage'>> {
    return { best: null, threshold: 0.5, tookMs: 0 };
  }

  scan(_full: boolean): { jobId: number } {
    return notYet();
  }

  model(): MethodResult<'duplicates.model'> {
    return { version: 0, fittedAt: null, verdicts: 0, threshold: 0.5 };
  }

  refit(): MethodResult<'duplicates.refit'> {
    return notYet();
  }

  resetModel(): MethodResult<'duplicates.resetModel'> {
    return this.model();
  }

  close(): void {}
}
