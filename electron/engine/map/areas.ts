/** Names the areas of a map by what sets their products apart from the rest: tags, else words of titles. */
import { throwIfCancelled } from '../../contract/errors.ts';
import type { MapArea } from '../../contract/map.ts';
import { createPause } from '../jobs/slices.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { informativeWords } from '../text/informative-words.ts';
import { densityAreas } from './density.ts';

/** How far a point counts around it, by level; the map is 2 wide. */
const blurs = [0.085, 0.045, 0.022];
/** Of all products, by level, and how many at least. */
const leastShares = [0.01, 0.003, 0.001];
const fewest = 5;
/** Of an area that carries its name. */
const leastCarried = 0.35;
/** How many times as frequent as elsewhere. */
const leastLift = 1.5;
/** From this share of its carriers on, a name says another one as well. */
const impliedFrom = 0.9;
/** Of an area that carries a name which stands alone. */
const aloneFrom = 0.5;
/** Tags say more than a word does: words of titles have to be this much more telling. */
const wordWeight = 0.6;

type Name = MapArea['names'][number];
/** Names of each product, by their number. */
type Carried = readonly (readonly number[])[];

interface Point {
  readonly productId: number;
  readonly x: number;
  readonly y: number;
}

/** Large areas first, each level by size. `unit`: what coordinates are multiplied with. @throws {AppError} `CANCELLED` */
export async function areasOf(
  points: readonly Point[],
  view: CatalogView,
  unit: number,
  signal: AbortSignal,
): Promise<MapArea[]> {
  const pause = createPause();
  const names: Name[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (key: string, name: () => Name): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, names.length);
    names.push(name());
    return names.length - 1;
  };
  const carried: number[][] = [];
  for (const { productId } of points) {
    const tags = view.tagsOf(productId);
    const own = tags.map(({ group, name }) => numberOf(`${group}\u0000${name}`, () => ({ group, name })));
    const said = new Set(tags.map(({ name }) => name.toLowerCase()));
    for (const word of informativeWords(view.get(productId)?.title ?? ''))
      if (!said.has(word)) own.push(numberOf(word, () => ({ word })));
    carried.push([...new Set(own)]);
    await pause();
  }
  throwIfCancelled(signal);
  const areas: MapArea[] = [];
  for (const [level, blur] of blurs.entries()) {
    const least = Math.max(fewest, points.length * (leastShares[level] as number));
    const found = densityAreas(points, blur).filter((area) => area.points.length >= least);
    await pause();
    throwIfCancelled(signal);
    for (const area of found.sort((a, b) => b.points.length - a.points.length)) {
      const own = area.points.map((at) => carried[at] as number[]);
      const telling = tellingNames(own, carried, names);
      if (telling.length === 0) continue;
      areas.push({
        level,
        x: Math.round(area.x * unit),
        y: Math.round(area.y * unit),
        products: own.length,
        names: telling,
      });
      await pause();
    }
  }
  return areas;
}

function countsOf(carried: Carried, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const own of carried) for (const name of own) counts[name] = (counts[name] as number) + 1;
  return counts;
}

/**
 * What most of an area carry and few elsewhere. A second name sets the area apart among all that carry the first; where it says the first as
 * well, it stands alone.
 */
function tellingNames(own: Carried, all: Carried, names: readonly Name[]): Name[] {
  const first = mostTelling(own, all, names, []);
  if (first === undefined) return [];
  const ownRest = own.filter((carried) => carried.includes(first));
  const allRest = all.filter((carried) => carried.includes(first));
  const second = mostTelling(ownRest, allRest, names, [names[first] as Name]);
  if (second === undefined) return [names[first] as Name];
  const both = allRest.filter((carried) => carried.includes(second)).length;
  const seconds = all.filter((carried) => carried.includes(second)).length;
  const ofArea = ownRest.filter((carried) => carried.includes(second)).length / own.length;
  const isNarrower = both / seconds >= impliedFrom && ofArea >= aloneFrom;
  return (isNarrower ? [second] : [first, second]).map((name) => names[name] as Name);
}

function mostTelling(own: Carried, all: Carried, names: readonly Name[], chosen: readonly Name[]): number | undefined {
  const counts = countsOf(own, names.length);
  const everywhere = countsOf(all, names.length);
  let best: number | undefined;
  let most = 0;
  for (let name = 0; name < counts.length; name++) {
    const count = counts[name] as number;
    const share = count / own.length;
    if (count < fewest || share < leastCarried) continue;
    const candidate = names[name] as Name;
    if (chosen.some((other) => says(other, candidate))) continue;
    // Elsewhere: as if one more product carried it, so that what is rare does not lead by chance.
    const outside = ((everywhere[name] as number) - count + 1) / (all.length - own.length + 1);
    const lift = share / Math.min(1, outside);
    if (lift < leastLift) continue;
    const score = share * Math.log(lift) * ('word' in candidate ? wordWeight : 1);
    if (score <= most) continue;
    most = score;
    best = name;
  }
  return best;
}

/** Whether a name is said by another one already: a tag of the same group, or the same words. */
function says(chosen: Name, candidate: Name): boolean {
  if ('group' in chosen && 'group' in candidate && chosen.group === candidate.group) return true;
  const [a, b] = [chosen, candidate].map((name) => ('word' in name ? name.word : name.name.toLowerCase()));
  return a?.includes(b as string) === true || b?.includes(a as string) === true;
}
