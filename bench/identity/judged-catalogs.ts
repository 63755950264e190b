/** Catalogs of which it is known what is the same product: every pair that the app would compare in them. */
import type { Veto } from '../../electron/contract/duplicates.ts';
import { defaultWeights } from '../../electron/engine/identity/default-weights.ts';
import type { Evidence } from '../../electron/engine/identity/evidence.ts';
import { PairModel, type Weights } from '../../electron/engine/identity/pair-model.ts';
import { inLightOfOthers } from '../../electron/engine/identity/partners.ts';
import { comparedLibrary } from '../duplicates/library.ts';
import { forEachPair } from '../duplicates/score.ts';
import { Corpus } from './corpus.ts';
import { corpusOf } from './samples.ts';
import { candidatePairs, distance, postings } from './shopee.ts';
import { readPairs, readTable } from './tables.ts';

export interface JudgedPair {
  readonly left: number;
  readonly right: number;
  readonly evidence: Evidence;
  readonly veto: Veto | null;
  /** Null where nobody said. */
  readonly same: boolean | null;
}

export interface JudgedCatalog {
  readonly pairs: readonly JudgedPair[];
  readonly sourceOf: (id: number) => number;
  readonly sizeOf: (source: number) => number;
}

export interface Statement {
  readonly probability: number;
  readonly same: boolean;
}

/** Pairs less probable than this are not kept by the app. */
const keptFrom = 0.02;

/** What the app shows of each pair that somebody judged, in the light of the others beside it. */
export function statementsOn({ pairs, sourceOf, sizeOf }: JudgedCatalog, weights: Weights): Statement[] {
  const model = new PairModel(weights);
  const rated = pairs
    .map((pair) => ({ ...pair, rated: model.probability(pair.evidence, pair.veto), apart: pair.veto !== null }))
    .filter((pair) => pair.rated >= keptFrom);
  const probabilities = inLightOfOthers(rated, { of: sourceOf, size: sizeOf });
  return rated.flatMap(({ same, apart }, i) =>
    same === null || apart ? [] : [{ probability: probabilities[i] as number, same }],
  );
}

/** By the name of the set that has to be left out of the fit for it. */
export async function judgedCatalogs(dir: string): Promise<Readonly<Record<string, JudgedCatalog>>> {
  return {
    'er-abt-buy': wholeTables(),
    'er-walmart-amazon': labelledTables('er-walmart-amazon'),
    'dup-shopee': marketplacePart(),
    copies: await alteredCopies(dir),
  };
}

function wholeTables(): JudgedCatalog {
  const truth = new Set(
    readTable('er-abt-buy-full/matches.csv').map(({ left_id, right_id }) => `0:${left_id} 1:${right_id}`),
  );
  return ofCorpus(corpusOf('er-abt-buy-full'), (left, right) => truth.has(`${left} ${right}`));
}

/** Pairs of all parts; what nobody judged stands beside them. */
function labelledTables(set: string): JudgedCatalog {
  const pairs = ['train', 'valid', 'test'].flatMap((part) => readPairs(`${set}/pairs_${part}.csv`));
  const said = new Map(pairs.map(({ left, right, same }) => [`${left} ${right}`, same]));
  return ofCorpus(corpusOf(set), (left, right) => said.get(`${left} ${right}`) ?? null);
}

function ofCorpus(corpus: Corpus, sameOf: (left: string, right: string) => boolean | null): JudgedCatalog {
  const pairs = [...corpus.candidates()].map((pair): JudgedPair => {
    const [left = '', right = ''] = pair.split(' ');
    const [one, other] = [corpus.at(left), corpus.at(right)];
    return { left: one.number, right: other.number, ...corpus.compare(left, right), same: sameOf(left, right) };
  });
  const sources = [...corpus.prepared.values()].map(({ listing }) => listing.source);
  return {
    pairs,
    sourceOf: (id) => sources[id] as number,
    sizeOf: (source) => sources.filter((each) => each === source).length,
  };
}

function marketplacePart(): JudgedCatalog {
  const listings = postings('test', 1000, 1);
  const corpus = new Corpus(listings);
  const numbers = new Map(listings.map((listing, i) => [listing.id, { listing, i }]));
  const pairs = [...candidatePairs(listings, corpus.candidates())].flatMap((pair): JudgedPair[] => {
    const [left, right] = pair.split(' ').map((id) => numbers.get(id));
    if (left === undefined || right === undefined) return [];
    const compared = corpus.compare(left.listing.id, right.listing.id, distance(left.listing.hash, right.listing.hash));
    return [{ left: left.i, right: right.i, ...compared, same: left.listing.group === right.listing.group }];
  });
  return { pairs, sourceOf: () => 0, sizeOf: () => listings.length };
}

async function alteredCopies(dir: string): Promise<JudgedCatalog> {
  const compared = await comparedLibrary(dir, 'test');
  const evidenceOf = new Map(compared.pairs.map((pair) => [`${pair.left} ${pair.right}`, pair]));
  const pairs: JudgedPair[] = [];
  forEachPair(compared, defaultWeights, ({ left, right, same }) => {
    const found = evidenceOf.get(`${left.id} ${right.id}`);
    if (found !== undefined) pairs.push({ ...found, same });
  });
  return { pairs, sourceOf: () => 0, sizeOf: () => compared.products.length };
}
