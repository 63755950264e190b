/** What the tags of a product add to its score: those the words of a query name, and those that are liked whatever is asked. */
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow, TagName } from '../catalog/types.ts';
import { Mentions } from '../text/mention.ts';
import type { Ranker } from './ranker.ts';

export class QueryTags {
  readonly #vocabulary: Catalog['vocabulary'];
  #version = -1;
  #mentions = new Mentions([]);
  #groups = new Map<number, string>();

  constructor(vocabulary: Catalog['vocabulary']) {
    this.#vocabulary = vocabulary;
  }

  /** The tags that a text names, by group. `version`: of the catalog. */
  named(text: string, version: number): ReadonlyMap<string, ReadonlySet<number>> {
    if (version !== this.#version) {
      const tags = this.#vocabulary.names();
      this.#mentions = new Mentions(tags);
      this.#groups = new Map(tags.map(({ id, group }) => [id, group]));
      this.#version = version;
    }
    const byGroup = new Map<string, Set<number>>();
    for (const id of text === '' ? [] : this.#mentions.find(text)) {
      const group = this.#groups.get(id) ?? '';
      byGroup.set(group, (byGroup.get(group) ?? new Set()).add(id));
    }
    return byGroup;
  }

  groupOf(tagId: number): string | undefined {
    return this.#groups.get(tagId);
  }
}

/**
 * -1..1: the mean over the groups that the query names of 1 for a product with a named tag, -1 for one with other tags of the group, 0 for one
 * without any. 0 when the query names no tag.
 */
export function tagMatch(
  row: CatalogRow,
  named: ReadonlyMap<string, ReadonlySet<number>>,
  groupOf: (tagId: number) => string | undefined,
): number {
  if (named.size === 0) return 0;
  let sum = 0;
  for (const [group, wanted] of named) {
    const own = row.tagIds.filter((id) => groupOf(id) === group);
    if (own.length > 0) sum += own.some((id) => wanted.has(id)) ? 1 : -1;
  }
  return sum / named.size;
}

export function preferenceKey({ group, name }: TagName): string {
  return `${group}: ${name}`;
}

/** Log-odds that the tags of a product add under a ranker; `match` as of `tagMatch`. */
export function tagBonus(ranker: Ranker, match: number, tags: readonly TagName[]): number {
  let bonus = ranker.tagMatch * match;
  for (const tag of tags) bonus += ranker.preferences[preferenceKey(tag)] ?? 0;
  return bonus;
}
