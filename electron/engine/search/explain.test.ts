import { describe, expect, it } from 'vitest';
import { componentShares } from './explain.ts';
import type { QueryScales } from './rankers/ranker.ts';

const weights = { picture: 0.5, listing: 0.3, words: 0.2 };
const scales: QueryScales = {
  picture: { slope: 10, centre: 0.2 },
  listing: { slope: 10, centre: 0.4 },
  words: { slope: 8, centre: 0.5 },
};

describe('componentShares', () => {
  it('sums to 1 and gives most to what brought most', () => {
    const shares = componentShares(weights, scales, { picture: 0.5, listing: 0.3, words: 0 }, 0);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.map(({ name }) => name)).toEqual(['picture', 'listing', 'words']);
    expect(shares[0]?.share).toBeGreaterThan(shares[1]?.share ?? 1);
    expect(shares[2]?.share).toBe(0);
  });

  it('leaves out components that the query does not use', () => {
    const similarities = { picture: 0.1, listing: 0.9, words: 1 };
    const shares = componentShares({ picture: 1, listing: 0, words: 0 }, scales, similarities, 0);
    expect(shares).toEqual([{ name: 'picture', value: 0.1, share: 1 }]);
  });
});
