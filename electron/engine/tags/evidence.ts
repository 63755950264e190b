/** The models of all tag groups, made when they are first asked for and brought up to date before each answer. */
import type { Encoders } from '../encoders/index.ts';
import { meanVector } from '../search/query.ts';
import { calibrationOf } from '../search/ranker.ts';
import type { VectorsPort } from '../vector/types.ts';
import { GroupModel, type GroupTag } from './group-model.ts';
import { Neighbours } from './neighbours.ts';
import type { TagEntry } from './repo.ts';
import type { TagState } from './state.ts';

export interface EvidenceDependencies {
  readonly state: TagState;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<Encoders, 'active'>;
}

/** Groups that no picture can tell, and groups with more tags than a person would choose from. */
const unseen = new Set(['size', 'sku']);
const mostTags = 400;
/** Fitting gives way to searches after so long [ms]. */
const turnMs = 12;

export class TagEvidence {
  readonly #deps: EvidenceDependencies;
  readonly #neighbours: Neighbours;
  readonly #words = new Map<string, Float32Array>();
  readonly #models = new Map<string, { readonly key: string; readonly model: GroupModel }>();
  readonly #fitted = new Map<string, { readonly version: string; readonly model: Promise<GroupModel> }>();

  constructor(deps: EvidenceDependencies) {
    this.#deps = deps;
    this.#neighbours = new Neighbours(deps.state, deps.vectors);
  }

  /** Groups whose tags a photo can confirm or contradict. */
  groups(): string[] {
    const { state } = this.#deps;
    return [...state.groups()].filter((group) => !unseen.has(group) && state.tagsOfGroup(group).length <= mostTags);
  }

  /** The model of a group, fitted to all that is known now. @throws {AppError} `MODEL_*` */
  group(group: string): Promise<GroupModel> {
    const { state, vectors } = this.#deps;
    const version = `${state.version} ${vectors.images.size}`;
    const known = this.#fitted.get(group);
    if (known?.version === version) return known.model;
    const model = (known?.model.catch(() => undefined) ?? Promise.resolve()).then(() => this.#fit(group));
    this.#fitted.set(group, { version, model });
    model.catch(() => this.#fitted.delete(group));
    return model;
  }

  /**
   * The model of a group as far as it is after `milliseconds`: what is not fitted yet speaks by the words of the tags. `undefined` while even those
   * have not been read. @throws {AppError} `MODEL_*`
   */
  async soon(group: string, milliseconds: number): Promise<GroupModel | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<GroupModel | undefined>((resolve) => {
      timer = setTimeout(() => resolve(this.#models.get(group)?.model), milliseconds);
    });
    try {
      return await Promise.race([this.group(group), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #fit(group: string): Promise<GroupModel> {
    const { state, vectors, encoders } = this.#deps;
    const tags = state.tagsOfGroup(group);
    const exclusive = state.exclusive(group);
    const { manifest } = await encoders.active();
    const key = JSON.stringify([exclusive, manifest.id, tags.map((tag) => [tag.id, this.#texts(tag)])]);
    let model = this.#models.get(group)?.key === key ? this.#models.get(group)?.model : undefined;
    if (model === undefined) {
      const calibration = calibrationOf(manifest).textToPicture;
      model = new GroupModel(group, await this.#withWords(tags), exclusive, {
        state,
        vectors,
        neighbours: this.#neighbours,
        calibration,
      });
      this.#models.set(group, { key, model });
    }
    await model.fit(createPause());
    return model;
  }

  #texts({ id, name }: TagEntry): string[] {
    return [name, ...this.#deps.state.synonymsOf(id).map(({ text }) => text)];
  }

  async #withWords(tags: readonly TagEntry[]): Promise<GroupTag[]> {
    const encoder = await this.#deps.encoders.active();
    const { prompts } = encoder.manifest.text;
    const missing = [...new Set(tags.flatMap((tag) => this.#texts(tag)))].filter(
      (text) => !this.#words.has(`${encoder.modelId} ${text}`),
    );
    const asked = missing.flatMap((text) => prompts.map((prompt) => prompt.replace('{}', () => text.toLowerCase())));
    const vectors = asked.length === 0 ? [] : await encoder.encodeTexts(asked, { priority: 'background' });
    for (const [at, text] of missing.entries()) {
      const own = vectors.slice(at * prompts.length, (at + 1) * prompts.length);
      this.#words.set(`${encoder.modelId} ${text}`, meanVector(own));
    }
    return tags.map((tag) => ({
      ...tag,
      words: meanVector(this.#texts(tag).map((text) => this.#words.get(`${encoder.modelId} ${text}`) as Float32Array)),
    }));
  }
}

/** Lets other work in whenever the turn has lasted long enough. */
export function createPause(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turnMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
