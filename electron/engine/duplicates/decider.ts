/** Everything people decide about duplicates: each decision is one operation that can be taken back. */
import { z } from 'zod';
import type { Product } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type GroupDecision, type MergePreview, pairsOf, type VerdictValue } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import { type Catalog, type MergeRow, mergeRowSchema } from '../catalog/catalog.ts';
import type { Operations } from '../operations/operations.ts';
import { type DecidedGroup, decisionsOf, toCsv } from './decisions.ts';
import { suggestKeeper } from './keeper.ts';
import { previewMerge } from './merging.ts';
import { type EarlierVerdict, earlierVerdictSchema, type PairValue, type Verdicts } from './verdicts.ts';

/** What was there before a decision. */
const undoSchema = z.object({
  verdicts: z.array(earlierVerdictSchema),
  /** Keys of products whose merges were changed, and their merges before. */
  mergeKeys: z.array(z.int()),
  merges: z.array(mergeRowSchema),
});
type Undo = z.infer<typeof undoSchema>;

const kinds = [
  'duplicates.verdict',
  'duplicates.withdraw',
  'duplicates.merge',
  'duplicates.rule',
  'duplicates.import',
] as const;
type Kind = (typeof kinds)[number];

type MergeParams = MethodParams<'duplicates.merge'>;

const labelLength = 60;

export class Decider {
  readonly #catalog: Catalog;
  readonly #operations: Operations;
  readonly #verdicts: Verdicts;
  readonly #changed: () => void;

  /** `changed` is called after every decision and every undo. */
  constructor(catalog: Catalog, operations: Operations, verdicts: Verdicts, changed: () => void) {
    this.#catalog = catalog;
    this.#operations = operations;
    this.#verdicts = verdicts;
    this.#changed = changed;
    for (const kind of kinds) operations.register(kind, undoSchema, (undo) => this.#undo(undo));
  }

  /** @throws {AppError} `CONFLICT`, `NOT_FOUND`, `BAD_REQUEST` */
  verdict(pairs: readonly (readonly [number, number])[], products: readonly number[], value: VerdictValue) {
    const wanted: PairValue[] = [
      ...pairs.map(([left, right]) => ({ left, right, value })),
      ...pairsOf(products).map(([left, right]) => ({ left, right, value })),
    ];
    if (wanted.length === 0) throw new AppError('BAD_REQUEST', 'Say which products the verdict is about.');
    if (value !== 'same') this.#expectApart(wanted);
    let recorded = 0;
    const operation = this.perform(
      'duplicates.verdict',
      this.#label(wanted.flatMap(({ left, right }) => [left, right])),
      () => {
        const verdicts = this.give(wanted, 'person');
        recorded = verdicts.length;
        return { verdicts, mergeKeys: [], merges: [] };
      },
    );
    return { recorded, operation };
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
  withdraw(pairs: readonly (readonly [number, number])[], products: readonly number[]) {
    const wanted = [...pairs, ...pairsOf(products)];
    if (wanted.length === 0) throw new AppError('BAD_REQUEST', 'Say which products are to be judged again.');
    const about = [...new Set(wanted.flat())];
    let withdrawn = 0;
    let separated: number[] = [];
    const operation = this.perform('duplicates.withdraw', this.#label(about), () => {
      const keyOf = new Map([...this.#catalog.keys.products()].map(([key, product]) => [product, key]));
      separated = [
        ...new Set(
          wanted.flatMap(([a, b]) => {
            if (this.#catalog.merges.keeperOf(a) === b) return [a];
            if (this.#catalog.merges.keeperOf(b) === a) return [b];
            return this.#catalog.merges.keeperOf(a) !== undefined &&
              this.#catalog.merges.keeperOf(a) === this.#catalog.merges.keeperOf(b)
              ? [a, b]
              : [];
          }),
        ),
      ];
      const mergeKeys = separated.flatMap((id) => keyOf.get(id) ?? []);
      const apart = new Set(mergeKeys);
      const merges = this.#catalog.storedMerges.touching(mergeKeys).filter(({ memberKey }) => apart.has(memberKey));
      this.#catalog.writeMerges(mergeKeys, []);
      const verdicts = this.#verdicts.withdraw(
        wanted.flatMap(([a, b]): [number, number][] => {
          const [left, right] = [keyOf.get(a), keyOf.get(b)];
          return left === undefined || right === undefined ? [] : [[left, right]];
        }),
      );
      withdrawn = verdicts.length;
      return { verdicts, mergeKeys, merges };
    });
    return { withdrawn, separated, operation };
  }

  #expectApart(pairs: readonly PairValue[]): void {
    for (const { left, right } of pairs) {
      const [one, other] = [left, right].map((id) => this.#catalog.merges.shownAs(id));
      if (one !== other || left === right) continue;
      const [a, b] = [left, right].map((id) => this.#catalog.products.asListed(id).sku);
      throw new AppError('CONFLICT', `"${a}" and "${b}" are merged. Take that back first, then judge them again.`, {
        details: { why: 'are-merged', pair: [left, right], left: a, right: b },
      });
    }
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
  preview({ keeperId, productIds, fields }: MergeParams): MergePreview {
    const others = [...new Set(productIds)].filter((id) => id !== keeperId);
    for (const id of [keeperId, ...others]) {
      const keeper = this.#catalog.merges.keeperOf(id);
      if (keeper !== undefined) {
        const { sku } = this.#catalog.products.get(id);
        throw new AppError('CONFLICT', `"${sku}" is part of another product already. Undo that merge first.`, {
          details: { why: 'part-of-another', productId: id, keeperId: keeper, sku },
        });
      }
    }
    return previewMerge(
      this.#catalog.products.get(keeperId),
      others.map((id) => this.#catalog.products.get(id)),
      fields,
    );
  }

  /** @throws {AppError} `BAD_REQUEST` with fields still to be asked for, `CONFLICT`, `NOT_FOUND` */
  merge(params: MergeParams): MethodResult<'duplicates.merge'> {
    const preview = this.preview(params);
    const operation = this.perform('duplicates.merge', this.#label([preview.keeperId, ...preview.productIds]), () =>
      this.writeMerge(preview, params.fields, 'merge'),
    );
    if (operation === null)
      throw new AppError('CONFLICT', 'These products are merged already.', { details: { why: 'merged-already' } });
    return { operation, preview };
  }

  /** Writes a merge and the verdicts that go with it; inside `perform`. */
  writeMerge(preview: MergePreview, fields: MergeParams['fields'], by: GroupDecision['by']): Undo {
    if (preview.open.length > 0) {
      throw new AppError('BAD_REQUEST', `Choose where to take the ${preview.open.join(' and the ')} from.`, {
        details: { open: preview.open },
      });
    }
    const { keeperId, productIds } = preview;
    const pairs = productIds.map((id) => ({ left: keeperId, right: id, value: 'same' as const }));
    const verdicts = this.give(pairs, by);
    const keeperKey = this.#catalog.keys.of(keeperId);
    const key = (id: number | null): number | null =>
      id === null || id === keeperId ? null : this.#catalog.keys.of(id);
    const joined = new Set(productIds.map((id) => this.#catalog.keys.of(id)));
    // What was merged into a product that goes into the keeper goes along.
    const before = this.#catalog.storedMerges
      .touching([keeperKey, ...joined])
      .filter((row) => row.keeperKey === keeperKey || joined.has(row.keeperKey));
    const members = [...new Set([...joined, ...before.map(({ memberKey }) => memberKey)])];
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
    const rows = members.map((memberKey): MergeRow => ({ memberKey, ...row }));
    this.#catalog.writeMerges(members, rows);
    return { verdicts, mergeKeys: members, merges: before };
  }

  give(pairs: readonly PairValue[], by: GroupDecision['by']): EarlierVerdict[] {
    return this.#verdicts.give(pairs, by);
  }

  /** One operation of everything `change` writes; null when that was nothing. */
  perform(kind: Kind, label: string, change: () => Undo): Operation | null {
    try {
      return this.#operations.perform(kind, label, () => {
        const undo = change();
        return undo.verdicts.length + undo.mergeKeys.length === 0 ? null : undo;
      });
    } catch (error) {
      this.#verdicts.forget();
      throw error;
    } finally {
      this.#changed();
    }
  }

  import(verdicts: MethodParams<'duplicates.importVerdicts'>['verdicts']): MethodResult<'duplicates.importVerdicts'> {
    let outcome: ReturnType<Verdicts['import']> = { earlier: [], refused: [], unchanged: 0, absent: 0 };
    const operation = this.perform('duplicates.import', String(verdicts.length), () => {
      outcome = this.#verdicts.import(verdicts);
      return { verdicts: outcome.earlier, mergeKeys: [], merges: [] };
    });
    const { earlier, ...counts } = outcome;
    return { imported: earlier.length, ...counts, operation };
  }

  export(format: 'csv' | 'json'): MethodResult<'duplicates.exportDecisions'> {
    const decisions = decisionsOf([...this.#mergedGroups(), ...this.#judgedGroups()]);
    const text = format === 'csv' ? toCsv(decisions) : `${JSON.stringify(decisions, null, 2)}\n`;
    const mime = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
    return { fileName: `duplicates.${format}`, mime, text, rows: decisions.length };
  }

  #mergedGroups(): DecidedGroup[] {
    return [...this.#catalog.merges.products]
      .sort(([a], [b]) => a - b)
      .map(([id, merged]): DecidedGroup => {
        const keeper = this.#catalog.products.asListed(id);
        const others = merged.memberIds.map((member) => this.#catalog.products.asListed(member));
        const { titleFrom, descriptionFrom, priceFrom } = merged;
        const sources = new Set([titleFrom, descriptionFrom, priceFrom]);
        const photos = new Set(merged.imageIds);
        const own = new Set(keeper.tags.map(({ group, name }) => `${group}\n${name}`));
        const gives = ({ id: member, images, tags }: Product): boolean =>
          sources.has(member) ||
          images.some((image) => photos.has(image.id)) ||
          (merged.tags === 'union' && tags.some(({ group, name }) => !own.has(`${group}\n${name}`)));
        return { keeper, others, state: 'merged', giving: new Set(others.filter(gives).map((other) => other.id)) };
      });
  }

  /** Products that are the same by verdict and still shown apart. */
  #judgedGroups(): DecidedGroup[] {
    const { graph } = this.#verdicts;
    const classes = Map.groupBy(this.#catalog.keys.products(), ([key]) => graph.classOf(key));
    return [...classes.values()].flatMap((members): DecidedGroup[] => {
      const shown = members.map(([, id]) => id).filter((id) => this.#catalog.merges.keeperOf(id) === undefined);
      if (shown.length < 2) return [];
      const products = shown.sort((a, b) => a - b).map((id) => this.#catalog.products.get(id));
      const { productId } = suggestKeeper(products);
      const keeper = products.find(({ id }) => id === productId) as Product;
      const others = products.filter((product) => product !== keeper);
      return [{ keeper, others, state: 'judged', giving: new Set(others.map(({ id }) => id)) }];
    });
  }

  #undo({ verdicts, mergeKeys, merges }: Undo): void {
    this.#verdicts.restore(verdicts);
    if (mergeKeys.length > 0) this.#catalog.writeMerges(mergeKeys, merges);
    this.#changed();
  }

  #label(productIds: readonly number[]): string {
    const titles = this.#catalog.products.summaries([...new Set(productIds)].slice(0, 3)).map(({ title }) => title);
    const label = titles.join(' · ');
    return label.length > labelLength ? `${label.slice(0, labelLength - 1)}…` : label;
  }
}
