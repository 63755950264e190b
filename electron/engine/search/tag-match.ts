/** Which tags the words of a query name, and how well the tags of a product agree with them. */
import type { Catalog } from '../catalog/catalog.ts';
import { simplified } from '../text/languages/chinese.ts';
import { namesIn } from '../text/languages/common-words.ts';
import { type Mention, Mentions } from '../text/mention.ts';
import { normaliseText, stem } from '../text/normalise.ts';
import { queryTerms } from '../text/segment.ts';
import type { CatalogView } from './catalog-view.ts';

/** Tag ids by group. */
export type NamedTags = ReadonlyMap<string, ReadonlySet<number>>;

export interface NamedTag extends Mention {
  readonly group: string;
}

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

  /** The tags that a text names. `asWords`: words that are meant as themselves. */
  named(text: string, asWords: readonly string[] = []): NamedTags {
    return byGroup(this.mentioned(text, asWords));
  }

  /** The tags with the words that name them, in the order of the groups. */
  mentioned(text: string, asWords: readonly string[] = []): NamedTag[] {
    this.#refresh();
    if (text === '') return [];
    const literal = new Set(asWords.map((source) => simplified(normaliseText(source))));
    return this.#mentions
      .read(text)
      .filter(({ source }) => !literal.has(source))
      .map((mention) => ({ ...mention, group: this.#groups.get(mention.id) ?? '' }));
  }

  /**
   * Whether a product is tagged as something else than words of the query say: for one of them it has other tags in the
   * groups that the word names, and in none of these groups one that is named ("orange" may be a colour or a brand).
   */
  contradictions(mentioned: readonly NamedTag[]): (tagIds: readonly number[]) => boolean {
    const bySource = [...Map.groupBy(mentioned, ({ source }) => source).values()].map((named) =>
      this.#sides(byGroup(named).keys(), new Set(named.map(({ id }) => id))),
    );
    return (tagIds) =>
      bySource.some((sides) => {
        let other = false;
        for (const id of tagIds) {
          const side = sides.get(id);
          if (side === 1) return false;
          if (side === -1) other = true;
        }
        return other;
      });
  }

  /** Of the tags in these groups, by id: 1 for those that are wanted, -1 for the others. */
  #sides(groups: Iterable<string>, wanted: ReadonlySet<number>): Map<number, 1 | -1> {
    const within = new Set(groups);
    const sides = new Map<number, 1 | -1>();
    for (const [id, group] of this.#groups) if (within.has(group)) sides.set(id, wanted.has(id) ? 1 : -1);
    return sides;
  }

  #refresh(): void {
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
   * -1..1 by the tags of a product: the mean over the groups that the query names of 1 for one with a named tag, -1 for
   * one with other tags of the group, 0 for one without any. 0 when the query names no tag.
   */
  matcher(named: NamedTags): (tagIds: readonly number[]) => number {
    const bySide = [...named].map(([group, wanted]) => this.#sides([group], wanted));
    if (bySide.length === 0) return () => 0;
    return (tagIds) => {
      let sum = 0;
      for (const sides of bySide) {
        let own = 0;
        for (const id of tagIds) {
          const side = sides.get(id);
          if (side !== undefined && own < 1) own = side;
        }
        sum += own;
      }
      return sum / bySide.length;
    };
  }
}

/** Tag ids by group. */
export function byGroup(mentioned: readonly NamedTag[]): NamedTags {
  const groups = new Map<string, Set<number>>();
  for (const { id, group } of mentioned) groups.set(group, (groups.get(group) ?? new Set()).add(id));
  return groups;
}

function nameKey(text: string): string {
  return queryTerms(text).map(stem).join(' ');
}
