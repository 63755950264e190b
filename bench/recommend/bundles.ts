/**
 * Bundles that people made of products in a shopping session (Sun et al. 2022): one product of each is left out and told from the others, by
 * bundles of other customers and by titles. Customers in five parts; what a blend weighs is told from a part of training.
 */
import path from 'node:path';
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import { kFolds } from '../../electron/engine/numbers/statistics.ts';
import { blend, fitBlend } from '../../electron/engine/recommendations/blend.ts';
import { fitFeatureMap } from '../../electron/engine/recommendations/feature-map.ts';
import { historiesOf, popularity } from '../../electron/engine/recommendations/histories.ts';
import { cosineKnn, fitItemKnn } from '../../electron/engine/recommendations/item-knn.ts';
import { scoreHistory, type Weighted, weightsFrom } from '../../electron/engine/recommendations/item-weights.ts';
import { nearest } from '../../electron/engine/recommendations/look-alikes.ts';
import { featurePenalty } from '../../electron/engine/recommendations/settings.ts';
import { trustIn } from '../../electron/engine/search/product-likeness.ts';
import { requireData } from '../support/data.ts';
import { likenessTo, textFeatures } from './features.ts';
import { type Case, chance, listsOf, report, rounded, type Scorer, valuesOf } from './measure.ts';
import { mapped, rowsOf } from './unseen.ts';

const k = 10;
const folds = 5;
/** Cases that tell what a blend weighs. */
const mostHeldOut = 200;
/** Products like one among which those that are in bundles are looked for. */
const looked = 60;
const blended = ['text similarity', 'history', 'look-alikes', 'map'] as const;

interface Bundle {
  readonly number: number;
  readonly items: number[];
  readonly customer: string;
}

export async function bundles(): Promise<unknown> {
  const dir = requireData('comp-bundles-amazon');
  return [await measure(dir, 'clothing'), await measure(dir, 'electronic')];
}

async function measure(dir: string, domain: string): Promise<unknown> {
  const products = rowsOf(path.join(dir, `${domain}_items.csv`));
  const at = new Map(products.map(({ item_id: id = '' }, i) => [id, i]));
  const made = readBundles(dir, domain, at);
  const features = await textFeatures(products.map(({ title = '' }) => title));
  const customers = [...new Set(made.map(({ customer }) => customer))];
  const parts = kFolds(customers.length, folds, 2).map((part) => new Set(part.map((i) => customers[i])));
  const lists: Record<string, Weighted[][]> = {
    popular: [],
    blend: [],
    ...Object.fromEntries(blended.map((name) => [name, []])),
  };
  const cases: Case[] = [];
  const like = new Map<number, Near>();
  const weightsByPart: number[][] = [];
  for (const [number, part] of parts.entries()) {
    const inner = parts[(number + 1) % folds] as Set<string>;
    const training = made.filter(({ customer }) => !part.has(customer));
    const before = await learnFrom(
      training.filter(({ customer }) => !inner.has(customer)),
      features,
      like,
    );
    const heldOut = casesOf(made.filter(({ customer }) => inner.has(customer))).slice(0, mostHeldOut);
    const heldLists = blended.map((name) => listsOf(heldOut, before[name]));
    const weights = fitBlend(
      heldOut.map(({ right }, i) => ({ right, lists: heldLists.map((list) => list[i] ?? []) })),
      k,
    );
    weightsByPart.push(weights);
    const methods = await learnFrom(training, features, like);
    const own = casesOf(made.filter(({ customer }) => part.has(customer)));
    const found = Object.fromEntries(Object.entries(methods).map(([name, score]) => [name, listsOf(own, score)]));
    for (const [name, list] of Object.entries(found)) lists[name]?.push(...list);
    lists.blend?.push(
      ...own.map((_, i) =>
        blend(
          blended.map((name) => found[name]?.[i] ?? []),
          weights,
          k,
        ),
      ),
    );
    cases.push(...own);
  }
  const counts = popularity(
    historiesOf(
      made.map(({ items }) => items),
      products.length,
    ),
  );
  const about = { counts, rows: made.length, candidates: products.length };
  const recall = (name: string): number[] => valuesOf(cases, lists[name] ?? [], k).recall;
  return {
    set: `comp-bundles-amazon ${domain}`,
    bundles: made.length,
    cases: cases.length,
    weights: blended.map(
      (name, i) => `${name} ${rounded(weightsByPart.reduce((sum, part) => sum + (part[i] ?? 0), 0) / folds, 2)}`,
    ),
    methods: Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, report(cases, list, k, about)])),
    chance: {
      'blend against popular': chance(recall('blend'), recall('popular')),
      'blend against text similarity': chance(recall('blend'), recall('text similarity')),
    },
  };
}

type Near = ReturnType<typeof nearest>;

async function learnFrom(made: readonly Bundle[], features: readonly Float32Array[], like: Map<number, Near>) {
  const histories = historiesOf(
    made.map(({ items }) => items),
    features.length,
  );
  const counts = popularity(histories);
  const weights = await fitItemKnn(histories, { ...cosineKnn, shrinkage: 1 });
  const map = await fitFeatureMap(features, weights, featurePenalty);
  /** The products like one that are in bundles. */
  const standInsOf = (item: number): Near => {
    const known = like.get(item) ?? nearest(features, item, () => true, looked);
    like.set(item, known);
    return known.filter(({ item: other }) => (counts[other] as number) > 0).slice(0, 10);
  };
  const history: Scorer = (at) => scoreHistory(weights, at.history);
  const lookAlikes: Scorer = (at) => {
    const scores = new Float64Array(features.length);
    for (const item of Array.from(at.history)) {
      for (const { item: standIn, likeness } of standInsOf(item)) {
        for (const { item: other, weight } of weightsFrom(weights, standIn))
          scores[other] = (scores[other] as number) + trustIn(likeness) * weight;
      }
    }
    return scores;
  };
  return {
    popular: (() => counts) as Scorer,
    history,
    'look-alikes': lookAlikes,
    map: ((at) => mapped(features, map, at.history)) as Scorer,
    'text similarity': ((at) => likenessTo(features, at.history)) as Scorer,
  };
}

/** Of each bundle one product, by lot, is left out. */
function casesOf(made: readonly Bundle[]): Case[] {
  return made.map(({ items, number }): Case => {
    const item = items[Math.floor(seededRandom(number)() * items.length)] as number;
    return { history: items.filter((other) => other !== item), right: new Set([item]), now: 0 };
  });
}

function readBundles(dir: string, domain: string, at: ReadonlyMap<string, number>): Bundle[] {
  const items = new Map<string, number[]>();
  for (const { 'bundle ID': bundle = '', 'item ID': item = '' } of rowsOf(
    path.join(dir, `${domain}_bundle_item.csv`),
  )) {
    const place = at.get(item);
    if (place !== undefined) items.set(bundle, [...(items.get(bundle) ?? []), place]);
  }
  const customers = new Map(
    rowsOf(path.join(dir, `${domain}_user_bundle.csv`)).map((row) => [row['bundle ID'] ?? '', row['user ID'] ?? '']),
  );
  return [...items]
    .filter(([, own]) => own.length > 1)
    .map(([bundle, own]) => ({ number: Number(bundle), items: own, customer: customers.get(bundle) ?? '' }));
}
