/** The versions of the ranker: the default, those that were learned, and which is in use. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import type { RankerInfo } from '../../../contract/evaluation.ts';
import type { EventHub } from '../../../contract/rpc/event-hub.ts';
import type { Database } from '../../db/database.ts';
import type { Operations } from '../../operations/operations.ts';
import { defaultRanker, defaultWording, type Ranker } from './ranker.ts';
import { RankerRepo, type RankerRow } from './ranker-repo.ts';

const weightsSchema = z.object({ picture: z.number(), listing: z.number(), words: z.number() });
const wordingSchema = z.object({
  covered: z.number(),
  pairs: z.number(),
  phrase: z.number(),
  head: z.number(),
  subject: z.number(),
  aside: z.number(),
  usual: z.number(),
});
const settingsSchema = z.object({
  textWeights: weightsSchema,
  imageWeights: weightsSchema,
  words: z.object({ slope: z.number(), centre: z.number() }),
  scale: z.number(),
  offset: z.number(),
  cutoff: z.number(),
  tagMatch: z.number(),
  /** A version that was learned before wording was looked at goes with the usual one. */
  wording: wordingSchema.default(defaultWording),
  preferences: z.record(z.string(), z.number()),
});
const heldOutSchema = z.object({
  current: z.number(),
  candidate: z.number(),
  pValue: z.number(),
  queries: z.int(),
});
export type HeldOut = z.infer<typeof heldOutSchema>;

const undoSchema = z.object({ before: z.int().nullable(), after: z.int().nullable() });

export interface RankerVersionsDependencies {
  readonly database: Database;
  readonly operations: Operations;
  readonly hub: EventHub;
  readonly modelId: string;
  /** Ranks with this one from now on. */
  readonly use: (ranker: Ranker) => void;
}

const kind = 'evaluation.useRanker';

export class RankerVersions {
  readonly #deps: RankerVersionsDependencies;
  readonly #repo: RankerRepo;

  /** Takes up the version in use with this model. */
  constructor(deps: RankerVersionsDependencies) {
    this.#deps = deps;
    this.#repo = new RankerRepo(deps.database);
    deps.operations.register(kind, undoSchema, ({ before, after }) => {
      if ((this.#repo.chosen(deps.modelId) ?? null) !== after) {
        throw new AppError('CONFLICT', 'The ranking was changed again since. Choose the version you want instead.', {
          details: { why: 'ranking-changed' },
        });
      }
      this.#repo.choose(deps.modelId, before);
      this.#apply();
    });
    this.#apply();
  }

  get current(): Ranker {
    const row = this.#row(this.#repo.chosen(this.#deps.modelId));
    return row === undefined ? defaultRanker : (toRanker(row) ?? defaultRanker);
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` for one of another model than `modelId` */
  byName(name: string, modelId: string = this.#deps.modelId): Ranker {
    if (name === defaultRanker.name) return defaultRanker;
    const row = this.#row(numberOf(name));
    const ranker = row === undefined ? undefined : toRanker(row);
    if (row === undefined || ranker === undefined) {
      throw new AppError('NOT_FOUND', `There is no ranking called "${name}" in this library.`);
    }
    if (row.modelId !== modelId) {
      throw new AppError('CONFLICT', `"${name}" was learned for the model ${row.modelId} and fits that one only.`, {
        details: { why: 'ranking-of-other', name, modelId: row.modelId },
      });
    }
    return ranker;
  }

  list(): RankerInfo[] {
    const { modelId } = this.#deps;
    const active = this.current.name;
    const learned = this.#repo.all().flatMap((row) => {
      const ranker = toRanker(row);
      return ranker === undefined ? [] : [toInfo(ranker, row, active, modelId)];
    });
    const all = [...learned, toInfo(defaultRanker, null, active, modelId)];
    return all.sort((a, b) => Number(b.active) - Number(a.active));
  }

  /**
   * Keeps a fitted ranker and uses it; one step of undo. `within` is handed what writes it and answers its name, to be
   * called inside a transaction; what `within` answers is answered.
   */
  adopt<T>(fitted: Ranker, heldOut: HeldOut, within: (write: () => string) => T): T {
    const { name: _name, version: _version, ...settings } = fitted;
    const answer = within(() => {
      const number = this.#repo.add(this.#deps.modelId, JSON.stringify(settings), JSON.stringify(heldOut));
      this.#choose(nameOf(number));
      return nameOf(number);
    });
    this.#apply();
    return answer;
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  use(name: string): void {
    this.#choose(name);
    this.#apply();
  }

  #choose(name: string): void {
    const { operations, modelId } = this.#deps;
    this.byName(name);
    operations.perform(kind, name, () => {
      const before = this.#repo.chosen(modelId) ?? null;
      const after = numberOf(name) ?? null;
      if (before === after) return null;
      this.#repo.choose(modelId, after);
      return { before, after };
    });
  }

  #apply(): void {
    const { current } = this;
    this.#deps.use(current);
    this.#deps.hub.emit('evaluation.rankerChanged', { name: current.name });
  }

  #row(number: number | undefined): RankerRow | undefined {
    return number === undefined ? undefined : this.#repo.byNumber(number);
  }
}

function nameOf(number: number): string {
  return `learned ${number}`;
}

function numberOf(name: string): number | undefined {
  const match = /^learned (\d+)$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

function toRanker(row: RankerRow): Ranker | undefined {
  const parsed = settingsSchema.safeParse(JSON.parse(row.settings));
  return parsed.success ? { name: nameOf(row.number), version: row.number, ...parsed.data } : undefined;
}

function toInfo(ranker: Ranker, row: RankerRow | null, active: string, modelId: string): RankerInfo {
  const preferences = Object.entries(ranker.preferences).map(([key, logOdds]) => {
    const at = key.indexOf(': ');
    return { group: key.slice(0, at), name: key.slice(at + 2), logOdds };
  });
  const { picture: image, listing } = ranker.imageWeights;
  const heldOut = row?.heldOut == null ? undefined : heldOutSchema.safeParse(JSON.parse(row.heldOut)).data;
  return {
    name: ranker.name,
    kind: row === null ? 'default' : 'learned',
    modelId: row?.modelId ?? null,
    active: ranker.name === active,
    usable: row === null || row.modelId === modelId,
    createdAt: row?.createdAt ?? null,
    weights: { ...ranker.textWeights },
    imageWeights: { picture: image, listing },
    tagMatch: ranker.tagMatch,
    preferences: preferences.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)),
    heldOut: heldOut ?? null,
  };
}
