/** What is shown of the categories: how far one is, the tree with its products, and what tags stand for. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { CategoryNode, PlacedProduct, TagMapping } from '../../contract/taxonomy.ts';
import { kindGroups } from '../catalog/kind-groups.ts';
import { sureFrom } from './evidence.ts';
import { tagKey } from './placing.ts';
import type { Taxonomies } from './taxonomies.ts';
import type { Proposal } from './taxonomy-repo.ts';
import type { Taxonomy } from './tree.ts';

export function taxonomyState(taxonomies: Taxonomies): MethodResult<'taxonomy.state'> {
  const { catalog, repo, settled } = taxonomies;
  const products = catalog.rows.read().length;
  const stored = repo.taxonomy();
  if (stored === undefined) return { taxonomy: null, products, settled: 0, placed: 0, fits: 0 };
  const tree = taxonomies.current();
  const done = [...settled.read(tree).values()];
  return {
    taxonomy: { name: stored.name, categories: tree.categories.length, broughtAt: stored.broughtAt },
    products,
    settled: done.length,
    placed: openProposals(taxonomies, tree).length,
    fits: done.filter(({ at }) => at !== undefined).length,
  };
}

/** Of products that have no category. */
function openProposals({ catalog, repo, settled }: Taxonomies, tree: Taxonomy): (Proposal & { readonly at: number })[] {
  const done = settled.read(tree);
  const shown = new Set(catalog.rows.read().map(({ productId }) => productId));
  return repo.proposals().flatMap((own) => {
    const at = tree.find(own.path)?.at;
    return at === undefined || done.has(own.productId) || !shown.has(own.productId) ? [] : [{ ...own, at }];
  });
}

/** @throws {AppError} `NOT_FOUND` before a taxonomy was brought in */
export function branches(taxonomies: Taxonomies, parent: string | null): CategoryNode[] {
  const tree = taxonomies.current();
  const open = new Uint32Array(tree.categories.length);
  const sure = new Uint32Array(tree.categories.length);
  const done = new Uint32Array(tree.categories.length);
  const count = (counts: Uint32Array, at: number): void => {
    for (const own of tree.lineOf(at)) counts[own] = (counts[own] as number) + 1;
  };
  for (const { at, branch } of openProposals(taxonomies, tree)) {
    count(open, at);
    const branchAt = branch === null ? undefined : tree.find(branch.path)?.at;
    if (branchAt !== undefined) count(sure, branchAt);
  }
  for (const { at } of taxonomies.settled.read(tree).values()) if (at !== undefined) count(done, at);
  const holds = (at: number): boolean => (open[at] as number) + (done[at] as number) > 0;
  const level = parent === null ? tree.roots : (tree.find(parent)?.children ?? []);
  return level
    .filter(holds)
    .map((at): CategoryNode => {
      const { text, name, id, children } = tree.categories[at] as Taxonomy['categories'][number];
      return {
        path: text,
        name,
        id,
        open: open[at] as number,
        sure: Math.min(open[at] as number, sure[at] as number),
        settled: done[at] as number,
        children: children.some(holds),
      };
    })
    .sort((a, b) => b.open + b.settled - a.open - a.settled);
}

/** @throws {AppError} `NOT_FOUND` before a taxonomy was brought in */
export function placedProducts(
  taxonomies: Taxonomies,
  { path, part, offset, limit }: MethodParams<'taxonomy.products'>,
): MethodResult<'taxonomy.products'> {
  const tree = taxonomies.current();
  const branch = path === null ? undefined : tree.find(path)?.at;
  const isIn = (at: number | undefined): boolean => {
    return path === null || (at !== undefined && branch !== undefined && tree.lineOf(at).includes(branch));
  };
  const found =
    part === 'open'
      ? openProposals(taxonomies, tree).filter(({ at }) => isIn(at))
      : [...taxonomies.settled.read(tree).values()]
          .filter(({ at }) => isIn(at))
          .map(({ productId, text, at }) => ({
            productId,
            path: at === undefined ? text : (tree.categories[at]?.text ?? text),
            confidence: null,
            branch: null,
            others: [],
          }));
  const page = found.slice(offset, offset + limit);
  const summaries = taxonomies.catalog.products.summaries(page.map(({ productId }) => productId));
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  return {
    total: found.length,
    sure: found.filter(({ confidence }) => (confidence ?? 0) >= sureFrom).length,
    ids: found.map(({ productId }) => productId),
    items: page.flatMap(({ productId, path: own, confidence, branch: sure, others }): PlacedProduct[] => {
      const product = byId.get(productId);
      return product === undefined ? [] : [{ product, path: own, confidence, branch: sure, others: [...others] }];
    }),
  };
}

/** Most products first. @throws {AppError} `NOT_FOUND` before a taxonomy was brought in */
export function mappings(taxonomies: Taxonomies): TagMapping[] {
  const { repo, settled } = taxonomies;
  const tree = taxonomies.current();
  const said = new Map(repo.mappings().map((own) => [tagKey(own), own]));
  const done = settled.read(tree);
  const open = new Map(openProposals(taxonomies, tree).map(({ productId, at }) => [productId, at]));
  return [...Map.groupBy(repo.kindTags(kindGroups), tagKey)]
    .map(([key, carriers]): TagMapping => {
      const { group, tag } = carriers[0] as (typeof carriers)[number];
      const ids = carriers.map(({ productId }) => productId);
      const settledAt = ids.flatMap((id) => done.get(id)?.at ?? []);
      const guess = majority(tree, settledAt.length > 0 ? settledAt : ids.flatMap((id) => open.get(id) ?? []));
      const own = said.get(key);
      return { group, tag, products: carriers.length, path: own?.path ?? null, by: own?.by ?? null, guess };
    })
    .sort((a, b) => b.products - a.products || (a.tag < b.tag ? -1 : 1));
}

function majority(tree: Taxonomy, all: readonly number[]): TagMapping['guess'] {
  const counts = new Map<number, number>();
  for (const at of all) counts.set(at, (counts.get(at) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined ? null : { path: tree.categories[first[0]]?.text ?? '', agree: first[1], of: all.length };
}
