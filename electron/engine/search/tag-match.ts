/** Which tags the words of a query name, and how well the tags of a product agree with them. */
import type { Catalog } from '../catalog/catalog.ts';
import { namesIn } from '../text/languages/common-words.ts';
import { Mentions } from '../text/mention.ts';
import { stem } from '../text/normalise.ts';
import { queryTerms } from '../text/segment.ts';
import type { CatalogView } from './catalog-view.ts';

/** Tag ids by group. */
export type NamedTags = ReadonlyMap<string, ReadonlySet<number>>;

export class QueryTags {
  readonly #vocabulary: Catalog['vocabulary'];
  readonly #view: Pick<CatalogView, 'version'>;
  #version = -1;
  #mentions = new Mentions([]);
  #groups = new Map<number, string>();
  #names = new Map<number, readonly string[]>();

  constructor(vocabulary: Catalog['vocabulary'], view: Pick<CatalogView, 'version'>) {
    this.#vocabulary = vocabulary;
    this.#view = view;
  }

  named(text: string): NamedTags {
    if (this.#view.version !== this.#version) {
      const tags = this.#vocabulary.names().map((tag) => ({
        ...tag,
        names: [...new Set(tag.names.flatMap((name) => [name, ...namesIn(['en', 'zh'], name)]))],
      }));
      this.#mentions = new Mentions(tags);
      this.#groups = new Map(tags.map(({ id, group }) => [id, group]));
      this.#names = new Map(tags.map(({ id, names }) => [id, names]));
      this.#version = this.#view.version;
    }
    const byGroup = new Map<string, Set<number>>();
    for (const id of text === '' ? [] : this.#mentions.find(text)) {
      const group = this.#groups.get(id) ?? '';
      byGroup.set(group, (byGroup.get(group) ?? new Set()).add(id));
    }
    return byGroup;
  }

  /** Tags that are called exactly this. */
  called(text: string): Set<number> {
    const whole = nameKey(text);
    const found = new Set<number>();
    for (const ids of this.named(text).values()) {
      for (const id of ids) if (this.#names.get(id)?.some((name) => nameKey(name) === whole) === true) found.add(id);
    }
    return found;
  }

  /**
   * -1..1: the mean over the groups that the query names of 1 for a product with a named tag, -1 for one with other
   * tags of the group, 0 for one without any. 0 when the query names no tag.
   */
  match(tagIds: readonly number[], named: NamedTags): number {
    if (named.size === 0) return 0;
    let sum = 0;
    for (const [group, wanted] of named) {
      const own = tagIds.filter((id) => this.#groups.get(id) === group);
      if (own.length > 0) sum += own.some((id) => wanted.has(id)) ? 1 : -1;
    }
    return sum / named.size;
  }
}

function nameKey(text: string): string {
  return queryTerms(text).map(stem).join(' ');
}
