/** Joins the clusters that verdicts bind together, and says for each what was decided in it, so that only what a verdict changes is grouped anew. */
import type { Entry, Judged } from './cluster-groups.ts';
import { type Cluster, DisjointSets, type WeighedPairs } from './weighed-pairs.ts';

export interface JudgedCluster extends Cluster {
  /** Everything decided about its products; the same as long as that is the same. */
  readonly state: string;
}

/** Every cluster as the verdicts leave it; most have none. */
export function judgedClusters(pairs: WeighedPairs, judged: Judged): JudgedCluster[] {
  const decided = decisionsByCluster(pairs, judged);
  const clusters: JudgedCluster[] = [];
  for (const [at, cluster] of pairs.clusters.entries())
    if (!decided.taken.has(at)) clusters.push({ ...cluster, state: '' });
  for (const { places, marks } of decided.groups) {
    const alone = places.filter((place) => place < 0).map((place) => -place);
    const state = `${places.join(' ')}; ${marks.sort().join(' ')}`;
    clusters.push({
      ...pairs.join(
        places.filter((place) => place >= 0),
        alone,
      ),
      state,
    });
  }
  return clusters;
}

/** The places of clusters are not negative; a product that is in none stands for itself as a negative number. */
function decisionsByCluster(pairs: WeighedPairs, { graph, keyOf, keeperOf }: Judged) {
  const productOf = new Map([...keyOf].map(([product, key]) => [key, product]));
  const placeOf = (product: number): number => pairs.clusterOf(product) ?? -product;
  const classes = new Map(
    graph.classes().map((keys) => [graph.classOf(keys[0] ?? -1), keys.flatMap((key) => productOf.get(key) ?? [])]),
  );
  const productsOf = (root: number): number[] => classes.get(root) ?? [productOf.get(root) ?? []].flat();
  const sets = new DisjointSets();
  const marks: { readonly product: number; readonly mark: string }[] = [];
  for (const products of classes.values()) {
    const [first] = products;
    if (first === undefined) continue;
    for (const other of products) sets.join(placeOf(first), placeOf(other));
    marks.push({ product: first, mark: `=${products.sort((a, b) => a - b).join('=')}` });
  }
  const relations = graph.relations().flatMap(({ a, b, value }) => {
    const [left, right] = [productsOf(a)[0], productsOf(b)[0]];
    return left === undefined || right === undefined ? [] : [{ left, right, value }];
  });
  for (const { left, right, value } of relations) if (value === 'variant') sets.join(placeOf(left), placeOf(right));
  for (const { left, right, value } of relations) {
    // What is different and in two clusters is apart already.
    if (sets.rootOf(placeOf(left)) === sets.rootOf(placeOf(right)))
      marks.push({ product: left, mark: `${left}${value}${right}` });
  }
  for (const member of keeperOf.keys()) marks.push({ product: member, mark: `-${member}` });
  for (const { product } of marks) sets.join(placeOf(product), placeOf(product));
  const marksOf = Map.groupBy(marks, ({ product }) => sets.rootOf(placeOf(product)));
  const groups = sets.all().map((places) => ({
    places,
    marks: (marksOf.get(sets.rootOf(places[0] ?? 0)) ?? []).map(({ mark }) => mark),
  }));
  return { groups, taken: new Set(groups.flatMap(({ places }) => places)) };
}

/** The groups of clusters as they were last, by their smallest product. Thrown away when pairs are weighed or products named anew. */
export class GroupCache {
  readonly #known = new Map<number, { readonly state: string; readonly entries: readonly Entry[] }>();

  take({ products, state }: JudgedCluster, make: () => readonly Entry[]): readonly Entry[] {
    const name = products[0] ?? -1;
    const known = this.#known.get(name);
    if (known?.state === state) return known.entries;
    const entries = make();
    this.#known.set(name, { state, entries });
    return entries;
  }

  clear(): void {
    this.#known.clear();
  }
}
