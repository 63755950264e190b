/** Every product's tags with their provenance, in memory and in step with the catalog: what the classifiers learn from and are asked about. */
import type { Provenance, Synonym } from '../../contract/tags.ts';
import type { CatalogPort } from '../catalog/types.ts';
import type { TagEntry, TagsRepo } from './tag-repo.ts';

export interface TaggedProduct {
  readonly productId: number;
  readonly title: string;
  readonly imageIds: readonly number[];
  readonly tags: ReadonlyMap<number, Provenance>;
}

/** Groups whose products carry several tags at once, while there is too little to see it from. */
const usuallySeveral = new Set(['tag', 'material', 'usage', 'size']);
const fewProducts = 20;
const exclusiveShare = 0.98;

export class TagState {
  readonly #catalog: CatalogPort;
  readonly #repo: TagsRepo;
  readonly #products = new Map<number, TaggedProduct>();
  readonly #stop: () => void;
  #tags = new Map<number, TagEntry>();
  #synonyms = new Map<number, Synonym[]>();
  #exclusive: Map<string, boolean> | undefined;
  #loaded = false;
  #version = 0;
  /** Grows with changes that concern every group. */
  #common = 0;
  readonly #groupVersions = new Map<string, number>();

  constructor(catalog: CatalogPort, repo: TagsRepo) {
    this.#catalog = catalog;
    this.#repo = repo;
    this.#stop = catalog.onChange(({ changed, removed }) => {
      if (!this.#loaded) return;
      this.#version++;
      this.#exclusive = undefined;
      if (removed.length > 0) this.#common++;
      for (const productId of removed) this.#products.delete(productId);
      if (changed.length > 0) this.#read(changed);
    });
  }

  /** Grows with every change that concerns what is learned of a group. */
  versionOf(group: string): number {
    this.#load();
    return this.#common + (this.#groupVersions.get(group) ?? 0);
  }

  /** Grows with every change of the catalog. */
  get version(): number {
    this.#load();
    return this.#version;
  }

  get products(): ReadonlyMap<number, TaggedProduct> {
    this.#load();
    return this.#products;
  }

  get tags(): ReadonlyMap<number, TagEntry> {
    this.#load();
    return this.#tags;
  }

  /** A vocabulary edit that touches no product goes unnoticed otherwise. */
  vocabularyChanged(): void {
    if (!this.#loaded) return;
    this.#version++;
    this.#common++;
    this.#exclusive = undefined;
    this.#readVocabulary();
  }

  tagsOfGroup(group: string): TagEntry[] {
    return [...this.tags.values()].filter((tag) => tag.group === group);
  }

  groups(): Set<string> {
    return new Set([...this.tags.values()].map(({ group }) => group));
  }

  synonymsOf(tagId: number): readonly Synonym[] {
    this.#load();
    return this.#synonyms.get(tagId) ?? [];
  }

  /** Whether a product has one tag of the group, as nearly all have that have any. */
  exclusive(group: string): boolean {
    this.#load();
    this.#exclusive ??= this.#countExclusive();
    return this.#exclusive.get(group) ?? !usuallySeveral.has(group);
  }

  close(): void {
    this.#stop();
  }

  #load(): void {
    if (this.#loaded) return;
    this.#loaded = true;
    this.#read(undefined);
  }

  #read(productIds: readonly number[] | undefined): void {
    this.#readVocabulary();
    const tags = new Map<number, Map<number, Provenance>>();
    for (const { productId, tagId, provenance } of this.#repo.rows(productIds)) {
      let own = tags.get(productId);
      if (own === undefined) {
        own = new Map();
        tags.set(productId, own);
      }
      own.set(tagId, provenance);
    }
    for (const { productId, title, imageIds } of this.#catalog.rows(productIds)) {
      const product = { productId, title, imageIds, tags: tags.get(productId) ?? new Map() };
      this.#noteChange(this.#products.get(productId), product);
      this.#products.set(productId, product);
    }
  }

  #noteChange(before: TaggedProduct | undefined, now: TaggedProduct): void {
    if (before === undefined || before.imageIds.join() !== now.imageIds.join()) {
      this.#common++;
      return;
    }
    for (const tagId of new Set([...before.tags.keys(), ...now.tags.keys()])) {
      const group = this.#tags.get(tagId)?.group;
      if (before.tags.get(tagId) === now.tags.get(tagId) || group === undefined) continue;
      this.#groupVersions.set(group, (this.#groupVersions.get(group) ?? 0) + 1);
    }
  }

  #readVocabulary(): void {
    this.#tags = new Map(this.#repo.tags().map((tag) => [tag.id, tag]));
    this.#synonyms = this.#repo.synonyms();
  }

  #countExclusive(): Map<string, boolean> {
    const one = new Map<string, number>();
    const several = new Map<string, number>();
    const counts = new Map<string, { confirmed: number; others: number }>();
    for (const { tags } of this.#products.values()) {
      counts.clear();
      for (const [tagId, provenance] of tags) {
        const group = this.#tags.get(tagId)?.group;
        if (group === undefined || provenance === 'rejected') continue;
        const count = counts.get(group) ?? { confirmed: 0, others: 0 };
        counts.set(group, count);
        count[provenance === 'confirmed' ? 'confirmed' : 'others']++;
      }
      for (const [group, { confirmed, others }] of counts) {
        // Whether the others belong beside the confirmed one or contradict it is what is to be found out.
        if (confirmed > 0 && others > 0) continue;
        const tally = confirmed + others === 1 ? one : several;
        tally.set(group, (tally.get(group) ?? 0) + 1);
      }
    }
    const exclusive = new Map<string, boolean>();
    for (const group of new Set([...one.keys(), ...several.keys()])) {
      const total = (one.get(group) ?? 0) + (several.get(group) ?? 0);
      const share = (one.get(group) ?? 0) / total;
      exclusive.set(
        group,
        total < fewProducts ? share >= exclusiveShare && !usuallySeveral.has(group) : share >= exclusiveShare,
      );
    }
    return exclusive;
  }
}
