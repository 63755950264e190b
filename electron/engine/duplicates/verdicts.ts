/** The verdicts of a library: given, taken back, exported and read in, and what follows from them. */
import { z } from 'zod';
import type { StoredVerdict, VerdictValue } from '../../contract/duplicates.ts';
import { verdictValueSchema } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/service.ts';
import type { DuplicatesRepo } from './repo.ts';
import { type KeyedVerdict, VerdictGraph } from './verdict-graph.ts';

/** A pair as it was before a change; null where it had no verdict. */
export const earlierVerdictSchema = z.object({
  leftKey: z.int(),
  rightKey: z.int(),
  value: verdictValueSchema.nullable(),
  decidedAt: z.string(),
});
export type EarlierVerdict = z.infer<typeof earlierVerdictSchema>;

/** Product ids. */
export interface PairValue {
  readonly left: number;
  readonly right: number;
  readonly value: VerdictValue;
}

export class Verdicts {
  readonly #repo: DuplicatesRepo;
  readonly #catalog: Catalog;
  #graph: VerdictGraph | undefined;

  constructor(repo: DuplicatesRepo, catalog: Catalog) {
    this.#repo = repo;
    this.#catalog = catalog;
  }

  get graph(): VerdictGraph {
    this.#graph ??= new VerdictGraph(this.#repo.verdicts());
    return this.#graph;
  }

  /** Forgets what was worked out, after the rows changed. */
  forget(): void {
    this.#graph = undefined;
  }

  /**
   * Writes verdicts, replacing those given before on the same pairs; answers what was there before, without the pairs that stay as they were.
   * Nothing is written when one of them cannot be.
   * @throws {AppError} `CONFLICT` naming the pair that says otherwise, `NOT_FOUND`, `BAD_REQUEST` for a product with itself
   */
  give(pairs: readonly PairValue[], now = new Date().toISOString()): EarlierVerdict[] {
    const earlier: EarlierVerdict[] = [];
    const wanted: KeyedVerdict[] = [];
    for (const { left, right, value } of pairs) {
      if (left === right) throw new AppError('BAD_REQUEST', 'A verdict needs two different products.');
      const [leftKey, rightKey] = [this.#catalog.keyOf(left), this.#catalog.keyOf(right)];
      const before = this.#repo.verdict(leftKey, rightKey);
      if (before?.value === value) continue;
      earlier.push({ leftKey, rightKey, value: before?.value ?? null, decidedAt: before?.decidedAt ?? now });
      wanted.push({ leftKey, rightKey, value });
    }
    const replaced = new Set(wanted.map(pairName));
    const graph = new VerdictGraph(this.#repo.verdicts().filter((row) => !replaced.has(pairName(row))));
    for (const verdict of wanted) {
      const against = graph.contradicting(verdict);
      if (against !== null) throw this.#contradiction(verdict, against);
      graph.add(verdict);
    }
    for (const verdict of wanted) this.#repo.putVerdict({ ...verdict, decidedAt: now });
    this.forget();
    return earlier;
  }

  /** Puts pairs back as they were. Expects a transaction. @throws {AppError} `CONFLICT` when later verdicts rule that out */
  restore(earlier: readonly EarlierVerdict[]): void {
    for (const { leftKey, rightKey } of earlier) this.#repo.removeVerdict(leftKey, rightKey);
    const graph = new VerdictGraph(this.#repo.verdicts());
    for (const { leftKey, rightKey, value, decidedAt } of earlier) {
      if (value === null) continue;
      const against = graph.contradicting({ leftKey, rightKey, value });
      if (against !== null) throw this.#contradiction({ leftKey, rightKey, value }, against);
      graph.add({ leftKey, rightKey, value });
      this.#repo.putVerdict({ leftKey, rightKey, value, decidedAt });
    }
    this.forget();
  }

  /** Oldest first; also of products that are gone. */
  export(): StoredVerdict[] {
    const keys = new Map(this.#catalog.keys().map(({ id, source, sku, hash }) => [id, { source, sku, hash }]));
    return this.#repo.verdicts().flatMap(({ leftKey, rightKey, value, decidedAt }) => {
      const [left, right] = [keys.get(leftKey), keys.get(rightKey)];
      return left === undefined || right === undefined ? [] : [{ left, right, value, decidedAt }];
    });
  }

  /** Takes in verdicts from elsewhere, one by one. Expects a transaction. */
  import(verdicts: readonly (Omit<StoredVerdict, 'decidedAt'> & { readonly decidedAt?: string | undefined })[]) {
    const earlier: EarlierVerdict[] = [];
    const refused: { index: number; reason: string }[] = [];
    const graph = new VerdictGraph(this.#repo.verdicts());
    let unchanged = 0;
    for (const [index, { left, right, value, decidedAt = new Date().toISOString() }] of verdicts.entries()) {
      const leftKey = this.#catalog.putKey(left.source, left.sku, left.hash);
      const rightKey = this.#catalog.putKey(right.source, right.sku, right.hash);
      if (leftKey === rightKey) {
        refused.push({ index, reason: 'Both sides are the same product.' });
        continue;
      }
      if (this.#repo.verdict(leftKey, rightKey)?.value === value) {
        unchanged++;
        continue;
      }
      const against = graph.contradicting({ leftKey, rightKey, value });
      if (against !== null) {
        refused.push({ index, reason: this.#contradiction({ leftKey, rightKey, value }, against).message });
        continue;
      }
      graph.add({ leftKey, rightKey, value });
      earlier.push({ leftKey, rightKey, value: null, decidedAt });
      this.#repo.putVerdict({ leftKey, rightKey, value, decidedAt });
    }
    this.forget();
    return { earlier, refused, unchanged };
  }

  #contradiction(wanted: KeyedVerdict, against: KeyedVerdict): AppError {
    const keys = new Map(this.#catalog.keys().map((key) => [key.id, key]));
    const products = this.#catalog.productsByKey();
    const sku = (key: number): string => keys.get(key)?.sku ?? String(key);
    const said = { same: 'the same product', variant: 'variants of one product', different: 'different products' };
    const ids = [against.leftKey, against.rightKey].map((key) => products.get(key) ?? null);
    return new AppError(
      'CONFLICT',
      `"${sku(wanted.leftKey)}" and "${sku(wanted.rightKey)}" cannot be ${said[wanted.value]}, because "${sku(against.leftKey)}" and ` +
        `"${sku(against.rightKey)}" were judged to be ${said[against.value]}. Change that verdict first.`,
      { details: { pair: ids, skus: [sku(against.leftKey), sku(against.rightKey)], verdict: against.value } },
    );
  }
}

function pairName({ leftKey, rightKey }: Pick<KeyedVerdict, 'leftKey' | 'rightKey'>): string {
  return leftKey < rightKey ? `${leftKey} ${rightKey}` : `${rightKey} ${leftKey}`;
}
