/** Reads the open groups of one cluster off its pairs and the verdicts on its products. */
import { createHash } from 'node:crypto';
import type { DuplicateKind, GroupDecision, VerdictValue } from '../../contract/duplicates.ts';
import { type GroupLink, joinGroups } from './grouping.ts';
import type { VerdictGraph } from './verdict-graph.ts';
import type { Cluster, WeighedPair } from './weighed-pairs.ts';

/** What is known of products beside their pairs. */
export interface Judged {
  readonly graph: VerdictGraph;
  /** Key of the products that have one and are there. */
  readonly keyOf: ReadonlyMap<number, number>;
  /** Names a product for ever; undefined for one that is gone. */
  readonly nameOf: (productId: number) => string | undefined;
  /** Products that are shown as part of another, with that one. */
  readonly keeperOf: ReadonlyMap<number, number>;
}

export interface Entry {
  readonly id: string;
  readonly kind: DuplicateKind;
  /** It is a group at thresholds above `until`, up to `cohesion`. */
  readonly cohesion: number;
  readonly until: number;
  /** Ascending. */
  readonly productIds: readonly number[];
  /** Of a settled group; null for one that is open. */
  readonly decision: GroupDecision | null;
  /** Of merged products, the one that shows them. */
  readonly keeperId: number | null;
}

type Tab = 'duplicate' | 'variant';

/** By the rank of a pair, from the strongest reason to the weakest. */
export const kindOfRank: readonly DuplicateKind[] = ['exact', 'near', 'listing'];

/** Groups of all thresholds about which something is left to ask. */
export function openGroups(cluster: Cluster, judged: Judged): Entry[] {
  const groups = new ClusterGroups(cluster, judged);
  return [...groups.read('duplicate'), ...groups.read('variant')];
}

/** A group is known by its tab and its products, whatever their ids in this library. */
export function nameGroup(kind: DuplicateKind, products: readonly number[], { nameOf }: Pick<Judged, 'nameOf'>) {
  const productIds = [...products].sort((a, b) => a - b);
  const names = productIds.map((id) => nameOf(id) ?? '').sort();
  const id = createHash('sha1')
    .update(JSON.stringify([kind, names]))
    .digest('hex')
    .slice(0, 20);
  return { id, kind, productIds };
}

class ClusterGroups {
  readonly #judged: Judged;
  readonly #pairs: readonly WeighedPair[];
  /** Products that are the same by verdict, ascending, are one node. */
  readonly #nodes: readonly (readonly number[])[];
  readonly #nodeOf = new Map<number, number>();
  /** Pairs of nodes of which a pair of products is vetoed. */
  readonly #vetoed = new Set<string>();

  constructor({ products, pairs }: Cluster, judged: Judged) {
    this.#judged = judged;
    const shown = (id: number): boolean => !judged.keeperOf.has(id) && judged.nameOf(id) !== undefined;
    this.#pairs = pairs.filter(({ left, right }) => shown(left) && shown(right));
    this.#nodes = [...Map.groupBy(products.filter(shown), (id) => this.#classOf(id) ?? `product ${id}`).values()];
    for (const [node, members] of this.#nodes.entries()) for (const id of members) this.#nodeOf.set(id, node);
    for (const { left, right, veto } of this.#pairs) {
      if (veto !== null) this.#vetoed.add(nodePair(this.#nodeOf.get(left) ?? -1, this.#nodeOf.get(right) ?? -1));
    }
  }

  read(tab: Tab): Entry[] {
    const joins = joinGroups(
      this.#nodes.map((members) => ({ members })),
      this.#links(tab),
    );
    return joins.flatMap(({ nodes, cohesion, rank, until }): Entry[] => {
      const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => ({ a, b })));
      const telling = tab === 'duplicate' || pairs.some(({ a, b }) => this.#toldApart(a, b));
      if (!telling || pairs.every(({ a, b }) => this.#relation(a, b) !== null)) return [];
      const kind = tab === 'variant' ? 'variant' : (kindOfRank[rank] ?? 'listing');
      const products = nodes.flatMap((node) => this.#nodes[node] ?? []);
      return [{ ...nameGroup(kind, products, this.#judged), cohesion, until, decision: null, keeperId: null }];
    });
  }

  #links(tab: Tab): GroupLink[] {
    const links = new Map<string, GroupLink>();
    for (const pair of this.#pairs) {
      const a = this.#nodeOf.get(pair.left) as number;
      const b = this.#nodeOf.get(pair.right) as number;
      if (a === b) continue;
      const link = this.#link(tab, a, b, pair);
      const known = links.get(nodePair(a, b));
      if (known === undefined || better(link, known)) links.set(nodePair(a, b), link);
    }
    if (tab === 'variant') for (const link of this.#judgedVariants()) links.set(nodePair(link.a, link.b), link);
    return [...links.values()];
  }

  #link(tab: Tab, a: number, b: number, { veto, probability, rank }: WeighedPair): GroupLink {
    const relation = this.#relation(a, b);
    const apart = tab === 'duplicate' ? relation !== null || veto !== null : relation === 'different';
    return { a: Math.min(a, b), b: Math.max(a, b), probability, apart, rank };
  }

  /** A verdict of variant holds whatever the pictures say. */
  #judgedVariants(): GroupLink[] {
    const { graph } = this.#judged;
    const classes = [...this.#nodes.keys()].map((node) => this.#classOf(this.#nodes[node]?.[0] ?? -1));
    const nodeOf = new Map(classes.map((root, node) => [root, node]));
    return classes.flatMap((root, a) => {
      const others = root === undefined ? [] : graph.relatedTo(root).flatMap((other) => nodeOf.get(other) ?? []);
      return others
        .filter((b) => a < b && this.#relation(a, b) === 'variant')
        .sort((b, c) => b - c)
        .map((b): GroupLink => ({ a, b, probability: 1, apart: false, rank: 0 }));
    });
  }

  #toldApart(a: number, b: number): boolean {
    return this.#relation(a, b) === 'variant' || this.#vetoed.has(nodePair(a, b));
  }

  #relation(a: number, b: number): VerdictValue | null {
    const one = this.#classOf(this.#nodes[a]?.[0] ?? -1);
    const other = this.#classOf(this.#nodes[b]?.[0] ?? -1);
    return one === undefined || other === undefined ? null : this.#judged.graph.relation(one, other);
  }

  #classOf(productId: number): number | undefined {
    const key = this.#judged.keyOf.get(productId);
    return key === undefined ? undefined : this.#judged.graph.classOf(key);
  }
}

/** Of several links between the same two nodes the most promising one counts. */
function better(a: GroupLink, b: GroupLink): boolean {
  if (a.apart !== b.apart) return b.apart;
  return a.probability > b.probability || (a.probability === b.probability && a.rank < b.rank);
}

function nodePair(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
