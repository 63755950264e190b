import { expect, it } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { teamDraft, winnerOf } from './team-draft.ts';

it('mixes two rankings fairly and without doubles', () => {
  const firsts = { a: 0, b: 0 };
  for (let seed = 1; seed <= 200; seed++) {
    const list = teamDraft([1, 2, 3], [4, 1, 5], 4, (id) => id, seededRandom(seed));
    expect(new Set(list.map(({ item }) => item)).size).toBe(4);
    expect(list.slice(0, 2).map(({ item }) => item)).toEqual(list[0]?.team === 'a' ? [1, 4] : [4, 1]);
    firsts[list[0]?.team ?? 'a']++;
  }
  expect(Math.abs(firsts.a - firsts.b)).toBeLessThan(50);
});

it('names the side with more of the picks', () => {
  const teams = { 1: 'a', 2: 'a', 3: 'b' } as const;
  expect(winnerOf(teams, [1, 2, 3])).toBe('a');
  expect(winnerOf(teams, [1, 3])).toBe('tie');
  expect(winnerOf(teams, [3, 99])).toBe('b');
});
