/** What is known of each product on the map, to colour it by: tags, duplicates, doubt, price, sales and searches that failed. */
import type { DuplicateKind } from '../../contract/duplicates.ts';
import type { MapColouring, MapColours } from '../../contract/map.ts';
import { quantile } from '../numbers/statistics.ts';
import type { CatalogView } from '../search/catalog-view.ts';

/** What other domains know. Each is asked when a map is coloured by it. */
export interface MapFacts {
  /** Open groups of listings that seem to be one product. */
  readonly duplicates: () => readonly { readonly kind: DuplicateKind; readonly productIds: readonly number[] }[];
  /** How much the evidence speaks against a tag of a product: 0..1, by product. */
  readonly doubts: () => Promise<{ readonly of: ReadonlyMap<number, number>; readonly learning: boolean }>;
  /** Pieces sold; empty where no orders are known. */
  readonly sales: () => ReadonlyMap<number, number>;
  /** Searches that found nothing or were not followed by a click, by the products nearest to what was meant. */
  readonly failed: (signal: AbortSignal) => Promise<ReadonlyMap<number, number>>;
  readonly hasSearches: () => boolean;
}

type Coloured =
  | Omit<Extract<MapColours, { kind: 'names' }>, 'version'>
  | Omit<Extract<MapColours, { kind: 'numbers' }>, 'version'>;

/** Values beyond these shares at either end do not stretch the scale. */
const strays = 0.02;
/** A group tells something where at least two of its tags are carried. */
const fewestTags = 2;

/** Those that the library has data for: tag groups carried by most products first. */
export function colourings(view: CatalogView, facts: MapFacts): MapColouring[] {
  const groups = [...view.countTags(view.ids())]
    .filter(([, values]) => values.length >= fewestTags)
    .map(([group, values]) => ({ group, carried: values.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => b.carried - a.carried || (a.group < b.group ? -1 : 1));
  const more: MapColouring[] = [];
  if (facts.duplicates().length > 0) more.push({ by: 'duplicates' });
  if (groups.length > 0) more.push({ by: 'doubt' });
  if (view.hasPrices) more.push({ by: 'price' });
  if (facts.sales().size > 0) more.push({ by: 'sales' });
  if (facts.hasSearches()) more.push({ by: 'failed' });
  return [...groups.map(({ group }): MapColouring => ({ by: 'tags', group })), ...more];
}

/** @throws {AppError} `MODEL_*`, `CANCELLED` */
export async function coloursOf(
  colouring: MapColouring,
  ids: readonly number[],
  view: CatalogView,
  facts: MapFacts,
  signal: AbortSignal,
): Promise<Coloured> {
  const known = (values: ReadonlyMap<number, number>) => ids.map((id) => values.get(id) ?? null);
  switch (colouring.by) {
    case 'tags':
      return byTags(colouring.group, ids, view);
    case 'duplicates': {
      const kinds = new Map(
        facts.duplicates().flatMap(({ kind, productIds }) => productIds.map((id): [number, string] => [id, kind])),
      );
      return named(ids.map((id) => kinds.get(id)));
    }
    case 'price':
      return numbers(ids.map((id) => view.get(id)?.price ?? null));
    case 'sales': {
      const sold = facts.sales();
      return numbers(ids.map((id) => sold.get(id) ?? 0));
    }
    case 'doubt': {
      const { of, learning } = await facts.doubts();
      return { ...numbers(known(of), [0, 1]), partial: learning };
    }
    case 'failed':
      return numbers(known(await facts.failed(signal)));
  }
}

function byTags(group: string, ids: readonly number[], view: CatalogView): Coloured {
  const first = ids.map((id) => view.tagsOf(id).find((tag) => tag.group === group)?.name);
  return named(first);
}

function named(of: readonly (string | undefined)[]): Coloured {
  const counts = new Map<string, number>();
  for (const name of of) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const placeOf = new Map(names.map(({ name }, place) => [name, place]));
  return { kind: 'names', names, of: of.map((name) => (name === undefined ? -1 : (placeOf.get(name) ?? -1))) };
}

function numbers(
  values: readonly (number | null)[],
  ends?: readonly [number, number],
): Extract<Coloured, { kind: 'numbers' }> {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  const [low, high] = ends ?? [quantile(sorted, strays) ?? 0, quantile(sorted, 1 - strays) ?? 0];
  return { kind: 'numbers', values: [...values], low, high, partial: false };
}
