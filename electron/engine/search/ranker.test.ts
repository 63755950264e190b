import { describe, expect, it } from 'vitest';
import { type ModelManifest, modelManifestSchema } from '../../contract/model-manifest.ts';
import { scalesOf } from '../encoders/similarity.ts';
import { componentShares, defaultRanker, type QueryScales, type Ranker, type Similarities, scoreOf } from './ranker.ts';
import { rankCandidates } from './ranking.ts';

const ranker: Ranker = { ...defaultRanker, scale: 1, offset: 0, cutoff: 0.5 };
const weights = { picture: 0.5, listing: 0.3, words: 0.2 };
const scales: QueryScales = {
  picture: { slope: 10, centre: 0.2 },
  listing: { slope: 10, centre: 0.4 },
  words: { slope: 8, centre: 0.5 },
};

describe('scoreOf', () => {
  it('is the logistic of the weighted mean of log-odds', () => {
    const similarities: Similarities = { picture: 0.4, listing: 0.5, words: 0 };
    const evidence = 0.5 * 10 * 0.2 + 0.3 * 10 * 0.1 + 0.2 * 8 * -0.5;
    expect(scoreOf(ranker, weights, scales, similarities)).toBeCloseTo(1 / (1 + Math.exp(-evidence)), 12);
  });

  it('judges a product by the components it has', () => {
    const similarities: Similarities = { picture: 0.4, listing: null, words: null };
    expect(scoreOf(ranker, weights, scales, similarities)).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  it('is 0 for a product with nothing to go by', () => {
    expect(scoreOf(ranker, weights, scales, { picture: null, listing: null, words: null })).toBe(0);
  });
});

describe('componentShares', () => {
  it('sums to 1 and gives most to what brought most', () => {
    const shares = componentShares(weights, scales, { picture: 0.5, listing: 0.3, words: 0 });
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.map(({ name }) => name)).toEqual(['picture', 'listing', 'words']);
    expect(shares[0]?.share).toBeGreaterThan(shares[1]?.share ?? 1);
    expect(shares[2]?.share).toBe(0);
  });

  it('leaves out components that the query does not use', () => {
    const shares = componentShares({ picture: 1, listing: 0, words: 0 }, scales, {
      picture: 0.1,
      listing: 0.9,
      words: 1,
    });
    expect(shares).toEqual([{ name: 'picture', value: 0.1, share: 1 }]);
  });
});

describe('rankCandidates', () => {
  const candidate = (productId: number, picture: number) => ({
    productId,
    imageId: null,
    similarities: { picture, listing: null, words: null },
  });

  it('orders by score, ties by product, and counts what the cutoff hides', () => {
    const candidates = [candidate(3, 0.3), candidate(1, 0.5), candidate(2, 0.3), candidate(4, 0.1)];
    const ranked = rankCandidates(candidates, ranker, weights, scales, true);
    expect(ranked.products.map(({ productId }) => productId)).toEqual([1, 2, 3]);
    expect(ranked.hidden).toBe(1);
    expect(rankCandidates(candidates, ranker, weights, scales, false).products).toHaveLength(4);
  });
});

describe('scalesOf a model that was never measured', () => {
  function manifestWith(similarity: ModelManifest['similarity']): ModelManifest {
    const { shape } = modelManifestSchema;
    return { id: 'never-measured', similarity: shape.similarity.parse(similarity) } as ModelManifest;
  }
  /** The score of a product with one photo and no words, for words whose cosine to it is given. */
  function scoresOf(manifest: ModelManifest, cosines: readonly number[]): number[] {
    const { textToImage, textToText } = scalesOf(manifest);
    const query = { picture: textToImage, listing: textToText, words: defaultRanker.words };
    return cosines.map((picture) =>
      scoreOf(defaultRanker, defaultRanker.textWeights, query, { picture, listing: null, words: null }),
    );
  }

  // A temperature of 0.01, as CLIP and those after it end their training with.
  const clip = { kind: 'softmax', logitScale: Math.log(100), logitBias: 0 } as const;

  it('shows what fits and hides what does not in the narrow band of CLIP', () => {
    const [caption = 0, good = 0, fair = 0, doubtful = 1, unrelated = 1] = scoresOf(
      manifestWith(clip),
      [0.33, 0.3, 0.275, 0.24, 0.18],
    );
    expect(caption).toBeGreaterThan(0.9);
    expect(good).toBeGreaterThan(0.7);
    expect(fair).toBeGreaterThan(defaultRanker.cutoff);
    expect(doubtful).toBeLessThan(defaultRanker.cutoff);
    expect(unrelated).toBeLessThan(0.01);
  });

  it('holds a picture beside another, and words beside words, to what lies far closer', () => {
    const { imageToImage, textToText } = scalesOf(manifestWith(clip));
    const logOdds = ({ slope, centre }: { slope: number; centre: number }, cosine: number): number =>
      slope * (cosine - centre);
    for (const pair of [imageToImage, textToText]) {
      expect(logOdds(pair, 0.55)).toBeLessThan(-1);
      expect(logOdds(pair, 0.85)).toBeGreaterThan(1);
    }
  });

  it('takes a bias of a softmax model for where its cosines lie', () => {
    const higher = manifestWith({ ...clip, logitBias: -38 });
    const [fits = 0, not = 1] = scoresOf(higher, [0.44, 0.34]);
    expect(fits).toBeGreaterThan(0.75);
    expect(not).toBeLessThan(defaultRanker.cutoff);
  });

  it('reads the bias of SigLIP, whose cosines are small', () => {
    const siglip = manifestWith({ kind: 'sigmoid', logitScale: Math.log(117.33), logitBias: -12.93 });
    const [fits = 0, not = 1] = scoresOf(siglip, [0.12, 0.01]);
    expect(fits).toBeGreaterThan(0.9);
    expect(not).toBeLessThan(0.01);
  });
});
