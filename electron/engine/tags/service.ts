/** Tags of one library: the vocabulary, suggestions, the review queue and decisions, put together from what the other files know. */
import type { Tag } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { ReviewItem, Target, VocabularyTag } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/service.ts';
import { compareGroups } from '../catalog/tag-order.ts';
import type { Database } from '../db/database.ts';
import type { Encoders } from '../encoders/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createPause } from '../jobs/slices.ts';
import type { Operations } from '../operations/service.ts';
import type { LibraryScales } from '../search/library-scales.ts';
import type { VectorsPort } from '../vector/types.ts';
import { TagBatches } from './batches.ts';
import { BulkEdits } from './bulk.ts';
import { Contradictions } from './contradictions.ts';
import { decide, describeTag, type RowChange, TagEdits } from './edits.ts';
import { TagEvidence } from './evidence.ts';
import type { GroupModel } from './group-model.ts';
import { TagLearning } from './learning.ts';
import { probeSummaries } from './quality.ts';
import { openQuestions, type Question, questionKey } from './review.ts';
import { type TaggedProduct, TagState } from './state.ts';
import { proposed, suggestionsFor, toSuggestion } from './suggestions.ts';
import { type TagEntry, type TagRow, TagsRepo } from './tag-repo.ts';
import { TextRenewal } from './text-renewal.ts';
import { VocabularyEdits } from './vocabulary.ts';

export interface TagsDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<Encoders, 'active'>;
  readonly scales: Pick<LibraryScales, 'of'>;
  readonly operations: Operations;
  readonly jobs: Jobs;
  readonly libraryDir: string;
  /** The products that a search finds, best first. */
  readonly find: (target: Extract<Target, { kind: 'search' }>, signal: AbortSignal) => Promise<readonly number[]>;
  /** Has all missing vectors computed in the background. */
  readonly encodeMissing: () => void;
}

/** Products that are looked at for a question while classifiers are still being fitted. */
const mostMeanwhile = 150;

export class Tags {
  readonly state: TagState;
  readonly evidence: TagEvidence;
  readonly learning: TagLearning;
  readonly batches: TagBatches;
  readonly #deps: TagsDependencies;
  readonly #repo: TagsRepo;
  readonly #edits: TagEdits;
  readonly #bulk: BulkEdits;
  readonly #vocabulary: VocabularyEdits;
  readonly #texts: TextRenewal;
  readonly #contradictions: Contradictions;

  constructor(deps: TagsDependencies) {
    const { database, catalog, vectors, encoders, scales, operations, jobs, encodeMissing } = deps;
    this.#deps = deps;
    this.#repo = new TagsRepo(database);
    this.state = new TagState(catalog, this.#repo);
    const libraryDir = database.readOnly ? null : deps.libraryDir;
    this.evidence = new TagEvidence({ state: this.state, vectors, encoders, scales, libraryDir });
    this.learning = new TagLearning({
      state: this.state,
      evidence: this.evidence,
      jobs,
      readOnly: database.readOnly,
    });
    this.#texts = new TextRenewal({ catalog, vectors, encoders, encodeMissing });
    this.#edits = new TagEdits({
      database,
      repo: this.#repo,
      state: this.state,
      catalog,
      operations,
      onRetagged: (ids) => this.#texts.renew(ids),
    });
    this.#contradictions = new Contradictions({
      database,
      catalog,
      repo: this.#repo,
      state: this.state,
      onRetagged: (ids) => this.#texts.renew(ids),
    });
    this.#bulk = new BulkEdits({ repo: this.#repo, state: this.state, tagId: (tag) => this.#tagId(tag) });
    this.#vocabulary = new VocabularyEdits(this.#repo, (...change) => this.#edits.perform(...change));
    this.batches = new TagBatches({
      ...deps,
      state: this.state,
      evidence: this.evidence,
      learning: this.learning,
      bulk: this.#bulk,
      edits: this.#edits,
      texts: this.#texts,
    });
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

  /** @throws {AppError} `MODEL_*` */
  async learn(): Promise<Job | null> {
    return this.learning.start();
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_*` */
  async ofProduct(productId: number): Promise<MethodResult<'tags.ofProduct'>> {
    const product = this.#product(productId);
    const { models, learning } = await this.learning.ready(this.evidence.groups());
    return { tags: this.#repo.stated(productId), suggestions: suggestionsFor(product, models, 0.15, 12), learning };
  }

  /** @throws {AppError} `MODEL_*` */
  async suggest(
    params: Omit<MethodParams<'tags.suggest'>, 'group'> & { group?: string | undefined },
  ): Promise<MethodResult<'tags.suggest'>> {
    const { models, learning } = await this.learning.ready(this.#groups(params.group));
    const pause = createPause();
    const products: MethodResult<'tags.suggest'>['products'] = [];
    for (const productId of params.productIds) {
      const product = this.state.products.get(productId);
      if (product === undefined) continue;
      products.push({ productId, suggestions: suggestionsFor(product, models, params.minConfidence, params.limit) });
      await pause();
    }
    return { products, learning };
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
    return this.#settled(this.#edits.perform('tags.decide', label, { rows: lastOfEach(rows) }));
  }

  /** @throws {AppError} `MODEL_*` */
  async review(params: MethodParams<'tags.review'>): Promise<MethodResult<'tags.review'>> {
    const { models, learning } = await this.learning.ready(this.#groups(params.group));
    const { front, worthAsking, undecided } = await openQuestions(this.state, models, {
      order: params.order,
      seed: params.seed,
      skip: new Set(params.skip.map(({ productId, group }) => questionKey(productId, group))),
      front: params.offset + params.limit,
      most: learning ? mostMeanwhile : undefined,
      pause: createPause(),
    });
    const page = front.slice(params.offset);
    const byGroup = new Map(models.map((model) => [model.group, model]));
    const summaries = new Map(
      this.#deps.catalog
        .summaries(page.map(({ product }) => product.productId))
        .map((summary) => [summary.id, summary]),
    );
    const items = page.flatMap((question): ReviewItem[] => {
      const product = summaries.get(question.product.productId);
      const model = byGroup.get(question.group);
      return product === undefined || model === undefined ? [] : [{ product, ...this.#asked(question, model) }];
    });
    return { total: worthAsking, undecided, items, learning };
  }

  /** A question with what speaks for each answer. */
  #asked({ product: asked, group, tagId, suspicion }: Question, model: GroupModel): Omit<ReviewItem, 'product'> {
    const product = this.state.products.get(asked.productId) ?? asked;
    const beliefs = model.beliefs(product);
    const current = this.#repo.stated(product.productId).find((stated) => stated.tagId === tagId) ?? null;
    const open = beliefs.filter(({ tag }) => tag.id !== tagId && product.tags.get(tag.id) !== 'rejected');
    return {
      group,
      current,
      suspicion,
      proposals: open.slice(0, proposed).map(toSuggestion),
      evidence: [...(beliefs.find(({ tag }) => tag.id === tagId)?.reasons ?? [])],
    };
  }

  async bulkPreview(
    params: MethodParams<'tags.bulkPreview'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.bulkPreview'>> {
    const ids = await this.batches.targeted(params.target, signal);
    const preview = await this.#bulk.preview(ids, params, createPause());
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

  /** @throws {AppError} `MODEL_*` */
  async learned(group: string): Promise<MethodResult<'tags.learned'>> {
    const { models, learning } = await this.learning.ready([group]);
    const tags: MethodResult<'tags.learned'>['tags'] = [];
    for (const model of models) tags.push(...(await probeSummaries(model, this.state, createPause())));
    return { tags, learning };
  }

  async close(): Promise<void> {
    await this.evidence.save();
    this.#texts.close();
    this.#contradictions.close();
    this.state.close();
  }

  #groups(group: string | undefined): string[] {
    return group === undefined ? this.evidence.groups() : [group];
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

/** Of several changes to one row the last counts. */
function lastOfEach(rows: readonly RowChange[]): RowChange[] {
  return [...new Map(rows.map((row) => [`${row.productId} ${row.tagId}`, row])).values()];
}
