/** Tags of one library: the vocabulary, suggestions, the review queue and edits, put together from what the other files know. */
import type { Tag } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ReviewItem, Suggestion, Target, VocabularyTag } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/service.ts';
import { compareGroups } from '../catalog/tag-order.ts';
import type { Database } from '../db/database.ts';
import type { Encoders } from '../encoders/index.ts';
import type { Operations } from '../operations/service.ts';
import type { VectorsPort } from '../vector/types.ts';
import { BulkEdits } from './bulk.ts';
import { type Change, decide, describeTag, type EditKind, type RowChange, TagEdits } from './edits.ts';
import { createPause, TagEvidence } from './evidence.ts';
import type { GroupModel, TagBelief } from './group-model.ts';
import { probeSummaries } from './quality.ts';
import { type TagEntry, type TagRow, TagsRepo } from './repo.ts';
import { openQuestions, questionKey } from './review.ts';
import { type TaggedProduct, TagState } from './state.ts';
import { TextRenewal } from './text-renewal.ts';
import { VocabularyEdits } from './vocabulary.ts';

export interface TagsDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<Encoders, 'active'>;
  readonly operations: Operations;
  /** The products that a search finds, best first. */
  readonly find: (target: Extract<Target, { kind: 'search' }>, signal: AbortSignal) => Promise<readonly number[]>;
  /** Has all missing vectors computed in the background. */
  readonly encodeMissing: () => void;
}

const proposed = 5;
/** How long one product's panel waits for classifiers that are still being fitted [ms]. */
const patience = 700;

export class Tags {
  readonly state: TagState;
  readonly evidence: TagEvidence;
  readonly #deps: TagsDependencies;
  readonly #repo: TagsRepo;
  readonly #edits: TagEdits;
  readonly #bulk: BulkEdits;
  readonly #vocabulary: VocabularyEdits;
  readonly #texts: TextRenewal;

  constructor(deps: TagsDependencies) {
    const { database, catalog, vectors, encoders, operations, encodeMissing } = deps;
    this.#deps = deps;
    this.#repo = new TagsRepo(database);
    this.state = new TagState(catalog, this.#repo);
    this.evidence = new TagEvidence({ state: this.state, vectors, encoders });
    this.#texts = new TextRenewal({ catalog, vectors, encoders, encodeMissing });
    this.#edits = new TagEdits({
      repo: this.#repo,
      state: this.state,
      catalog,
      operations,
      onRetagged: (ids) => this.#texts.renew(ids),
    });
    this.#bulk = new BulkEdits({ repo: this.#repo, state: this.state, tagId: (tag) => this.#tagId(tag) });
    this.#vocabulary = new VocabularyEdits(this.#repo, (kind, label, change) => this.#perform(kind, label, change));
  }

  vocabulary(): MethodResult<'tags.vocabulary'> {
    const counts = this.#repo.counts();
    const synonyms = this.#repo.synonyms();
    const tags = this.#repo.tags().map(
      (tag): VocabularyTag => ({
        ...tag,
        synonyms: synonyms.get(tag.id) ?? [],
        ...(counts.get(tag.id) ?? { products: 0, confirmed: 0, rejected: 0 }),
      }),
    );
    const byUse = (a: VocabularyTag, b: VocabularyTag): number => b.products - a.products || (a.name < b.name ? -1 : 1);
    return [...Map.groupBy(tags, ({ group }) => group)]
      .sort(([a], [b]) => compareGroups(a, b))
      .map(([group, own]) => ({ group, exclusive: this.state.exclusive(group), tags: own.sort(byUse) }));
  }

  /** @throws {AppError} `CONFLICT` when there is such a tag */
  create(params: MethodParams<'tags.create'>): VocabularyTag {
    const id = this.#vocabulary.create(params);
    this.state.vocabularyChanged();
    const { group, name } = params;
    const synonyms = [...(this.#repo.synonyms().get(id) ?? [])];
    return { id, group, name, synonyms, products: 0, confirmed: 0, rejected: 0 };
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  async edit(params: MethodParams<'tags.edit'>): Promise<MethodResult<'tags.edit'>> {
    return this.#settled(this.#vocabulary.edit(params));
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
  async merge(params: MethodParams<'tags.merge'>): Promise<MethodResult<'tags.merge'>> {
    return this.#settled(this.#vocabulary.merge(params));
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_*` */
  async ofProduct(productId: number): Promise<MethodResult<'tags.ofProduct'>> {
    const product = this.#product(productId);
    const models = await Promise.all(this.evidence.groups().map((group) => this.evidence.soon(group, patience)));
    const suggestions = suggestionsFor(
      product,
      models.filter((model) => model !== undefined),
      0.15,
      12,
    );
    return { tags: this.#repo.stated(productId), suggestions };
  }

  /** @throws {AppError} `MODEL_*` */
  async suggest(
    params: Omit<MethodParams<'tags.suggest'>, 'group'> & { group?: string | undefined },
  ): Promise<MethodResult<'tags.suggest'>> {
    const models = await this.#models(params.group);
    const pause = createPause();
    const answer: MethodResult<'tags.suggest'> = [];
    for (const productId of params.productIds) {
      const product = this.state.products.get(productId);
      if (product === undefined) continue;
      answer.push({ productId, suggestions: suggestionsFor(product, models, params.minConfidence, params.limit) });
      await pause();
    }
    return answer;
  }

  /** @throws {AppError} `NOT_FOUND` for products or tags that are gone */
  async decide({ decisions, by }: MethodParams<'tags.decide'>): Promise<MethodResult<'tags.decide'>> {
    const at = new Date().toISOString();
    const rows: RowChange[] = [];
    for (const decision of decisions) {
      const product = this.#product(decision.productId);
      const tagId = this.#tagId(decision.tag);
      rows.push(...decide(decision, tagId, this.#others(product, tagId), { repo: this.#repo, by, at }));
    }
    const first = decisions[0];
    const label = first === undefined ? '' : this.#labelOf(decisions.length, first.productId, first.tag);
    return this.#settled(this.#perform('tags.decide', label, { rows: lastOfEach(rows) }));
  }

  /** @throws {AppError} `MODEL_*` */
  async review(params: MethodParams<'tags.review'>): Promise<MethodResult<'tags.review'>> {
    const skip = new Set(params.skip.map(({ productId, group }) => questionKey(productId, group)));
    const groups = params.group === undefined ? this.evidence.groups() : [params.group];
    const questions = await openQuestions(this.state, this.evidence, { ...params, groups, skip });
    const page = questions.slice(params.offset, params.offset + params.limit);
    const summaries = new Map(
      this.#deps.catalog
        .summaries(page.map(({ product }) => product.productId))
        .map((summary) => [summary.id, summary]),
    );
    const items: ReviewItem[] = [];
    for (const { product, group, tagId, suspicion } of page) {
      const summary = summaries.get(product.productId);
      if (summary === undefined) continue;
      const beliefs = (await this.evidence.group(group)).beliefs(product);
      const current = this.#repo.stated(product.productId).find((stated) => stated.tagId === tagId) ?? null;
      const open = beliefs.filter(({ tag }) => tag.id !== tagId && product.tags.get(tag.id) !== 'rejected');
      items.push({
        product: summary,
        group,
        current,
        suspicion,
        proposals: open.slice(0, proposed).map(toSuggestion),
        evidence: [...(beliefs.find(({ tag }) => tag.id === tagId)?.reasons ?? [])],
      });
    }
    return { total: questions.length, items };
  }

  async bulkPreview(
    params: MethodParams<'tags.bulkPreview'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.bulkPreview'>> {
    const ids = await this.#targeted(params.target, signal);
    const preview = this.#bulk.preview(ids, params);
    const summaries = this.#deps.catalog.summaries(preview.sample.map(({ productId }) => productId));
    const byId = new Map(summaries.map((summary) => [summary.id, summary]));
    return {
      ...preview,
      matched: ids.length,
      sample: preview.sample.flatMap(({ productId, add, remove }) => {
        const product = byId.get(productId);
        return product === undefined ? [] : [{ product, add, remove }];
      }),
    };
  }

  /** @throws {AppError} `CONFLICT` when it would change another number of products than the preview said */
  async bulkApply(
    params: MethodParams<'tags.bulkApply'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.bulkApply'>> {
    const ids = await this.#targeted(params.target, signal);
    const rows = this.#bulk.plan(ids, params, params.by);
    const changed = new Set(rows.map(({ productId }) => productId)).size;
    if (params.expect !== undefined && params.expect !== changed) {
      throw new AppError(
        'CONFLICT',
        `The catalog has changed: ${changed} products would be edited instead of ${params.expect}. Look at the preview again.`,
        { details: { changed } },
      );
    }
    const label = [
      ...params.add.map((tag) => `+ ${describeTag(tag)}`),
      ...params.remove.map((tag) => `- ${describeTag(tag)}`),
    ];
    return this.#settled(this.#perform('tags.bulk', `${label.join(', ')} (${changed})`, { rows }));
  }

  /** @throws {AppError} `MODEL_*`, `CANCELLED` */
  async applySuggestions(
    params: MethodParams<'tags.applySuggestions'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.applySuggestions'>> {
    const ids =
      params.target === undefined ? [...this.state.products.keys()] : await this.#targeted(params.target, signal);
    const models = await this.#models(params.group);
    const pause = createPause();
    const at = new Date().toISOString();
    const rows: RowChange[] = [];
    const byTag = new Map<number, Tag & { products: number }>();
    for (const productId of ids) {
      throwIfCancelled(signal);
      const product = this.state.products.get(productId);
      if (product === undefined) continue;
      for (const { tagId, group, name, confidence } of models.flatMap((model) => suggestionsOf(product, model))) {
        if (confidence < params.minConfidence) continue;
        const next: TagRow = { productId, tagId, provenance: 'suggested', at, by: null, origin: null };
        rows.push({ productId, tagId, next });
        const tally = byTag.get(tagId) ?? { group, name, products: 0 };
        tally.products++;
        byTag.set(tagId, tally);
      }
      await pause();
    }
    const counts = { tags: rows.length, byTag: [...byTag.values()].sort((a, b) => b.products - a.products) };
    if (params.dryRun) {
      return { operation: null, products: new Set(rows.map(({ productId }) => productId)).size, ...counts };
    }
    return { ...(await this.#settled(this.#perform('tags.apply', `${rows.length}`, { rows }))), ...counts };
  }

  async learned(group: string): Promise<MethodResult<'tags.learned'>> {
    const model = await this.evidence.group(group);
    return probeSummaries(model, this.state);
  }

  close(): void {
    this.state.close();
  }

  async #models(group: string | undefined): Promise<GroupModel[]> {
    const groups = group === undefined ? this.evidence.groups() : [group];
    const models: GroupModel[] = [];
    for (const name of groups) models.push(await this.evidence.group(name));
    return models;
  }

  async #targeted(target: Target, signal: AbortSignal): Promise<readonly number[]> {
    return target.kind === 'products' ? [...new Set(target.productIds)] : this.#deps.find(target, signal);
  }

  #perform(kind: EditKind, label: string, change: Change) {
    return this.#edits.perform(kind, label, change);
  }

  /** Answers when the new words of the products can be searched. */
  async #settled({ operation, products }: ReturnType<TagEdits['perform']>): Promise<MethodResult<'tags.decide'>> {
    await this.#texts.settled();
    return { operation, products: products.length };
  }

  /** Other tags on the product of the same exclusive group. */
  #others(product: TaggedProduct, tagId: number): TagRow[] {
    const group = this.state.tags.get(tagId)?.group ?? '';
    if (!this.state.exclusive(group)) return [];
    return this.#repo
      .rows([product.productId])
      .filter((row) => row.tagId !== tagId && this.state.tags.get(row.tagId)?.group === group);
  }

  #product(productId: number): TaggedProduct {
    const product = this.state.products.get(productId);
    if (product === undefined) {
      throw new AppError('NOT_FOUND', `There is no product ${productId} any more. It may have left with its source.`);
    }
    return product;
  }

  #tagId({ group, name }: Tag): number {
    const tag: TagEntry | undefined = this.#repo.find(group, name);
    if (tag === undefined) {
      throw new AppError('NOT_FOUND', `There is no tag "${name}" in ${group}. Add it to the vocabulary first.`);
    }
    return tag.id;
  }

  #labelOf(decisions: number, productId: number, tag: Tag): string {
    const title = this.state.products.get(productId)?.title ?? '';
    return decisions > 2 ? `${describeTag(tag)} (${decisions})` : `${describeTag(tag)}, ${title}`;
  }
}

function suggestionsFor(
  product: TaggedProduct,
  models: readonly GroupModel[],
  minConfidence: number,
  limit: number,
): Suggestion[] {
  return models
    .flatMap((model) => suggestionsOf(product, model))
    .filter(({ confidence }) => confidence >= minConfidence)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, limit);
}

/** Tags that a product does not have, was not denied, and that would not push out a tag of an exclusive group. */
function suggestionsOf(product: TaggedProduct, model: GroupModel): Suggestion[] {
  const has = model.tags.some(({ id }) => {
    const own = product.tags.get(id);
    return own !== undefined && own !== 'rejected';
  });
  if (has && model.exclusive) return [];
  return model
    .beliefs(product)
    .filter(({ tag }) => !product.tags.has(tag.id))
    .slice(0, proposed)
    .map(toSuggestion);
}

function toSuggestion({ tag, probability, reasons }: TagBelief): Suggestion {
  return { tagId: tag.id, group: tag.group, name: tag.name, confidence: probability, reasons: [...reasons] };
}

/** Of several changes to one row the last counts. */
function lastOfEach(rows: readonly RowChange[]): RowChange[] {
  return [...new Map(rows.map((row) => [`${row.productId} ${row.tagId}`, row])).values()];
}
