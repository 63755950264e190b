/** Reads the groups of one cluster about which something is left to ask off its pairs and verdicts. */
import { createHash } from 'node:crypto';
import {
  type DuplicateKind,
  type GroupDecision,
  pairKey,
  pairsOf,
  type VerdictValue,
} from '../../../contract/duplicates.ts';
import { joinGroups, type NodeLink } from './agglomeration.ts';
import type { Judgements } from './judgements.ts';
import type { WeighedPair } from './weighed-pairs.ts';

export interface Group {
  readonly id: string;
  readonly kind: DuplicateKind;
  /** It is a group at thresholds above `until`, up to `cohesion`. */
  readonly cohesion: number;
  readonly until: number;
  /** Ascending. */
  readonly productIds: readonly number[];
  /** Null for a group that is open. */
  readonly decision: GroupDecision | null;
  /** Of merged products, the one that shows them. */
  readonly survivorId: number | null;
}

/** What a product is known by for ever, whatever its id in this library. */
export type NameOf = (productId: number) => string | undefined;

type Tab = 'duplicate' | 'variant';

/** By the rank of a pair, from the strongest reason to the weakest. */
export const kindOfRank: readonly DuplicateKind[] = ['exact', 'near', 'listing'];

/** A group is known by its tab and its products. */
export function nameGroup(kind: DuplicateKind, products: readonly number[], nameOf: NameOf) {
  const productIds = [...products].sort((a, b) => a - b);
  const names = productIds.map((id) => nameOf(id) ?? '').sort();
  const id = createHash('sha1')
    .update(JSON.stringify([kind, names]))
    .digest('hex')
    .slice(0, 20);
  return { id, kind, productIds };
}

/** Groups of all thresholds. `pairs`: all between these products, which are ascending. */
export function openGroups(
  products: readonly number[],
  pairs: readonly WeighedPair[],
  judgements: Judgements,
  nameOf: NameOf,
): Group[] {
  const cluster = new JudgedCluster(products, pairs, judgements);
  return (['duplicate', 'variant'] as const).flatMap((tab) =>
    joinGroups(cluster.nodes.length, cluster.links(tab)).flatMap(({ nodes, cohesion, rank, until }): Group[] => {
      if (!cluster.isOpen(tab, nodes)) return [];
      const kind = tab === 'variant' ? 'variant' : (kindOfRank[rank] ?? 'listing');
      const members = nodes.flatMap((node) => cluster.nodes[node] ?? []);
      return [{ ...nameGroup(kind, members, nameOf), cohesion, until, decision: null, survivorId: null }];
    }),
  );
}

class JudgedCluster {
  /** Products that are the same by verdict are one node. Those shown as part of another are in none. */
  readonly nodes: readonly (readonly number[])[];
  readonly #graph: Judgements['graph'];
  /** By node; undefined for products without a key. */
  readonly #classes: readonly (number | undefined)[];
  readonly #links: readonly (NodeLink & { readonly vetoed: boolean })[];
  /** Pairs of nodes of which a pair of products is vetoed. */
  readonly #vetoed: ReadonlySet<string>;

  constructor(products: readonly number[], pairs: readonly WeighedPair[], { graph, keyOf, survivorOf }: Judgements) {
    const classOf = (id: number): number | undefined => {
      const key = keyOf.get(id);
      return key === undefined ? undefined : graph.classOf(key);
    };
    const shown = products.filter((id) => !survivorOf.has(id));
    this.#graph = graph;
    this.nodes = [...Map.groupBy(shown, (id) => classOf(id) ?? `product ${id}`).values()];
    this.#classes = this.nodes.map(([first]) => (first === undefined ? undefined : classOf(first)));
    const nodeOf = new Map(this.nodes.flatMap((members, node) => members.map((id) => [id, node])));
    this.#links = pairs.flatMap(({ left, right, probability, rank, veto }) => {
      const [a, b] = [nodeOf.get(left), nodeOf.get(right)];
      if (a === undefined || b === undefined || a === b) return [];
      return [{ a: Math.min(a, b), b: Math.max(a, b), probability, rank, apart: false, vetoed: veto !== null }];
    });
    this.#vetoed = new Set(this.#links.filter(({ vetoed }) => vetoed).map(({ a, b }) => pairKey(a, b)));
  }

  /** Between two nodes each once. */
  links(tab: Tab): NodeLink[] {
    const links = new Map<string, NodeLink>();
    for (const { a, b, probability, rank, vetoed } of this.#links) {
      const relation = this.#relation(a, b);
      const apart = tab === 'duplicate' ? relation !== null || vetoed : relation === 'different';
      const link = { a, b, probability, apart, rank };
      const known = links.get(pairKey(a, b));
      if (known === undefined || better(link, known)) links.set(pairKey(a, b), link);
    }
    if (tab === 'variant') for (const link of this.#judgedVariants()) links.set(pairKey(link.a, link.b), link);
    return [...links.values()];
  }

  /** Whether something is left to ask about these nodes in that tab. */
  isOpen(tab: Tab, nodes: readonly number[]): boolean {
    const pairs = pairsOf(nodes);
    const toldApart = ([a, b]: readonly [number, number]): boolean =>
      this.#relation(a, b) === 'variant' || this.#vetoed.has(pairKey(a, b));
    return (tab === 'duplicate' || pairs.some(toldApart)) && pairs.some(([a, b]) => this.#relation(a, b) === null);
  }

  /** A verdict of variant holds whatever the images say. */
  *#judgedVariants(): Generator<NodeLink> {
    const nodeOf = new Map(this.#classes.map((root, node) => [root, node]));
    for (const [a, root] of this.#classes.entries()) {
      for (const other of root === undefined ? [] : this.#graph.relatedTo(root)) {
        const b = nodeOf.get(other);
        if (b === undefined || b <= a || this.#relation(a, b) !== 'variant') continue;
        yield { a, b, probability: 1, apart: false, rank: 0 };
      }
    }
  }

  #relation(a: number, b: number): VerdictValue | null {
    const [one, other] = [this.#classes[a], this.#classes[b]];
    return one === undefined || other === undefined ? null : this.#graph.relation(one, other);
  }
}

/** Of several links between the same two nodes the most promising one counts. */
function better(a: NodeLink, b: NodeLink): boolean {
  if (a.apart !== b.apart) return b.apart;
  return a.probability > b.probability || (a.probability === b.probability && a.rank < b.rank);
}
