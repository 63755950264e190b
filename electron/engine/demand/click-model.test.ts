/** The click model on clicks drawn from chances that are known. */
import { expect, test } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { fitClickModel, gradesOf, type Shown } from './click-model.ts';

const examination = [1, 0.6, 0.4, 0.25, 0.15];
/** Of products 0 to 9, each at every place but not equally often: those that please least stand on top most. */
const attraction = [0.05, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.7];

function draw(lists: number, seed = 1): Shown[] {
  const random = seededRandom(seed);
  const cells = new Map<string, { pair: number; position: number; times: number; clicks: number }>();
  for (let list = 0; list < lists; list++) {
    const order = attraction.map((_, pair) => ({ pair, at: pair + random() * 12 })).sort((a, b) => a.at - b.at);
    for (const [position, { pair }] of order.slice(0, examination.length).entries()) {
      const cell = cells.get(`${pair} ${position}`) ?? { pair, position, times: 0, clicks: 0 };
      cell.times++;
      if (random() < (examination[position] as number) * (attraction[pair] as number)) cell.clicks++;
      cells.set(`${pair} ${position}`, cell);
    }
  }
  return [...cells.values()];
}

test('finds the chances that clicks were drawn from, where the order of clicks alone would mislead', () => {
  const cells = draw(20_000);
  const model = fitClickModel(cells);
  for (const [place, chance] of examination.entries()) expect(model.examination[place]).toBeCloseTo(chance, 1);
  for (const [pair, chance] of attraction.entries()) {
    const { value, margin } = model.attraction.get(pair) ?? { value: -1, margin: 0 };
    expect(Math.abs(value - chance), `product ${pair}`).toBeLessThan(Math.max(0.05, margin * 2));
  }
  const rate = (pair: number): number => {
    const own = cells.filter((cell) => cell.pair === pair);
    return own.reduce((sum, { clicks }) => sum + clicks, 0) / own.reduce((sum, { times }) => sum + times, 0);
  };
  // The share of clicks ranks a product that pleases more below one that stands higher.
  expect(rate(9)).toBeLessThan(rate(4) * 1.6);
  expect((model.attraction.get(9)?.value ?? 0) / (model.attraction.get(4)?.value ?? 1)).toBeGreaterThan(1.8);
});

test('grades follow attraction, and what was hardly examined is not graded', () => {
  const model = fitClickModel([...draw(5000), { pair: 77, position: 4, times: 3, clicks: 3 }]);
  const grades = gradesOf(model);
  expect(grades.get(0)).toBe(0);
  expect(grades.get(9)).toBe(3);
  expect(grades.has(77)).toBe(false);
  const inOrder = attraction.map((_, pair) => grades.get(pair) ?? 0);
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
});

test('says nothing where nothing was clicked or shown', () => {
  expect(fitClickModel([]).attraction.size).toBe(0);
  const [only] = fitClickModel([{ pair: 1, position: 0, times: 50, clicks: 0 }]).attraction.values();
  expect(only?.value).toBeLessThan(0.05);
});
