/** What shoppers search for: lists of queries that want something done, by counts and by meaning. Worked out when it is asked for, and kept. */

import type { MethodResult } from '../../contract/contract.ts';
import type { DemandGroup, DemandListName, DemandMeaning, DemandQuery, DemandReport } from '../../contract/demand.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Behaviour } from '../events/behaviour.ts';
import { createPause } from '../jobs/slices.ts';
import type { VectorsPort } from '../vector/types.ts';
import { type ClickGrade, clickGrades } from './click-grades.ts';
import { episodesOf } from './episodes.ts';
import { failedByProduct } from './failed-products.ts';
import { type FoundGroup, groupOf, groupsOf, namedByTitles, unlisted } from './meaning.ts';
import { SearchCounts } from './statistics.ts';

const dayMs = 86_400_000;
const listed = 100;
/** Queries whose meaning is looked at. */
const queriesByMeaning = 400;

export interface DemandDependencies {
  readonly behaviour: Behaviour;
  readonly catalog: Pick<Catalog, 'products' | 'merges' | 'references'>;
  readonly encoders: ModelEncoder;
  readonly vectors: Pick<VectorsPort, 'texts' | 'modelId'>;
  /** Takes grades that clicks tell, under a judge of their own. */
  readonly giveGrades: (grades: readonly ClickGrade[]) => { readonly queries: number; readonly grades: number };
}

interface Counted {
  readonly key: string;
  readonly counts: SearchCounts;
  readonly from: number | undefined;
  readonly last: number | null;
  readonly queries: readonly DemandQuery[];
}

export class Demand {
  readonly #deps: DemandDependencies;
  #counted: Counted | undefined;

  constructor(deps: DemandDependencies) {
    this.#deps = deps;
  }

  async report(days: number | null, signal: AbortSignal): Promise<DemandReport> {
    const { counts, queries, from, last } = await this.#count(days, signal);
    const first = from ?? (counts.searches === 0 ? null : counts.first);
    return {
      searches: counts.searches,
      queries: counts.byQuery.size,
      hidden: counts.byQuery.size - queries.length,
      from: first === null ? null : new Date(first).toISOString(),
      to: last === null ? null : new Date(last).toISOString(),
      noResults: counts.saysResults ? counts.noResults : null,
      clicked: counts.clicked,
      weeks: counts.weekly(),
      lists: listsOf(queries),
    };
  }

  /** @throws {AppError} `MODEL_*`, `CANCELLED` */
  async meaning(days: number | null, signal: AbortSignal): Promise<DemandMeaning> {
    const { catalog, encoders, vectors } = this.#deps;
    const { queries } = await this.#count(days, signal);
    const asked = byCount(queries, ({ searches }) => searches).slice(0, queriesByMeaning);
    if (asked.length === 0) return { groups: [], wanted: [] };
    const encoder = await encoders.active();
    const encoded = await encoder.encodeTexts(
      asked.map(({ query }) => query),
      { signal },
    );
    const nearest = encoded.map((vector) => vectors.texts.search(vector, 1)[0]);
    const named = await namedByTitles(
      asked.map(({ query }) => query),
      catalog.references.products(),
      signal,
    );
    const groups = groupsOf(asked, encoded).map((places) => groupOf(asked, places, nearest, named));
    const told = ({ nearest: near, ...group }: FoundGroup): DemandGroup => {
      const [product] = near === undefined ? [] : catalog.products.summaries([catalog.merges.shownAs(near)]);
      const { name, queries: own, searches, clicked } = group;
      const shown = product === undefined ? null : { productId: product.id, sku: product.sku, title: product.title };
      return { name, queries: own, searches, clicked, nearest: shown };
    };
    return {
      groups: groups
        .filter(({ queries: own }) => own.length > 1)
        .slice(0, listed)
        .map(told),
      wanted: unlisted(groups, asked, nearest).slice(0, listed).map(told),
    };
  }

  /** Searches that failed, by the products nearest to what was meant. @throws {AppError} `MODEL_*`, `CANCELLED` */
  async failedNear(signal: AbortSignal): Promise<ReadonlyMap<number, number>> {
    const { encoders, vectors } = this.#deps;
    const report = await this.report(null, signal);
    return failedByProduct(report, await encoders.active(), vectors.texts, signal);
  }

  /** @throws {AppError} `CONFLICT` where no log says which products were shown, `CANCELLED` */
  async grade(days: number | null, signal: AbortSignal): Promise<MethodResult<'demand.grade'>> {
    const { behaviour, giveGrades } = this.#deps;
    const { counts, from } = await this.#count(days, signal);
    const told = await clickGrades(behaviour, { from }, (query) => counts.isToldOf(query), signal);
    if (told.examination.length === 0) {
      const message =
        'No log says which products were shown for a search, so clicks cannot be weighed. Add one with a column of the products shown.';
      throw new AppError('CONFLICT', message, { details: { why: 'clicks-without-lists' } });
    }
    return { ...giveGrades(told.grades), unsure: told.unsure, examination: [...told.examination] };
  }

  async #count(days: number | null, signal: AbortSignal): Promise<Counted> {
    const { behaviour } = this.#deps;
    const key = `${behaviour.version} ${days}`;
    if (this.#counted?.key === key) return this.#counted;
    const last = behaviour.last();
    const from = days === null || last === null ? undefined : last - days * dayMs;
    const counts = new SearchCounts(last ?? 0);
    const pause = createPause();
    let read = 0;
    for (const episode of episodesOf(behaviour.journeys({ from }))) {
      counts.add(episode);
      if (++read % 500 !== 0) continue;
      await pause();
      throwIfCancelled(signal);
    }
    const told = [...counts.byQuery].filter(([, own]) => counts.isTold(own)).map(([id]) => id);
    const words = behaviour.queries(told);
    const queries = told.flatMap((id) => {
      const text = words.get(id);
      return text === undefined ? [] : [counts.told(id, text)];
    });
    this.#counted = { key, counts, from, last, queries };
    return this.#counted;
  }
}

/** What wants something done first: what most searches are lost by. */
function listsOf(queries: readonly DemandQuery[]): Record<DemandListName, DemandQuery[]> {
  const unclicked = ({ searches, clicked }: DemandQuery): number => searches - clicked;
  const some = (keep: (query: DemandQuery) => boolean, by: (query: DemandQuery) => number): DemandQuery[] =>
    byCount(queries.filter(keep), by).slice(0, listed);
  return {
    top: some(
      () => true,
      ({ searches }) => searches,
    ),
    noResults: some(
      ({ noResults, searches }) => (noResults ?? 0) > searches / 2,
      ({ noResults }) => noResults ?? 0,
    ),
    noClicks: some(
      ({ clicked, searches, noResults }) => clicked < searches * 0.05 && (noResults ?? 0) <= searches / 2,
      unclicked,
    ),
    lowClicks: some(
      ({ clickRatio }) => clickRatio !== null && clickRatio < 0.7,
      ({ clickRatio, searches }) => searches * (1 - (clickRatio ?? 1)),
    ),
    refined: some(
      ({ refined, searches }) => refined > searches * 0.2,
      ({ refined }) => refined,
    ),
    abandoned: some(
      ({ abandoned, searches }) => abandoned > searches * 0.3,
      ({ abandoned }) => abandoned,
    ),
    rising: some(
      ({ change, weeks }) => change !== null && change > 0.25 && weeks.slice(-4).reduce((a, b) => a + b, 0) >= 10,
      ({ change }) => change ?? 0,
    ),
  };
}

const byCount = (queries: readonly DemandQuery[], by: (query: DemandQuery) => number): DemandQuery[] =>
  [...queries].sort((a, b) => by(b) - by(a) || b.searches - a.searches || (a.query < b.query ? -1 : 1));
