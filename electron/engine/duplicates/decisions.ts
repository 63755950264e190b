/** Everything people decide about duplicates: each decision is one operation that can be taken back. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type GroupDecision, type MergePreview, pairsOf } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import { type Catalog, type MergeRow, mergeRowSchema } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/operations.ts';
import { previewMerge } from './merge-preview.ts';
import { type EarlierVerdict, earlierVerdictSchema, type PairValue, type Verdicts } from './verdicts.ts';

/** What was there before a decision. */
const undoSchema = z.object({
  verdicts: z.array(earlierVerdictSchema),
  /** Keys of products whose merges were changed, and their merges before. */
  mergeKeys: z.array(z.int()),
  merges: z.array(mergeRowSchema),
});
export type DecisionUndo = z.infer<typeof undoSchema>;

const kinds = ['verdict', 'withdraw', 'merge', 'rule', 'import'] as const;

type MergeParams = MethodParams<'duplicates.merge'>;

export interface DecisionsDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly operations: Operations;
  readonly verdicts: Verdicts;
  /** Called after every decision and every undo. */
  readonly changed: () => void;
}

const labelLength = 60;

export class Decisions {
  readonly #deps: DecisionsDependencies;
  readonly #catalog: Catalog;
  readonly #verdicts: Verdicts;

  constructor(deps: DecisionsDependencies) {
    this.#deps = deps;
    this.#catalog = deps.catalog;
    this.#verdicts = deps.verdicts;
    for (const kind of kinds) {
      deps.operations.register(`duplicates.${kind}`, undoSchema, (undo) => this.#change(() => this.#undo(undo)));
    }
  }

  /** @throws {AppError} `CONFLICT`, `NOT_FOUND`, `BAD_REQUEST` */
  verdict({ pairs, products, value }: MethodParams<'duplicates.verdict'>): MethodResult<'duplicates.verdict'> {
    const wanted = [...pairs, ...pairsOf(products)].map(([left, right]): PairValue => ({ left, right, value }));
    if (wanted.length === 0) throw new AppError('BAD_REQUEST', 'Say which products the verdict is about.');
    if (value !== 'same') this.#expectApart(wanted);
    let recorded = 0;
    const label = this.#label(wanted.flatMap(({ left, right }) => [left, right]));
    const operation = this.perform('verdict', label, () => {
      const verdicts = this.#verdicts.give(wanted, 'person');
      recorded = verdicts.length;
      return { verdicts, mergeKeys: [], merges: [] };
    });
    return { recorded, inferred: this.#verdicts.graph.countInferred(), operation };
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
  withdraw({ pairs, products }: MethodParams<'duplicates.withdraw'>): MethodResult<'duplicates.withdraw'> {
    const wanted = [...pairs, ...pairsOf(products)];
    if (wanted.length === 0) throw new AppError('BAD_REQUEST', 'Say which products are to be judged again.');
    const separated = [...new Set(wanted.filter((pair) => this.#isMerged(pair)).flat())].filter(
      (id) => this.#catalog.merges.keeperOf(id) !== undefined,
    );
    let withdrawn = 0;
    const operation = this.perform('withdraw', this.#label(wanted.flat()), () => {
      const keyOf = new Map([...this.#catalog.keys.products()].map(([key, product]) => [product, key]));
      const keysOf = (ids: readonly number[]): number[] => ids.flatMap((id) => keyOf.get(id) ?? []);
      const mergeKeys = keysOf(separated);
      const merges = this.#catalog.storedMerges
        .touching(mergeKeys)
        .filter(({ memberKey }) => mergeKeys.includes(memberKey));
      this.#catalog.writeMerges(mergeKeys, []);
      const keyPairs = wanted.map(keysOf).filter((keys): keys is [number, number] => keys.length === 2);
      const verdicts = this.#verdicts.withdraw(keyPairs);
      withdrawn = verdicts.length;
      return { verdicts, mergeKeys, merges };
    });
    return { withdrawn, separated, operation };
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST`, `CONFLICT` for products that are part of another already */
  mergePreview({ keeperId, productIds, fields }: MergeParams): MergePreview {
    const others = [...new Set(productIds)].filter((id) => id !== keeperId);
    for (const id of [keeperId, ...others]) {
      const survivor = this.#catalog.merges.keeperOf(id);
      if (survivor === undefined) continue;
      const { sku } = this.#catalog.products.get(id);
      throw new AppError('CONFLICT', `"${sku}" is part of another product already. Undo that merge first.`, {
        details: { why: 'part-of-another', productId: id, keeperId: survivor, sku },
      });
    }
    return previewMerge(
      this.#catalog.products.get(keeperId),
      others.map((id) => this.#catalog.products.get(id)),
      fields,
    );
  }

  /** @throws {AppError} `BAD_REQUEST` with fields still to be asked for, `CONFLICT`, `NOT_FOUND` */
  merge(params: MergeParams): MethodResult<'duplicates.merge'> {
    const preview = this.mergePreview(params);
    const label = this.#label([preview.keeperId, ...preview.productIds]);
    const operation = this.perform('merge', label, () => this.writeMerge(preview, params.fields, 'merge'));
    if (operation !== null) return { operation, preview };
    throw new AppError('CONFLICT', 'These products are merged already.', { details: { why: 'merged-already' } });
  }

  importVerdicts({ verdicts }: MethodParams<'duplicates.importVerdicts'>): MethodResult<'duplicates.importVerdicts'> {
    let imported: EarlierVerdict[] = [];
    let counts: Omit<ReturnType<Verdicts['import']>, 'earlier'> = { refused: [], unchanged: 0, absent: 0 };
    const operation = this.perform('import', String(verdicts.length), () => {
      ({ earlier: imported, ...counts } = this.#verdicts.import(verdicts));
      return { verdicts: imported, mergeKeys: [], merges: [] };
    });
    return { imported: imported.length, ...counts, operation };
  }

  /** One operation of everything `change` writes; null when that was nothing. */
  perform(kind: (typeof kinds)[number], label: string, change: () => DecisionUndo): Operation | null {
    return this.#deps.operations.perform(`duplicates.${kind}`, label, () => {
      const undo = this.#change(change);
      return undo.verdicts.length + undo.mergeKeys.length === 0 ? null : undo;
    });
  }

  /** Writes a merge and the verdicts that go with it; inside `perform`. */
  writeMerge(preview: MergePreview, fields: MergeParams['fields'], by: GroupDecision['by']): DecisionUndo {
    if (preview.open.length > 0) {
      throw new AppError('BAD_REQUEST', `Choose where to take the ${preview.open.join(' and the ')} from.`, {
        details: { open: preview.open },
      });
    }
    const { keeperId, productIds } = preview;
    const pairs = productIds.map((id): PairValue => ({ left: keeperId, right: id, value: 'same' }));
    const verdicts = this.#verdicts.give(pairs, by);
    const keeperKey = this.#catalog.keys.of(keeperId);
    const key = (id: number | null): number | null =>
      id === null || id === keeperId ? null : this.#catalog.keys.of(id);
    const joined = new Set(productIds.map((id) => this.#catalog.keys.of(id)));
    // What was merged into a product that goes into the survivor goes along.
    const merges = this.#catalog.storedMerges
      .touching([keeperKey, ...joined])
      .filter((row) => row.keeperKey === keeperKey || joined.has(row.keeperKey));
    const mergeKeys = [...new Set([...joined, ...merges.map(({ memberKey }) => memberKey)])];
    const row = {
      keeperKey,
      fields: {
        title: key(preview.title.from),
        description: key(preview.description.from),
        price: key(preview.price.from),
        tags: fields.tags,
        photos: fields.photos,
      },
      mergedAt: new Date().toISOString(),
    };
    this.#catalog.writeMerges(
      mergeKeys,
      mergeKeys.map((memberKey): MergeRow => ({ memberKey, ...row })),
    );
    return { verdicts, mergeKeys, merges };
  }

  #undo({ verdicts, mergeKeys, merges }: DecisionUndo): void {
    this.#verdicts.restore(verdicts);
    if (mergeKeys.length > 0) this.#catalog.writeMerges(mergeKeys, merges);
  }

  readonly #forget = (): void => this.#verdicts.forget();

  /** Inside a transaction; everyone is told once that is committed. */
  #change<T>(work: () => T): T {
    const { database, changed } = this.#deps;
    database.afterRollback(this.#forget);
    const result = work();
    database.afterCommit(changed);
    return result;
  }

  /** Whether the two are shown as one product. */
  #isMerged([left, right]: readonly [number, number]): boolean {
    const { merges } = this.#catalog;
    return left !== right && merges.shownAs(left) === merges.shownAs(right);
  }

  #expectApart(pairs: readonly PairValue[]): void {
    const merged = pairs.find(({ left, right }) => this.#isMerged([left, right]));
    if (merged === undefined) return;
    const { left, right } = merged;
    const [a, b] = [left, right].map((id) => this.#catalog.products.asListed(id).sku);
    throw new AppError('CONFLICT', `"${a}" and "${b}" are merged. Take that back first, then judge them again.`, {
      details: { why: 'are-merged', pair: [left, right], left: a, right: b },
    });
  }

  #label(productIds: readonly number[]): string {
    const titles = this.#catalog.products.summaries([...new Set(productIds)].slice(0, 3)).map(({ title }) => title);
    const label = titles.join(' · ');
    return label.length > labelLength ? `${label.slice(0, labelLength - 1)}…` : label;
  }
}
