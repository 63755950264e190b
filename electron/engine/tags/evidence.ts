/** The models of all tag groups: made when they are first asked for, begun with what an earlier run learned, and brought up to date on demand. */
import { encodeQueries } from '../encoders/encode-queries.ts';
import type { Encoders } from '../encoders/index.ts';
import type { SimilarityScale } from '../encoders/similarity.ts';
import { createPause } from '../jobs/slices.ts';
import { meanVector } from '../numbers/vectors.ts';
import type { LibraryScales } from '../search/library-scales.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { GroupTag } from './classifiers.ts';
import { GroupModel, type LearnedGroup } from './group-model.ts';
import { Neighbours } from './neighbours.ts';
import { type ProbeCachePlace, readProbes, type StoredGroups, writeProbes } from './probe-cache.ts';
import type { TagState } from './state.ts';
import type { TagEntry } from './tag-repo.ts';

export interface EvidenceDependencies {
  readonly state: TagState;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<Encoders, 'active'>;
  readonly scales: Pick<LibraryScales, 'of'>;
  /** Where what was learned is kept; `null` keeps it in memory alone. */
  readonly libraryDir: string | null;
}

interface Opened {
  readonly key: string;
  readonly model: Promise<GroupModel>;
}

/** Groups that no picture can tell, and groups with more tags than a person would choose from. */
const unseen = new Set(['size', 'sku']);
const mostTags = 400;

export class TagEvidence {
  readonly #deps: EvidenceDependencies;
  readonly #neighbours: Neighbours;
  readonly #words = new Map<string, Float32Array>();
  readonly #opened = new Map<string, Opened>();
  /** The fit at work of each group; one follows the other. */
  readonly #fitting = new Map<string, Promise<unknown>>();
  #stored: { readonly modelId: string; readonly groups: StoredGroups } | undefined;
  #unsaved = false;

  constructor(deps: EvidenceDependencies) {
    this.#deps = deps;
    this.#neighbours = new Neighbours(deps.state, deps.vectors);
  }

  /** Groups whose tags a photo can confirm or contradict. */
  groups(): string[] {
    const { state } = this.#deps;
    return [...state.groups()].filter((group) => !unseen.has(group) && state.tagsOfGroup(group).length <= mostTags);
  }

  /** The model of a group as it is, fitted or not; its words are read. @throws {AppError} `MODEL_*` */
  async opened(group: string): Promise<GroupModel> {
    const { state, encoders, scales } = this.#deps;
    const tags = state.tagsOfGroup(group);
    const exclusive = state.exclusive(group);
    const encoder = await encoders.active();
    const { textToImage } = await scales.of(encoder);
    const { id, pipelineVersion } = encoder.manifest;
    const words = tags.map((tag) => [tag.id, this.#texts(tag)]);
    const key = JSON.stringify([group, exclusive, id, pipelineVersion, words, textToImage]);
    const known = this.#opened.get(group);
    if (known?.key === key) return known.model;
    const model = this.#open(key, group, tags, exclusive, textToImage);
    this.#opened.set(group, { key, model });
    model.catch(() => this.#opened.delete(group));
    return model;
  }

  /**
   * The model of a group, fitted to all that is known now. `after` is called after each piece of work with the pieces left; what it throws ends the fit,
   * and what was fitted stays. @throws {AppError} `MODEL_*`
   */
  async group(group: string, after: (left: number) => Promise<void> = createPause()): Promise<GroupModel> {
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
    const place = this.#place();
    if (!this.#unsaved || place === null) return;
    this.#unsaved = false;
    const groups = new Map<string, LearnedGroup>();
    for (const { key, model } of this.#opened.values()) {
      const learned = (await model.catch(() => undefined))?.learned;
      if (learned != null) groups.set(key, learned);
    }
    writeProbes(place, groups);
  }

  async #open(
    key: string,
    group: string,
    tags: readonly TagEntry[],
    exclusive: boolean,
    scale: SimilarityScale,
  ): Promise<GroupModel> {
    const { state, vectors } = this.#deps;
    const withWords = await this.#withWords(tags);
    const model = new GroupModel(group, withWords, exclusive, { state, vectors, neighbours: this.#neighbours, scale });
    const learned = this.#learnedBefore(key);
    if (learned !== undefined) model.restore(learned);
    return model;
  }

  #learnedBefore(key: string): LearnedGroup | undefined {
    const place = this.#place();
    if (place === null) return undefined;
    if (this.#stored?.modelId !== place.modelId) this.#stored = { modelId: place.modelId, groups: readProbes(place) };
    return this.#stored.groups.get(key);
  }

  #place(): ProbeCachePlace | null {
    const { libraryDir, vectors } = this.#deps;
    if (libraryDir === null) return null;
    return { libraryDir, modelId: vectors.modelId, dimensions: vectors.dimensions };
  }

  #texts({ id, name }: TagEntry): string[] {
    return [name, ...this.#deps.state.synonymsOf(id).map(({ text }) => text)];
  }

  async #withWords(tags: readonly TagEntry[]): Promise<GroupTag[]> {
    const encoder = await this.#deps.encoders.active();
    const missing = [...new Set(tags.flatMap((tag) => this.#texts(tag)))].filter(
      (text) => !this.#words.has(`${encoder.modelId} ${text}`),
    );
    const asked = missing.map((text) => text.toLowerCase());
    const vectors = await encodeQueries(encoder, asked, { priority: 'background' });
    for (const [i, text] of missing.entries()) {
      this.#words.set(`${encoder.modelId} ${text}`, vectors[i] as Float32Array);
    }
    return tags.map((tag) => ({
      ...tag,
      words: meanVector(this.#texts(tag).map((text) => this.#words.get(`${encoder.modelId} ${text}`) as Float32Array)),
    }));
  }
}
