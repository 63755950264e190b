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
  const telling = new TellingNames(carried, names);
  const areas: MapArea[] = [];
  for (const [level, blur] of blurs.entries()) {
    const least = Math.max(fewest, points.length * (leastShares[level] as number));
    const found = densityAreas(points, blur).filter((area) => area.points.length >= least);
    await pause();
    throwIfCancelled(signal);
    for (const area of found.sort((a, b) => b.points.length - a.points.length)) {
      const own = area.points.map((at) => carried[at] as number[]);
      const named = telling.of(own);
      if (named.length === 0) continue;
      areas.push({
        level,
        x: Math.round(area.x * unit),
        y: Math.round(area.y * unit),
        products: own.length,
        names: named,
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

/** Products among which names are compared, with how many of them carry each name. */
interface Among {
  readonly carried: Carried;
  readonly counts: Uint32Array;
}

/**
 * What most of an area carry and few elsewhere. A second name sets the area apart among all that carry the first; where it says the first as
 * well, it stands alone.
 */
class TellingNames {
  readonly #names: readonly Name[];
  readonly #all: Among;
  /** Those that carry a name; many areas begin with the same one. */
  readonly #carriers = new Map<number, Among>();

  constructor(carried: Carried, names: readonly Name[]) {
    this.#names = names;
    this.#all = { carried, counts: countsOf(carried, names.length) };
  }

  of(own: Carried): Name[] {
    const first = this.#mostTelling(own, this.#all, undefined);
    if (first === undefined) return [];
    const rest = own.filter((carried) => carried.includes(first));
    const carriers = this.#carriersOf(first);
    const second = this.#mostTelling(rest, carriers, first);
    if (second === undefined) return [this.#names[first] as Name];
    const implied = (carriers.counts[second] as number) / (this.#all.counts[second] as number);
    const ofArea = rest.filter((carried) => carried.includes(second)).length / own.length;
    const isNarrower = implied >= impliedFrom && ofArea >= aloneFrom;
    return (isNarrower ? [second] : [first, second]).map((name) => this.#names[name] as Name);
  }

  #carriersOf(name: number): Among {
    let known = this.#carriers.get(name);
    if (known === undefined) {
      const carried = this.#all.carried.filter((own) => own.includes(name));
      known = { carried, counts: countsOf(carried, this.#names.length) };
      this.#carriers.set(name, known);
    }
    return known;
  }

  #mostTelling(own: Carried, among: Among, chosen: number | undefined): number | undefined {
    const counts = countsOf(own, this.#names.length);
    let best: number | undefined;
    let most = 0;
    for (let name = 0; name < counts.length; name++) {
      const count = counts[name] as number;
      const share = count / own.length;
      if (count < fewest || share < leastCarried) continue;
      const candidate = this.#names[name] as Name;
      if (chosen !== undefined && says(this.#names[chosen] as Name, candidate)) continue;
      // Elsewhere: as if one more product carried it, so that what is rare does not lead by chance.
      const elsewhere = (among.counts[name] as number) - count + 1;
      const lift = share / Math.min(1, elsewhere / (among.carried.length - own.length + 1));
      if (lift < leastLift) continue;
      const score = share * Math.log(lift) * ('word' in candidate ? wordWeight : 1);
      if (score <= most) continue;
      most = score;
      best = name;
    }
    return best;
  }
}

/** Whether a name is said by another one already: a tag of the same group, or the same words. */
function says(chosen: Name, candidate: Name): boolean {
  if ('group' in chosen && 'group' in candidate && chosen.group === candidate.group) return true;
  const [a, b] = [chosen, candidate].map((name) => ('word' in name ? name.word : name.name.toLowerCase()));
  return a?.includes(b as string) === true || b?.includes(a as string) === true;
}
