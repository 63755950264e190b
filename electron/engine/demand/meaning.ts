/** Queries put together by what they mean, and those for which the catalog has nothing. */
import type { DemandQuery } from '../../contract/demand.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import { createPause } from '../jobs/slices.ts';
import { dot } from '../numbers/vectors.ts';
import { stem } from '../text/normalise.ts';
import { queryTerms } from '../text/segment.ts';

/** How alike two queries are, 0 for two at random and 1 for the same, from which on they mean much the same. */
const sameMeaning = 0.7;
/** Clicked after fewer searches than this share, a query failed. */
const failedBelow = 0.2;
/** Pairs looked at for how alike two queries are at random. */
const pairsLookedAt = 2000;

export interface Nearest {
  readonly label: number;
  readonly similarity: number;
}

export interface FoundGroup {
  readonly name: string;
  readonly queries: string[];
  readonly searches: number;
  readonly clicked: number;
  readonly noResults: number;
  /** Product whose listing comes nearest, and how near it comes. */
  readonly nearest: number | undefined;
  readonly likeness: number;
  /** Whether a title has all words of one of its queries. */
  readonly named: boolean;
}

const termsOf = (text: string): string[] => [...new Set(queryTerms(text).map(stem))].sort();

/** Places of the queries of each group, those asked most first. Queries of the same words are one, whatever their order and endings. */
export function groupsOf(queries: readonly DemandQuery[], vectors: readonly Float32Array[]): number[][] {
  const random = likenessAtRandom(vectors);
  const groups: { readonly leader: Float32Array; readonly words: Set<string>; readonly places: number[] }[] = [];
  for (const [place, vector] of vectors.entries()) {
    const words = termsOf(queries[place]?.query ?? '').join(' ');
    const own = groups.find(
      (group) => group.words.has(words) || (dot(group.leader, vector) - random) / (1 - random) >= sameMeaning,
    );
    if (own === undefined) groups.push({ leader: vector, words: new Set([words]), places: [place] });
    else {
      own.places.push(place);
      own.words.add(words);
    }
  }
  return groups
    .map(({ places }) => places)
    .sort((a, b) => sumOf(queries, b, ({ searches }) => searches) - sumOf(queries, a, ({ searches }) => searches));
}

/** Models differ in how alike any two texts are to them. */
function likenessAtRandom(vectors: readonly Float32Array[]): number {
  let [sum, pairs] = [0, 0];
  for (let step = 1; step < vectors.length && pairs < pairsLookedAt; step++) {
    for (let at = 0; at + step < vectors.length && pairs < pairsLookedAt; at++, pairs++)
      sum += dot(vectors[at] as Float32Array, vectors[at + step] as Float32Array);
  }
  return pairs === 0 ? 0 : Math.min(0.95, Math.max(0, sum / pairs));
}

const sumOf = (
  queries: readonly DemandQuery[],
  places: readonly number[],
  of: (query: DemandQuery) => number,
): number => places.reduce((all, place) => all + of(queries[place] as DemandQuery), 0);

export function groupOf(
  queries: readonly DemandQuery[],
  places: readonly number[],
  nearest: readonly (Nearest | undefined)[],
  named: ReadonlySet<number>,
): FoundGroup {
  const sum = (of: (query: DemandQuery) => number): number => sumOf(queries, places, of);
  const best = places
    .flatMap((place) => nearest[place] ?? [])
    .reduce<Nearest | undefined>((a, b) => (a === undefined || b.similarity > a.similarity ? b : a), undefined);
  const own = places.map((place) => (queries[place] as DemandQuery).query);
  return {
    name: own[0] ?? '',
    queries: own,
    searches: sum(({ searches }) => searches),
    clicked: sum(({ clicked }) => clicked),
    noResults: sum(({ noResults }) => noResults ?? 0),
    nearest: best?.label,
    likeness: best?.similarity ?? -1,
    named: places.some((place) => named.has(place)),
  };
}

/**
 * Groups that failed and that no product answers: no title has their words, and either the shop found nothing, or no product comes as near as
 * products come to three quarters of the queries that succeed.
 */
export function unlisted(
  groups: readonly FoundGroup[],
  queries: readonly DemandQuery[],
  nearest: readonly (Nearest | undefined)[],
): FoundGroup[] {
  const found = queries.flatMap(({ clicked, searches }, place) =>
    clicked / searches > failedBelow ? [nearest[place]?.similarity ?? -1] : [],
  );
  const near = found.sort((a, b) => a - b)[Math.floor(found.length / 4)] ?? Number.POSITIVE_INFINITY;
  return groups.filter(
    ({ clicked, searches, noResults, likeness, named }) =>
      clicked / searches < failedBelow && !named && (noResults > searches / 2 || likeness < near),
  );
}

/** Places of the queries all of whose words some title has. @throws {AppError} `CANCELLED` */
export async function namedByTitles(
  queries: readonly string[],
  products: Iterable<{ readonly title: string }>,
  signal: AbortSignal,
): Promise<Set<number>> {
  const wanted = queries.map(termsOf);
  const byTerm = new Map<string, number[]>();
  for (const [place, terms] of wanted.entries()) {
    const [first] = terms;
    if (first !== undefined) byTerm.set(first, [...(byTerm.get(first) ?? []), place]);
  }
  const named = new Set<number>();
  const pause = createPause();
  for (const { title } of products) {
    const terms = new Set(termsOf(title));
    for (const term of terms) {
      for (const place of byTerm.get(term) ?? [])
        if (!named.has(place) && wanted[place]?.every((one) => terms.has(one))) named.add(place);
    }
    await pause();
    throwIfCancelled(signal);
  }
  return named;
}
