/**
 * How much a product pleases for a query, told from clicks: the position-based model (Craswell, Zoeter, Taylor, Ramsey: "An experimental
 * comparison of click position-bias models", WSDM 2008; Chuklin, Markov, de Rijke: "Click Models for Web Search", 2015, chapters 3 and 4). A
 * result is clicked when it is examined, which hangs on its position alone, and found attractive, which hangs on query and product alone. Both
 * are fitted by expectation maximisation.
 */

/** How often a product stood at a position of the list for a query, and how often it was clicked there. */
export interface Shown {
  /** Of query and product together. */
  readonly pair: number;
  /** From 0. */
  readonly position: number;
  readonly times: number;
  readonly clicks: number;
}

export interface Attraction {
  /** Chance of a click once examined, 0..1. */
  readonly value: number;
  /** Half the width of its 90 % interval. */
  readonly margin: number;
  /** Times that it was examined, as far as can be told. */
  readonly examined: number;
}

export interface ClickModel {
  /** Chance that a result at this position is examined; 1 at the most examined one. */
  readonly examination: readonly number[];
  readonly attraction: ReadonlyMap<number, Attraction>;
  readonly rounds: number;
}

const mostRounds = 200;
/** Largest change of an examination chance at which fitting ends. */
const settled = 1e-5;
/** Examinations that every pair is given at the average rate. */
const priorTimes = 2;
const z90 = 1.645;

export function fitClickModel(cells: readonly Shown[]): ClickModel {
  const positions = cells.reduce((most, { position }) => Math.max(most, position + 1), 0);
  const clicks = cells.reduce((sum, cell) => sum + cell.clicks, 0);
  const times = cells.reduce((sum, cell) => sum + cell.times, 0);
  const usual = Math.min(0.9, Math.max(0.01, (2 * clicks) / Math.max(1, times)));
  let examination = Array.from({ length: positions }, (_, place) => 1 / (1 + place / 3));
  let attraction = new Map(cells.map(({ pair }) => [pair, usual]));
  let rounds = 0;
  for (; rounds < mostRounds; rounds++) {
    const [examined, shown] = [new Float64Array(positions), new Float64Array(positions)];
    const attracted = new Map<number, { sum: number; times: number }>();
    for (const { pair, position, times: all, clicks: clicked } of cells) {
      const e = examination[position] as number;
      const a = attraction.get(pair) as number;
      const missed = all - clicked;
      const none = Math.max(1e-9, 1 - e * a);
      // A click was examined and attractive; without one, it is told by what is known of both.
      examined[position] = (examined[position] as number) + clicked + (missed * e * (1 - a)) / none;
      shown[position] = (shown[position] as number) + all;
      const own = attracted.get(pair) ?? { sum: 0, times: 0 };
      own.sum += clicked + (missed * a * (1 - e)) / none;
      own.times += all;
      attracted.set(pair, own);
    }
    const next = examination.map((_, place) =>
      Math.min(1, (examined[place] as number) / Math.max(1e-9, shown[place] as number)),
    );
    // Only the product of both shows: the most examined position sets the scale.
    const scale = Math.max(1e-9, ...next);
    const change = Math.max(0, ...next.map((value, place) => Math.abs(value / scale - (examination[place] as number))));
    examination = next.map((value) => value / scale);
    attraction = new Map(
      [...attracted].map(([pair, { sum, times: all }]) => [
        pair,
        Math.min(0.999, ((sum + priorTimes * usual) / (all + priorTimes)) * scale),
      ]),
    );
    if (change < settled) break;
  }
  const examinedOf = new Map<number, number>();
  for (const { pair, position, times: all } of cells)
    examinedOf.set(pair, (examinedOf.get(pair) ?? 0) + all * (examination[position] as number));
  return {
    examination,
    rounds,
    attraction: new Map(
      [...attraction].map(([pair, value]) => {
        const examined = examinedOf.get(pair) ?? 0;
        const margin = z90 * Math.sqrt((value * (1 - value)) / (examined + priorTimes));
        return [pair, { value, margin, examined }];
      }),
    ),
  };
}

/** Shares of the attraction of the best products of all queries from which on the grades 1, 2 and 3 begin. */
const gradesFrom = [1 / 8, 1 / 3, 2 / 3] as const;
/** Products are graded once they were examined so often. */
export const fewestExamined = 10;

/** Grades 0 to 3 of the pairs that were examined often enough. */
export function gradesOf({ attraction }: ClickModel): Map<number, 0 | 1 | 2 | 3> {
  const known = [...attraction].filter(([, { examined }]) => examined >= fewestExamined);
  const values = known.map(([, { value }]) => value).sort((a, b) => a - b);
  const best = values[Math.floor(values.length * 0.95)] ?? 1;
  const gradeOf = (value: number): 0 | 1 | 2 | 3 => {
    const [one, two, three] = gradesFrom.map((share) => share * best) as [number, number, number];
    return value >= three ? 3 : value >= two ? 2 : value >= one ? 1 : 0;
  };
  return new Map(known.map(([pair, { value }]) => [pair, gradeOf(value)]));
}
