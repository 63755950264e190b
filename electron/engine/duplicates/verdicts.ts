/** The verdicts of a library: given, withdrawn, exported and read in, and what follows from them. */
import { z } from 'zod';
import {
  type GroupDecision,
  type KeyedVerdict,
  pairKey,
  type StoredVerdict,
  VerdictGraph,
  type VerdictValue,
  verdictOrigins,
  verdictValueSchema,
} from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { GivenVerdict } from './groups/judgements.ts';
import type { VerdictRepo } from './verdict-repo.ts';

/** A pair as it was before a change; null where it had no verdict. */
export const earlierVerdictSchema = z.object({
  leftKey: z.int(),
  rightKey: z.int(),
  value: verdictValueSchema.nullable(),
  decidedAt: z.string(),
  by: z.enum(verdictOrigins).default('person'),
  shown: z.number().nullable().default(null),
});
export type EarlierVerdict = z.infer<typeof earlierVerdictSchema>;

/** Product ids. */
export interface PairValue {
  readonly left: number;
  readonly right: number;
  readonly value: VerdictValue;
}

export class Verdicts {
  readonly #repo: VerdictRepo;
  readonly #catalog: Catalog;
  readonly #shown: (left: number, right: number) => number | null;
  #rows: readonly GivenVerdict[] | undefined;
  #graph: VerdictGraph | undefined;
  /** Of what was given last [ms since 1970]. */
  #latest = 0;

  /** `shown`: the probability that stands beside a pair of products, null where none does. */
  constructor(repo: VerdictRepo, catalog: Catalog, shown: (left: number, right: number) => number | null) {
    this.#shown = shown;
    this.#repo = repo;
    this.#catalog = catalog;
  }

  get graph(): VerdictGraph {
    this.#graph ??= new VerdictGraph(this.rows);
    return this.#graph;
  }

  /** Oldest first. */
  get rows(): readonly GivenVerdict[] {
    this.#rows ??= this.#repo.all();
    return this.#rows;
  }

  /** Reads the verdicts again: what was changed last was not stored. */
  forget(): void {
    this.#graph = undefined;
    this.#rows = undefined;
  }

  /**
   * Writes verdicts, replacing those given before on the same pairs; answers what was there before, without the pairs
   * that stay as they were. Expects a transaction; after an error `forget` is to be called.
   * @throws {AppError} `CONFLICT` naming the pair that says otherwise, `NOT_FOUND`, `BAD_REQUEST` for a product with
   * itself
   */
  give(pairs: readonly PairValue[], by: GroupDecision['by']): EarlierVerdict[] {
    const now = this.#moment();
    const earlier: EarlierVerdict[] = [];
    const wanted: (KeyedVerdict & { readonly shown: number | null })[] = [];
    const replaced = new Set<string>();
    for (const { left, right, value } of pairs) {
      if (left === right) throw new AppError('BAD_REQUEST', 'A verdict needs two different products.');
      const [leftKey, rightKey] = [this.#catalog.keys.of(left), this.#catalog.keys.of(right)];
      const before = this.#repo.get(leftKey, rightKey);
      if (before?.value === value) continue;
      if (before !== undefined) replaced.add(pairKey(leftKey, rightKey));
      earlier.push({ leftKey, rightKey, value: null, decidedAt: now, by, shown: null, ...before });
      // Who says something else of a pair was shown what stood there the first time.
      wanted.push({ leftKey, rightKey, value, shown: before === undefined ? this.#shown(left, right) : before.shown });
    }
    const graph = replaced.size === 0 ? this.graph : this.#graphWithout(replaced);
    for (const verdict of wanted) this.#extend(graph, verdict);
    for (const verdict of wanted) this.#repo.put({ ...verdict, decidedAt: now, by });
    this.#keep(graph);
    return earlier;
  }

  /** A later one each time: verdicts of one moment count as said together, and lists have the latest first. */
  #moment(): string {
    this.#latest = Math.max(Date.now(), this.#latest + 1);
    return new Date(this.#latest).toISOString();
  }

  /** Takes back the verdicts that these pairs of keys rest on; answers what was there before. Expects a transaction. */
  withdraw(pairs: readonly (readonly [number, number])[]): EarlierVerdict[] {
    const stored = new Map(this.rows.map((row) => [pairKey(row.leftKey, row.rightKey), row]));
    const gone = new Set<string>();
    let graph = this.graph;
    const take = ([a, b]: readonly [number, number]): boolean => {
      const grounds = graph.groundsOf(a, b);
      for (const verdict of grounds) gone.add(pairKey(verdict.leftKey, verdict.rightKey));
      return grounds.length > 0;
    };
    // What is said of the pairs themselves goes first: the rest may have followed from it alone.
    for (const [a, b] of pairs) if (stored.has(pairKey(a, b))) take([a, b]);
    for (let again = true; again; ) {
      graph = this.#graphWithout(gone);
      again = pairs.some(take);
    }
    const earlier = [...gone].map((name) => stored.get(name)).filter((row) => row !== undefined);
    for (const { leftKey, rightKey } of earlier) this.#repo.remove(leftKey, rightKey);
    this.#keep(graph);
    return earlier;
  }

  /** Puts pairs back, inside a transaction. @throws {AppError} `CONFLICT` when later verdicts rule that out */
  restore(earlier: readonly EarlierVerdict[]): void {
    for (const { leftKey, rightKey } of earlier) this.#repo.remove(leftKey, rightKey);
    const graph = new VerdictGraph(this.#repo.all());
    for (const { value, ...before } of earlier) {
      if (value === null) continue;
      this.#extend(graph, { ...before, value });
      this.#repo.put({ ...before, value });
    }
    this.#keep(graph);
  }

  /** Oldest first; also of products that are gone. */
  export(): StoredVerdict[] {
    const keys = new Map(this.#catalog.keys.all().map(({ id, source, sku, hash }) => [id, { source, sku, hash }]));
    return this.rows.flatMap(({ leftKey, rightKey, value, decidedAt }) => {
      const [left, right] = [keys.get(leftKey), keys.get(rightKey)];
      return left === undefined || right === undefined ? [] : [{ left, right, value, decidedAt }];
    });
  }

  /** Takes in verdicts from elsewhere, one by one. Expects a transaction. */
  import(verdicts: readonly (Omit<StoredVerdict, 'decidedAt'> & { readonly decidedAt?: string | undefined })[]) {
    const earlier: EarlierVerdict[] = [];
    const refused: { index: number; reason: string }[] = [];
    const { graph } = this;
    let unchanged = 0;
    let absent = 0;
    for (const [index, { left, right, value, decidedAt = new Date().toISOString() }] of verdicts.entries()) {
      const [leftKey, rightKey] = [this.#keyHere(left), this.#keyHere(right)];
      if (leftKey.id === rightKey.id) {
        refused.push({ index, reason: 'Both sides are the same product.' });
        continue;
      }
      const wanted = { leftKey: leftKey.id, rightKey: rightKey.id, value };
      const known = this.#repo.get(wanted.leftKey, wanted.rightKey);
      if (known?.value === value) {
        unchanged++;
        continue;
      }
      const against = known ?? graph.contradicting(wanted);
      if (against !== null) {
        refused.push({ index, reason: this.#contradiction(wanted, against).message });
        continue;
      }
      if (!leftKey.here || !rightKey.here) absent++;
      graph.add(wanted);
      earlier.push({ ...wanted, value: null, decidedAt, by: 'file', shown: null });
      this.#repo.put({ ...wanted, decidedAt, by: 'file', shown: null });
    }
    this.#keep(graph);
    return { earlier, refused, unchanged, absent };
  }

  /** A key that stands for a product of this library where it has one that can only be meant. */
  #keyHere({ source, sku, hash }: StoredVerdict['left']): { id: number; here: boolean } {
    const product = this.#catalog.keys.match(source, sku, hash);
    if (product === undefined) return { id: this.#catalog.keys.put(source, sku, hash), here: false };
    return { id: this.#catalog.keys.of(product), here: true };
  }

  #graphWithout(pairs: ReadonlySet<string>): VerdictGraph {
    return new VerdictGraph(this.rows.filter(({ leftKey, rightKey }) => !pairs.has(pairKey(leftKey, rightKey))));
  }

  /** @throws {AppError} `CONFLICT` */
  #extend(graph: VerdictGraph, verdict: KeyedVerdict): void {
    const against = graph.contradicting(verdict);
    if (against !== null) throw this.#contradiction(verdict, against);
    graph.add(verdict);
  }

  /** Goes on with a graph that is what is stored now. */
  #keep(graph: VerdictGraph): void {
    this.#graph = graph;
    this.#rows = undefined;
  }

  #contradiction(wanted: KeyedVerdict, against: KeyedVerdict): AppError {
    const keys = new Map(this.#catalog.keys.all().map((key) => [key.id, key]));
    const products = this.#catalog.keys.products();
    const sku = (key: number): string => keys.get(key)?.sku ?? String(key);
    const said = { same: 'the same product', variant: 'variants of one product', different: 'different products' };
    const ids = [against.leftKey, against.rightKey].map((key) => products.get(key) ?? null);
    return new AppError(
      'CONFLICT',
      `"${sku(wanted.leftKey)}" and "${sku(wanted.rightKey)}" cannot be ${said[wanted.value]}, because ` +
        `"${sku(against.leftKey)}" and "${sku(against.rightKey)}" were judged to be ${said[against.value]}. ` +
        'Change that verdict first.',
      {
        details: {
          why: 'verdict-contradicts',
          pair: ids,
          left: sku(against.leftKey),
          right: sku(against.rightKey),
          verdict: against.value,
        },
      },
    );
  }
}
