/** How complete listings are, by kind of product: what each kind should have, what is missing, and titles by a pattern. */
import { z } from 'zod';
import { basicChecks } from '../../contract/completeness.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { ChangeResult } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { createGentlePause } from '../jobs/slices.ts';
import { changedSince, type Operations } from '../operations/operations.ts';
import { CompletenessRepo, type ListingRule, storedRuleSchema } from './completeness-repo.ts';
import { type Dispute, Disputes } from './disputes.ts';
import { FieldCounts } from './field-counts.ts';
import { followsPattern, type Listing, readListings, sameTitle } from './listings.ts';
import { composeTitle, fieldsOf, learnPattern, parsePattern, writesCapitals } from './title-pattern.ts';

export interface CompletenessDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly operations: Operations;
}

interface Assessed {
  readonly productId: number;
  readonly kind: string;
  readonly missing: readonly string[];
  /** 0..1 */
  readonly score: number;
}

interface Assessment {
  readonly products: readonly Assessed[];
  readonly fields: FieldCounts;
}

const undoSchema = z.object({
  kind: z.string(),
  before: storedRuleSchema.nullable(),
  after: storedRuleSchema.nullable(),
});
type Undo = z.infer<typeof undoSchema>;
const operationKind = 'completeness.rule';
/** Titles from which a pattern is learned and the use of capitals told. */
const titlesLookedAt = 1000;
const mostDisputes = 200;

export class Completeness {
  readonly #catalog: Catalog;
  readonly #operations: Operations;
  readonly #repo: CompletenessRepo;
  readonly #stop: () => void;
  #assessment: Promise<Assessment> | undefined;

  constructor({ database, catalog, operations }: CompletenessDependencies) {
    this.#catalog = catalog;
    this.#operations = operations;
    this.#repo = new CompletenessRepo(database);
    this.#stop = catalog.onChange(() => this.#forget());
    operations.register(operationKind, undoSchema, ({ kind, before, after }) => {
      const now = this.#repo.rule(kind);
      const stands = now?.at === after?.at;
      if (!stands) throw changedSince('Something else was said of the same kind of product since. Undo that first.');
      this.#repo.putRule(before ?? { kind, required: null, pattern: null, by: '', at: '' });
      database.afterCommit(() => this.#forget());
    });
  }

  close(): void {
    this.#stop();
  }

  async report(): Promise<MethodResult<'completeness.report'>> {
    const { products } = await this.#assessed();
    const kinds = [...Map.groupBy(products, ({ kind }) => kind)]
      .map(([kind, own]) => ({ kind, products: own.length, ...summed(own) }))
      .sort((a, b) => b.products - a.products || (a.kind < b.kind ? -1 : 1));
    return { products: products.length, ...summed(products), kinds };
  }

  /** @throws {AppError} `NOT_FOUND` */
  async rule(asked: string): Promise<MethodResult<'completeness.rule'>> {
    const { fields } = await this.#assessed();
    const kind = existing(fields, asked);
    const rule = this.#repo.rule(kind);
    const proposed = fields.expected(kind);
    const required = new Set(rule?.required ?? proposed);
    const checks = [...new Set<string>([...basicChecks, ...fields.ofKind(kind), ...required, ...proposed])];
    const listed = checks
      .filter((check) => check !== 'pattern')
      .map((check) => ({
        check,
        products: fields.count(kind, check),
        required: required.has(check),
        proposed: proposed.has(check),
      }));
    const basic = listed.filter(({ check }) => isBasic(check));
    const others = listed.filter(({ check }) => !isBasic(check)).sort((a, b) => b.products - a.products);
    return {
      kind,
      products: fields.productsOf(kind),
      fields: [...basic, ...others],
      own: rule?.required != null,
      pattern: rule?.pattern ?? null,
      proposedPattern: (await this.#learned(kind)) ?? null,
    };
  }

  /** @throws {AppError} `BAD_REQUEST` for what is no pattern, `NOT_FOUND` */
  async setRule({ required, pattern, by, ...asked }: MethodParams<'completeness.setRule'>): Promise<ChangeResult> {
    if (pattern != null) parsePattern(pattern);
    const { fields } = await this.#assessed();
    const kind = existing(fields, asked.kind);
    let products = 0;
    const operation = this.#operations.perform<Undo>(operationKind, kind, () => {
      const before = this.#repo.rule(kind) ?? null;
      const wanted: ListingRule = {
        kind,
        required: required === undefined ? (before?.required ?? null) : required && [...new Set(required)].sort(),
        pattern: pattern === undefined ? (before?.pattern ?? null) : pattern,
        by,
        at: new Date().toISOString(),
      };
      if (sameRule(before, wanted)) return null;
      this.#repo.putRule(wanted);
      products = fields.productsOf(kind);
      const after = this.#repo.rule(kind) ?? null;
      return { kind, before: before && mutable(before), after: after && mutable(after) };
    });
    this.#forget();
    return { operation, products };
  }

  /** @throws {AppError} `NOT_FOUND` */
  async products({
    check,
    offset,
    limit,
    ...asked
  }: MethodParams<'completeness.products'>): Promise<MethodResult<'completeness.products'>> {
    const { products, fields } = await this.#assessed();
    const kind = asked.kind === null ? null : existing(fields, asked.kind);
    const lacking = products
      .filter((own) => (kind === null || own.kind === kind) && own.missing.length > 0)
      .filter((own) => check === null || own.missing.includes(check))
      .sort((a, b) => a.score - b.score || a.productId - b.productId);
    const page = lacking.slice(offset, offset + limit);
    const summaries = this.#summaries(page.map(({ productId }) => productId));
    return {
      total: lacking.length,
      ids: lacking.map(({ productId }) => productId),
      items: page.flatMap(({ productId, score, missing }) => {
        const product = summaries.get(productId);
        return product === undefined ? [] : [{ product, score, missing: [...missing] }];
      }),
    };
  }

  /** @throws {AppError} `BAD_REQUEST` for what is no pattern, `NOT_FOUND` */
  async titles({
    pattern,
    offset,
    limit,
    ...asked
  }: MethodParams<'completeness.titles'>): Promise<MethodResult<'completeness.titles'>> {
    const parts = parsePattern(pattern);
    const { products, fields } = await this.#assessed();
    const kind = existing(fields, asked.kind);
    const ids = products.filter((own) => own.kind === kind).map(({ productId }) => productId);
    const listings = await this.#listings(ids);
    const capitals = writesCapitals(listings.slice(0, titlesLookedAt).map(({ title }) => title));
    const named = fieldsOf(parts);
    const disputes = new Disputes(fields.valuesOf(named));
    const disputed: ({ readonly productId: number } & Dispute)[] = [];
    const changed = listings.flatMap((listing) => {
      const { productId } = listing;
      const open = disputes.of(listing, named);
      disputed.push(...open.map((dispute) => ({ productId, ...dispute })));
      // What the title denies is not written into it: its own word stands for the field.
      const agreed = new Map([...listing.known, ...open.map(({ field, says }) => [field, [says]] as const)]);
      const { title, ...more } = composeTitle(parts, listing.title, agreed, capitals);
      return title === '' || sameTitle(title, listing.title) ? [] : [{ productId, title, ...more }];
    });
    const page = changed.slice(offset, offset + limit);
    const shownDisputes = disputed.slice(0, mostDisputes);
    const summaries = this.#summaries([...page, ...shownDisputes].map(({ productId }) => productId));
    return {
      fields: fields.nameable(kind),
      follow: listings.length - changed.length,
      total: changed.length,
      disputed: disputed.length,
      disputes: shownDisputes.flatMap(({ productId, known, ...own }) => {
        const product = summaries.get(productId);
        return product === undefined ? [] : [{ product, ...own, known: [...known] }];
      }),
      items: page.flatMap(({ productId, unknown, unnamed, ...own }) => {
        const product = summaries.get(productId);
        return product === undefined ? [] : [{ product, ...own, unknown: [...unknown], unnamed: [...unnamed] }];
      }),
    };
  }

  async #learned(kind: string): Promise<string | undefined> {
    const { products, fields } = await this.#assessed();
    const own = products.filter((product) => product.kind === kind).slice(0, titlesLookedAt);
    const listings = await this.#listings(own.map(({ productId }) => productId));
    return learnPattern(
      listings.filter(({ has }) => has.has('title')),
      fields.nameable(kind),
    );
  }

  #summaries(ids: readonly number[]) {
    return new Map(this.#catalog.products.summaries(ids).map((summary) => [summary.id, summary]));
  }

  async #listings(ids: readonly number[]): Promise<Listing[]> {
    const found: Listing[] = [];
    const pause = createGentlePause();
    for (const slice of readListings(this.#catalog, this.#repo, ids)) {
      found.push(...slice);
      await pause();
    }
    return found;
  }

  #forget(): void {
    this.#assessment = undefined;
  }

  /** Worked out once for as long as nothing changes. */
  #assessed(): Promise<Assessment> {
    if (this.#assessment !== undefined) return this.#assessment;
    const assessment = this.#assess();
    this.#assessment = assessment;
    assessment.catch(() => {
      if (this.#assessment === assessment) this.#forget();
    });
    return assessment;
  }

  async #assess(): Promise<Assessment> {
    const fields = new FieldCounts();
    const pause = createGentlePause();
    const rules = this.#repo.rules();
    const patterned = [...rules.values()].some(({ pattern }) => pattern !== null);
    const capitals = patterned && this.#writesCapitals();
    const seen: { productId: number; kind: string; has: readonly string[] }[] = [];
    const follows = new Set<number>();
    for (const slice of readListings(this.#catalog, this.#repo)) {
      for (const listing of slice) {
        const { productId, kind, has } = listing;
        fields.add(listing);
        seen.push({ productId, kind, has: fields.interned(has) });
        const pattern = rules.get(kind)?.pattern;
        if (pattern != null && followsPattern(listing, pattern, capitals)) follows.add(productId);
      }
      await pause();
    }
    const required = new Map<string, readonly string[]>();
    const requiredOf = (kind: string): readonly string[] => {
      const known = required.get(kind);
      if (known !== undefined) return known;
      const rule = rules.get(kind);
      const checks = [...(rule?.required ?? fields.expected(kind)), ...(rule?.pattern == null ? [] : ['pattern'])];
      required.set(kind, checks);
      return checks;
    };
    const products = seen.map(({ productId, kind, has }): Assessed => {
      const checks = requiredOf(kind);
      const missing = checks.filter((check) => (check === 'pattern' ? !follows.has(productId) : !has.includes(check)));
      const score = checks.length === 0 ? 1 : 1 - missing.length / checks.length;
      return { productId, kind, missing: missing.length === 0 ? nothing : missing, score };
    });
    return { products, fields };
  }

  #writesCapitals(): boolean {
    const titles = this.#catalog.rows.read().map(({ title }) => title);
    return writesCapitals(titles.slice(0, titlesLookedAt));
  }
}

const nothing: readonly string[] = [];

const isBasic = (check: string): boolean => basicChecks.some((basic) => basic === check);

const mutable = ({ required, ...rule }: ListingRule): NonNullable<Undo['before']> => ({
  ...rule,
  required: required && [...required],
});

function sameRule(before: ListingRule | null, { required, pattern }: ListingRule): boolean {
  return (before?.pattern ?? null) === pattern && JSON.stringify(before?.required ?? null) === JSON.stringify(required);
}

function summed(
  products: readonly Assessed[],
): Pick<MethodResult<'completeness.report'>, 'score' | 'complete' | 'missing'> {
  const missing = new Map<string, number>();
  let score = 0;
  let complete = 0;
  for (const own of products) {
    score += own.score;
    if (own.missing.length === 0) complete++;
    for (const check of own.missing) missing.set(check, (missing.get(check) ?? 0) + 1);
  }
  return {
    score: products.length === 0 ? 1 : score / products.length,
    complete,
    missing: [...missing]
      .map(([check, count]) => ({ check, products: count }))
      .sort((a, b) => b.products - a.products || (a.check < b.check ? -1 : 1)),
  };
}

function existing(fields: FieldCounts, asked: string): string {
  const kind = fields.kindOf(asked);
  if (kind !== undefined) return kind;
  throw new AppError('NOT_FOUND', `No product is of the kind "${asked}". The report lists the kinds there are.`);
}
