/**
 * The models of all tag groups: made on demand, from what an earlier run learned, and fitted again when out of date.
 */
import { encodeQueries } from '../encoders/encode-queries.ts';
import type { Encoder, ModelEncoder } from '../encoders/index.ts';
import { createPause } from '../jobs/slices.ts';
import { meanVector } from '../numbers/vectors.ts';
import type { LibraryScales } from '../search/library-scales.ts';
import type { VectorsPort } from '../vector/types.ts';
import {
  type CachePlace,
  type LearnedGroup,
  type LearnedGroups,
  readLearned,
  writeLearned,
} from './classifier-cache.ts';
import type { GroupTag } from './classifiers.ts';
import { GroupModel } from './group-model.ts';
import { Neighbours } from './neighbours.ts';
import type { StoredTag } from './tag-repo.ts';
import type { TaggedProducts } from './tagged-products.ts';

export interface GroupModelsDependencies {
  readonly products: TaggedProducts;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly scales: Pick<LibraryScales, 'of'>;
  /** Where what was learned is kept; `null` keeps it in memory alone. */
  readonly libraryDir: string | null;
}

interface Opened {
  readonly key: string;
  readonly model: Promise<GroupModel>;
}

/** Groups that no image can tell, and groups with more tags than a person would choose from. */
const unseen = new Set(['size', 'sku']);
const mostTags = 400;

export class GroupModels {
  readonly #deps: GroupModelsDependencies;
  readonly #neighbours: Neighbours;
  /** The vectors of names of tags. */
  readonly #words = new Map<string, Float32Array>();
  readonly #opened = new Map<string, Opened>();
  /** The fit at work of each group; one follows the other. */
  readonly #fitting = new Map<string, Promise<unknown>>();
  readonly #place: CachePlace | null;
  #stored: LearnedGroups | undefined;
  #unsaved = false;

  constructor(deps: GroupModelsDependencies) {
    const { products, vectors, libraryDir } = deps;
    this.#deps = deps;
    this.#neighbours = new Neighbours(products, vectors);
    const { modelId, dimensions } = vectors;
    this.#place = libraryDir === null ? null : { libraryDir, modelId, dimensions };
  }

  /** Groups whose tags an image can confirm or contradict. */
  groups(): string[] {
    const byGroup = Map.groupBy(this.#deps.products.tags.values(), ({ group }) => group);
    return [...byGroup].flatMap(([group, tags]) => (unseen.has(group) || tags.length > mostTags ? [] : [group]));
  }

  /** The model of a group as it is, fitted or not; its words are read. @throws {AppError} `MODEL_*` */
  async opened(group: string): Promise<GroupModel> {
    const { products, encoders, scales } = this.#deps;
    const tags = [...products.tags.values()].filter((tag) => tag.group === group);
    const exclusive = products.exclusive(group);
    const encoder = await encoders.active();
    const { textToImage } = await scales.of(encoder);
    const { id, pipelineVersion } = encoder.manifest;
    const words = tags.map((tag) => [tag.id, products.namesOf(tag)]);
    const key = JSON.stringify([group, exclusive, id, pipelineVersion, words, textToImage]);
    const known = this.#opened.get(group);
    if (known?.key === key) return known.model;
    const open = async (): Promise<GroupModel> => {
      const deps = { ...this.#deps, neighbours: this.#neighbours, scale: textToImage };
      const model = new GroupModel(group, await this.#withWords(tags, encoder), exclusive, deps);
      if (this.#place !== null) this.#stored ??= readLearned(this.#place);
      const learned = this.#stored?.get(key);
      if (learned !== undefined) model.restore(learned);
      return model;
    };
    const model = open();
    this.#opened.set(group, { key, model });
    model.catch(() => this.#opened.delete(group));
    return model;
  }

  /**
   * The model of a group, fitted to all that is known now. `after` is called after each piece of work with the pieces
   * left; what it throws ends the fit, and what was fitted stays. @throws {AppError} `MODEL_*`
   */
  async fitted(group: string, after: (left: number) => Promise<void> = createPause()): Promise<GroupModel> {
    const fit = (this.#fitting.get(group) ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        const model = await this.opened(group);
        if (model.due() === 0) return model;
        this.#unsaved = true;
        await model.fit(after);
        return model;
      });
    this.#fitting.set(group, fit);
    return fit;
  }

  /** Keeps what was learned for the next run. */
  async save(): Promise<void> {
    if (!this.#unsaved || this.#place === null) return;
    this.#unsaved = false;
    const groups = new Map<string, LearnedGroup>();
    for (const { key, model } of this.#opened.values()) {
      const learned = (await model.catch(() => undefined))?.learned;
      if (learned != null) groups.set(key, learned);
    }
    writeLearned(this.#place, groups);
  }

  /** Of each list of names what they mean together [dimensions], L2-normalised. @throws {AppError} `MODEL_*` */
  async meanings(lists: readonly (readonly string[])[], encoder?: Encoder): Promise<Float32Array[]> {
    const missing = [...new Set(lists.flat())].filter((text) => !this.#words.has(text));
    const asked = missing.map((text) => text.toLowerCase());
    const reader = encoder ?? (await this.#deps.encoders.active());
    const vectors = await encodeQueries(reader, asked, { priority: 'background' });
    for (const [i, text] of missing.entries()) this.#words.set(text, vectors[i] as Float32Array);
    return lists.map((names) => meanVector(names.map((text) => this.#words.get(text) as Float32Array)));
  }

  async #withWords(tags: readonly StoredTag[], encoder: Encoder): Promise<GroupTag[]> {
    const meanings = await this.meanings(
      tags.map((tag) => this.#deps.products.namesOf(tag)),
      encoder,
    );
    return tags.map((tag, i) => ({ ...tag, words: meanings[i] as Float32Array }));
  }
}
