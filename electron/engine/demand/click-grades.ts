/** Grades of products for queries, told from which were shown where and which of them were clicked. */
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Grade } from '../../contract/labels.ts';
import type { Behaviour } from '../events/behaviour.ts';
import type { Span } from '../events/types.ts';
import { createPause } from '../jobs/slices.ts';
import { fitClickModel, gradesOf, type Shown } from './click-model.ts';
import { episodesOf } from './episodes.ts';

/** What stands further down is hardly seen, and says nothing. */
const positions = 30;

export interface ClickGrade {
  readonly query: string;
  readonly productId: number;
  readonly grade: Grade;
  readonly note: string;
}

export interface ClickGrades {
  readonly grades: readonly ClickGrade[];
  /** Products of queries that were examined too seldom. */
  readonly unsure: number;
  /** By position; empty where no log says which products were shown. */
  readonly examination: readonly number[];
}

/** @param isTold whether enough shoppers asked a query @throws {AppError} `CANCELLED` */
export async function clickGrades(
  behaviour: Behaviour,
  span: Span,
  isTold: (query: number) => boolean,
  signal: AbortSignal,
): Promise<ClickGrades> {
  const pairs: { readonly query: number; readonly item: number }[] = [];
  const numbers = new Map<string, number>();
  const cells = new Map<string, { pair: number; position: number; times: number; clicks: number }>();
  const pause = createPause();
  let read = 0;
  for (const { query, shown, clicks } of episodesOf(behaviour.journeys(span))) {
    for (const [position, item] of (isTold(query) ? (shown ?? []) : []).slice(0, positions).entries()) {
      if (item === 0) continue;
      const name = `${query} ${item}`;
      const pair = numbers.get(name) ?? pairs.push({ query, item }) - 1;
      numbers.set(name, pair);
      const cell = cells.get(`${pair} ${position}`) ?? { pair, position, times: 0, clicks: 0 };
      cell.times++;
      if (clicks.some((click) => click.item === item)) cell.clicks++;
      cells.set(`${pair} ${position}`, cell);
    }
    if (++read % 500 !== 0) continue;
    await pause();
    throwIfCancelled(signal);
  }
  const shownCells: Shown[] = [...cells.values()];
  const model = fitClickModel(shownCells);
  const words = behaviour.queries([...new Set(pairs.map(({ query }) => query))]);
  const given = gradesOf(model);
  const products = behaviour.products();
  const grades = [...given].flatMap(([pair, grade]): ClickGrade[] => {
    const { query = -1, item = -1 } = pairs[pair] ?? {};
    const [text, productId, attraction] = [words.get(query), products.get(item), model.attraction.get(pair)];
    if (text === undefined || productId === undefined || attraction === undefined) return [];
    const percent = (value: number): number => Math.round(value * 100);
    const note = `${percent(attraction.value)} % ± ${percent(attraction.margin)} % (${Math.round(attraction.examined)})`;
    return [{ query: text, productId, grade, note }];
  });
  return { grades: strongest(grades), unsure: pairs.length - given.size, examination: model.examination };
}

/** Two items that are one product have its better grade. */
function strongest(grades: readonly ClickGrade[]): ClickGrade[] {
  const best = new Map<string, ClickGrade>();
  for (const own of grades) {
    const key = `${own.productId} ${own.query}`;
    const before = best.get(key);
    if (before === undefined || own.grade > before.grade) best.set(key, own);
  }
  return [...best.values()];
}
