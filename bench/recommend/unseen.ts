/** Products without a history, from their titles and looks: office products left out of training, and a merchandiser's cross-sell links. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { seededRandom, shuffled } from '../../electron/engine/numbers/random.ts';
import { kFolds } from '../../electron/engine/numbers/statistics.ts';
import { dot } from '../../electron/engine/numbers/vectors.ts';
import { type Features, fitFeatureMap, towards } from '../../electron/engine/recommendations/feature-map.ts';
import { historiesOf, popularity } from '../../electron/engine/recommendations/histories.ts';
import { cosineKnn, fitItemKnn } from '../../electron/engine/recommendations/item-knn.ts';
import {
  type ItemWeights,
  ItemWeightsBuilder,
  scoreHistory,
  weightsFrom,
} from '../../electron/engine/recommendations/item-weights.ts';
import { likeLookAlikes, nearest } from '../../electron/engine/recommendations/look-alikes.ts';
import { featurePenalty } from '../../electron/engine/recommendations/settings.ts';
import { joinedVectors } from '../../electron/engine/recommendations/word-vectors.ts';
import { trustIn } from '../../electron/engine/search/product-likeness.ts';
import { requireData } from '../support/data.ts';
import { imageFeatures, likenessTo, textFeatures } from './features.ts';
import { type Case, chance, listsOf, report, rounded, type Scorer, valuesOf } from './measure.ts';

type Row = Readonly<Record<string, string>>;

export function rowsOf(file: string): Row[] {
  return parse(readFileSync(file), { columns: true, bom: true }) as Row[];
}

/** A fifth of the products is left out of training; customers had them after at least one of the others. */
export async function unseenByTitle(): Promise<unknown> {
  const dir = requireData('rec-amazon-office-titles');
  const titles = rowsOf(path.join(dir, 'items.csv')).map(({ title = '' }) => title);
  const sequences = readFileSync(path.join(dir, 'sequences.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').slice(1).map(Number));
  const unseen = new Set(shuffled([...titles.keys()], seededRandom(5)).slice(0, Math.round(titles.length / 5)));
  const known = sequences.map((row) => row.filter((item) => !unseen.has(item)));
  const cases = sequences.flatMap((row): Case[] => {
    const first = row.findIndex((item) => unseen.has(item));
    const history = row.slice(0, first).slice(-20);
    if (first < 1) return [];
    return [{ history, right: new Set(row.slice(first).filter((item) => unseen.has(item))), now: 0 }];
  });
  const features = await textFeatures(titles);
  const histories = historiesOf(known, titles.length);
  const weights = await fitItemKnn(histories, cosineKnn);
  const map = await fitFeatureMap(
    features.map((vector, item) => (unseen.has(item) ? undefined : vector)),
    weights,
    featurePenalty,
  );
  const random = seededRandom(9);
  const scorers: Record<string, Scorer> = {
    random: () => Float64Array.from(titles, () => random() + 1e-9),
    popular: () => popularity(histories),
    'text similarity': ({ history }) => likenessTo(features, history),
    map: ({ history }) => mapped(features, map, history),
    'look-alikes': ({ history }) =>
      likeLookAlikes(scoreHistory(weights, history), features, (item) => unseen.has(item)),
  };
  const about = { counts: popularity(historiesOf(sequences, titles.length)), rows: sequences.length };
  const measure = (isCandidate: (item: number) => boolean, candidates: number) =>
    Object.fromEntries(
      Object.entries(scorers).map(([name, score]) => [
        name,
        report(cases, listsOf(cases, score, { isCandidate }), 20, { ...about, candidates }),
      ]),
    );
  return {
    set: 'rec-amazon-office-titles',
    cases: cases.length,
    unseen: unseen.size,
    amongUnseen: measure((item) => unseen.has(item), unseen.size),
    amongAll: measure(() => true, titles.length),
  };
}

/** What products with these vectors are asked for, summed over a history: [items]. */
export function mapped(
  features: Features,
  map: Parameters<typeof towards>[0],
  history: ArrayLike<number>,
): Float64Array {
  const asked = new Float32Array(map.dimensions);
  for (const item of Array.from(history)) {
    const vector = features[item];
    if (vector === undefined) continue;
    const own = towards(map, vector);
    for (let d = 0; d < asked.length; d++) asked[d] = (asked[d] as number) + (own[d] as number);
  }
  return Float64Array.from(features, (vector) => (vector === undefined ? 0 : Math.max(0, dot(asked, vector))));
}

/** Links of a product are told from those of others that look and read like it; products in five parts. */
export async function crossSell(): Promise<unknown> {
  const dir = requireData('photos-luma-multiview');
  const products = [
    ...rowsOf(path.join(dir, 'products.csv')).map(({ sku = '', name = '', categories = '' }) => ({
      sku,
      name,
      category: kindOf(categories),
    })),
    ...rowsOf(path.join(dir, 'gear_products.csv')).map(({ sku = '', name = '', category = '' }) => ({
      sku,
      name,
      category,
    })),
  ];
  const images = rowsOf(path.join(dir, 'images.csv')).filter(
    ({ view, file = '' }) => view === 'main' || file.includes('main'),
  );
  const at = new Map(products.map(({ sku }, i) => [sku, i]));
  const links = new Map<number, Set<number>>();
  for (const { sku = '', linked_sku: linked = '' } of rowsOf(path.join(dir, 'links_crosssell.csv'))) {
    const from = at.get(sku);
    const to = linked.split(/\s+/).flatMap((other) => at.get(other) ?? []);
    if (from !== undefined && to.length > 0) links.set(from, new Set(to));
  }
  const texts = await textFeatures(products.map(({ name }) => name));
  const files = products.map(({ sku }) => {
    const own = sku.replace(/^24-/, '').toLowerCase();
    const image = images.find(
      ({ style_sku: style = '' }) => style.toLowerCase() === own || style.startsWith(`${own}-`),
    );
    return image === undefined ? undefined : path.join(dir, 'images', image.file ?? '');
  });
  const shown = files.flatMap((file) => file ?? []);
  const looks = await imageFeatures(shown);
  const none = new Float32Array(looks[0]?.length ?? 0);
  const features = texts.map((text, i) => joinedVectors([text, looks[shown.indexOf(files[i] ?? '')] ?? none]));
  const sources = [...links.keys()];
  const random = seededRandom(4);
  const lists: Record<string, ReturnType<typeof listsOf>> = {
    random: [],
    popular: [],
    'same category': [],
    similar: [],
    map: [],
    'look-alikes': [],
  };
  const cases: Case[] = [];
  for (const fold of kFolds(sources.length, 5, 3)) {
    const held = new Set(fold.map((i) => sources[i] as number));
    const weights = linkWeights(links, held, products.length);
    const map = await fitFeatureMap(features, weights, featurePenalty);
    const part = [...held].map((item): Case => ({ history: [item], right: links.get(item) as Set<number>, now: 0 }));
    const scorers: Record<string, Scorer> = {
      random: () => Float64Array.from(products, () => random() + 1e-9),
      popular: () => linkedTo(weights),
      'same category': ({ history }) =>
        Float64Array.from(products, ({ category }) =>
          category === products[history[0] as number]?.category ? random() + 1e-9 : 0,
        ),
      similar: ({ history }) => likenessTo(features, history),
      map: ({ history }) => mapped(features, map, history),
      'look-alikes': ({ history }) => lookAlikeLinks(features, weights, history[0] as number, held),
    };
    cases.push(...part);
    for (const [name, score] of Object.entries(scorers)) lists[name]?.push(...listsOf(part, score));
  }
  const counts = new Float64Array(products.length);
  for (const to of links.values()) for (const item of to) counts[item] = (counts[item] as number) + 1;
  const about = { counts, rows: links.size, candidates: products.length };
  const recall = (name: string): number[] => valuesOf(cases, lists[name] ?? [], 10).recall;
  return {
    set: 'photos-luma-multiview cross-sell',
    products: products.length,
    withImage: shown.length,
    sources: links.size,
    linked: rounded([...links.values()].reduce((sum, { size }) => sum + size, 0) / links.size),
    methods: Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, report(cases, list, 10, about)])),
    chance: {
      'look-alikes against random': chance(recall('look-alikes'), recall('random')),
      'look-alikes against popular': chance(recall('look-alikes'), recall('popular')),
      'look-alikes against same category': chance(recall('look-alikes'), recall('same category')),
    },
  };
}

/** The last part of the category that says most. */
function kindOf(categories: string): string {
  return categories.split(',')[0]?.split('/').at(-1) ?? '';
}

function linkWeights(
  links: ReadonlyMap<number, ReadonlySet<number>>,
  held: ReadonlySet<number>,
  itemCount: number,
): ItemWeights {
  const builder = new ItemWeightsBuilder(itemCount, itemCount);
  for (let item = 0; item < itemCount; item++)
    builder.add(held.has(item) ? [] : [...(links.get(item) ?? [])].map((to) => ({ item: to, weight: 1 })));
  return builder.build();
}

/** The links of the products most like one, each as much as it is alike. */
function lookAlikeLinks(
  features: Features,
  weights: ItemWeights,
  item: number,
  held: ReadonlySet<number>,
): Float64Array {
  const scores = new Float64Array(features.length);
  const hasLinks = (other: number): boolean => !held.has(other) && weightsFrom(weights, other).length > 0;
  for (const { item: other, likeness } of nearest(features, item, hasLinks))
    for (const { item: to, weight } of weightsFrom(weights, other))
      scores[to] = (scores[to] as number) + weight * trustIn(likeness);
  return scores;
}

/** How many products link to each. */
function linkedTo({ itemCount, items }: ItemWeights): Float64Array {
  const counts = new Float64Array(itemCount);
  for (const item of items) counts[item] = (counts[item] as number) + 1;
  return counts;
}
