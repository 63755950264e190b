/**
 * What is proposed in one tag group: each tag as a wall of products, most certain first, with a line below which it
 * becomes unsure. Rests on the classifiers of the group and changes with every decision.
 */
import { createPause } from '../../jobs/slices.ts';
import { logistic } from '../../numbers/logistic.ts';
import { softmax } from '../evidence-weights.ts';
import { isPositive } from '../examples.ts';
import type { GroupModel } from '../group-model.ts';
import type { TaggedProduct, TaggedProducts } from '../tagged-products.ts';

export interface Placed {
  readonly productId: number;
  /** 0..1 */
  readonly confidence: number;
  /** Of the next likely tags, likeliest first. */
  readonly others: readonly { readonly tag: number; readonly confidence: number }[];
}

export interface Wall {
  /** Most certain first. */
  readonly open: readonly Placed[];
  /** How many of them lie above the line. */
  readonly sure: number;
  readonly confirmed: readonly number[];
  readonly rejected: readonly number[];
  /** Products that a person decided about when the tag was proposed, and for how many it was right. */
  readonly looked: number;
  readonly right: number;
}

export interface Walls {
  /** Products with an image that was read. */
  readonly products: number;
  readonly settled: number;
  /** By tag, in the order of the model. */
  readonly walls: readonly Wall[];
}

/** Above this a proposal counts as sure; `npm run bench:describe` prints how many of those were right. */
const sureFrom = 0.7;
/** A product stands on the walls of all tags of a group of several that are likelier than this. */
const worthShowing = 0.2;
const mostOthers = 3;
/** In a catalog larger than this, neighbours, which take a search each, are left out. */
const thorough = 4000;

const known = new WeakMap<GroupModel, { readonly key: string; readonly walls: Walls }>();

/** The walls of a group, kept until something is decided or learned. */
export async function wallsOf(products: TaggedProducts, model: GroupModel): Promise<Walls> {
  const key = `${model.version} ${products.byId.size}`;
  const last = known.get(model);
  if (last?.key === key) return last.walls;
  const walls = await build(products, model);
  known.set(model, { key, walls });
  return walls;
}

async function build(products: TaggedProducts, model: GroupModel): Promise<Walls> {
  const pause = createPause();
  const quick = products.byId.size > thorough;
  const walls = model.tags.map(() => ({
    open: [] as Placed[],
    confirmed: [] as number[],
    rejected: [] as number[],
    looked: 0,
    right: 0,
  }));
  let seen = 0;
  let settled = 0;
  for (const product of products.byId.values()) {
    if (products.vectorOf(product) === undefined) continue;
    await pause();
    seen++;
    const decided = count(product, model, walls);
    if (decided) settled++;
    if (decided && model.exclusive) continue;
    const utilities = model.utilities(product, quick);
    if (utilities === null) continue;
    for (const { tag, ...placed } of proposals(product, model, utilities)) walls[tag]?.open.push(placed);
  }
  return {
    products: seen,
    settled,
    walls: walls.map((wall): Wall => {
      wall.open.sort((a, b) => b.confidence - a.confidence || a.productId - b.productId);
      return { ...wall, sure: wall.open.filter(({ confidence }) => confidence >= sureFrom).length };
    }),
  };
}

/** Counts what was decided about a product; answers whether it has a tag of the group for certain. */
function count(
  { productId, tags }: TaggedProduct,
  model: GroupModel,
  walls: readonly { confirmed: number[]; rejected: number[]; looked: number; right: number }[],
): boolean {
  let settled = false;
  let refused = false;
  const confirmed: number[] = [];
  for (const [tagId, provenance] of tags) {
    const tag = model.classifiers.indexOf(tagId);
    const wall = tag === undefined ? undefined : walls[tag];
    if (tag === undefined || wall === undefined) continue;
    if (provenance === 'rejected') {
      wall.rejected.push(productId);
      wall.looked++;
      refused = true;
    } else if (isPositive(provenance)) {
      wall.confirmed.push(productId);
      settled = true;
      if (provenance === 'confirmed') confirmed.push(tag);
    }
  }
  // A tag chosen in place of a refused one was not what had been proposed.
  for (const tag of refused && model.exclusive ? [] : confirmed) {
    const wall = walls[tag];
    if (wall === undefined) continue;
    wall.looked++;
    wall.right++;
  }
  return settled;
}

interface Proposal extends Placed {
  /** Index in the model. */
  readonly tag: number;
}

/** The wall that a product stands on, or in a group of several those that it may belong to. */
function proposals({ productId, tags }: TaggedProduct, model: GroupModel, utilities: Float64Array): Proposal[] {
  const possible = model.tags.flatMap(({ id }, tag) => {
    const said = tags.get(id);
    return said === 'rejected' || isPositive(said) ? [] : [tag];
  });
  if (possible.length === 0) return [];
  const values = possible.map((tag) => utilities[tag] as number);
  const confidences = model.exclusive ? softmax(values) : values.map(logistic);
  const ranked = possible
    .map((tag, at) => ({ tag, confidence: confidences[at] as number }))
    .sort((a, b) => b.confidence - a.confidence);
  const places = model.exclusive
    ? ranked.slice(0, 1)
    : ranked.filter(({ confidence }, at) => confidence >= worthShowing && at < mostOthers);
  return places.map(({ tag, confidence }) => {
    const others = ranked.filter((other) => other.tag !== tag).slice(0, mostOthers);
    return { tag, productId, confidence, others };
  });
}
