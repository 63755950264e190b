import { describe, expect, it } from 'vitest';
import { type ModelManifest, modelManifestSchema } from '../../contract/model-manifest.ts';
import { scalesOf } from '../encoders/similarity.ts';
import { logistic } from '../numbers/logistic.ts';
import type { CatalogView } from './catalog-view.ts';
import { parseQuery } from './query.ts';
import {
  defaultRanker,
  logOddsOf,
  type QueryScales,
  type Ranker,
  type Similarities,
  type Weights,
} from './rankers/ranker.ts';
import type { Candidate } from './retrieve.ts';
import { isMeant, led, type RankedProduct, rankPool } from './score.ts';
import { TitleReader } from './title-words.ts';

const ranker: Ranker = { ...defaultRanker, scale: 1, offset: 0, cutoff: 0.5 };
const weights = { picture: 0.5, listing: 0.3, words: 0.2 };
const scales: QueryScales = {
  picture: { slope: 10, centre: 0.2 },
  listing: { slope: 10, centre: 0.4 },
  words: { slope: 8, centre: 0.5 },
};

const scoreOf = (...asked: [Ranker, Weights, QueryScales, Similarities]): number => logistic(logOddsOf(...asked, 0));

describe('the score of a product', () => {
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

describe('rankPool', () => {
  const candidate = (productId: number, image: number): Candidate => ({
    productId,
    imageId: null,
    similarities: { picture: image, listing: null, words: null },
    tagMatch: 0,
    numbered: false,
    titled: false,
    onImages: false,
    contradicted: false,
  });
  const tagIds = new Map([[2, [7]]]);
  const view = {
    tags: new Map([[7, { group: 'colour', name: 'Red' }]]),
    get: (id: number) => ({ tagIds: tagIds.get(id) ?? [] }),
  } as unknown as CatalogView;
  const parts = [{ kind: 'text' as const, text: 'red', weight: 1 }];
  const poolOf = (candidates: readonly Candidate[], imagesOnly = false) => ({
    ...{
      mode: 'exact' as const,
      query: parseQuery(parts, imagesOnly),
      scales,
      candidates,
      excluded: 0,
      narrowed: null,
      asked: null,
      titles: new TitleReader(),
    },
  });
  const meantOf = (pool: ReturnType<typeof poolOf>): number[] =>
    rankPool(pool, ranker, view).flatMap((product) => (isMeant(product, ranker) ? [product.productId] : []));
  const idsOf = (...asked: Parameters<typeof rankPool>): number[] =>
    rankPool(...asked).map(({ productId }) => productId);

  it('orders by score, ties by product, and tells what scores below the cutoff', () => {
    const pool = poolOf([candidate(3, 0.3), candidate(1, 0.5), candidate(2, 0.3), candidate(4, 0.1)]);
    expect(idsOf(pool, ranker, view)).toEqual([1, 2, 3, 4]);
    expect(meantOf(pool)).toEqual([1, 2, 3]);
  });

  it('cuts off nothing that has all the words in its title', () => {
    const pool = poolOf([candidate(1, 0.5), { ...candidate(2, 0.1), titled: true }, candidate(3, 0.1)]);
    expect(meantOf(pool)).toEqual([1, 2]);
  });

  it('adds what tags and numbers say, unless images alone count', () => {
    const candidates = [candidate(1, 0.5), candidate(2, 0.3), { ...candidate(3, 0.1), numbered: true }];
    const liking = { ...ranker, tagMatch: 1, preferences: { 'colour: Red': 4 } };
    const matching = candidates.map((one) => ({ ...one, tagMatch: one.productId === 1 ? -1 : 0 }));
    expect(rankPool(poolOf(matching), liking, view).map(({ productId, bonus }) => [productId, bonus])).toEqual([
      [3, 9],
      [2, 4],
      [1, -1],
    ]);
    expect(idsOf(poolOf(matching, true), liking, view)).toEqual([1, 2, 3]);
  });
});

describe('led', () => {
  const ranked = (productId: number, score: number, numbered = false): RankedProduct => ({
    ...{ productId, score, bonus: 0, wording: null, named: null },
    candidate: { numbered } as Candidate,
  });
  const order = (products: readonly RankedProduct[]): unknown[] => products.map(({ productId }) => productId);
  const list = [ranked(1, 0.9), ranked(2, 0.5), ranked(3, 0.1)];

  it('puts what the look-up of a photo named first, in its order, above the line', () => {
    const products = led(
      list,
      new Map([
        [3, 0.6],
        [2, 0.3],
      ]),
    );
    expect(order(products)).toEqual([3, 2, 1]);
    expect(products.map(({ score }) => score)).toEqual([0.9, 0.9, 0.9]);
    expect(products.map(({ named }) => named)).toEqual([0.6, 0.3, null]);
    expect(isMeant({ ...(products[0] as RankedProduct), score: 0 }, ranker)).toBe(true);
  });

  it('adds nothing that was filtered out, and stays behind the number of a barcode', () => {
    expect(order(led(list, new Map([[9, 0.9]])))).toEqual([1, 2, 3]);
    expect(order(led([ranked(1, 0.9, true), ...list.slice(1)], new Map([[2, 0.9]])))).toEqual([1, 2, 3]);
  });
});

describe('the scores under a model that was never measured', () => {
  function manifestWith(similarity: ModelManifest['similarity']): ModelManifest {
    const { shape } = modelManifestSchema;
    return { id: 'never-measured', similarity: shape.similarity.parse(similarity) } as ModelManifest;
  }
  /** The score of a product with one image and no words, for words whose cosine to it is given. */
  function scoresOf(manifest: ModelManifest, cosines: readonly number[]): number[] {
    const { textToImage, textToText } = scalesOf(manifest);
    const query = { picture: textToImage, listing: textToText, words: defaultRanker.words };
    return cosines.map((image) =>
      scoreOf(defaultRanker, defaultRanker.textWeights, query, { picture: image, listing: null, words: null }),
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
