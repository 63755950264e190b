/** What to ask a person next: tags that are most likely wrong, or products that the evidence is least decided about. */
import type { ReviewOrder } from '../../contract/tags.ts';
import { logistic } from '../numbers/logistic.ts';
import { seedOf } from '../numbers/random.ts';
import { dot } from '../numbers/vectors.ts';
import type { GroupModel } from './group-model.ts';
import type { TaggedProduct, TaggedProducts } from './tagged-products.ts';

/** What is doubtful about a product, and how much. */
interface Doubt {
  /** The tag in doubt, `null` when the product has none of the group. */
  readonly tagId: number | null;
  /** 0..1 */
  readonly suspicion: number;
}

export interface Question extends Doubt {
  readonly product: TaggedProduct;
  readonly model: GroupModel;
  /** In the queue, smallest first. */
  readonly place: number;
}

export interface QuestionRequest {
  readonly order: ReviewOrder;
  readonly seed: number;
  readonly skip: ReadonlySet<string>;
  /** How many questions from the front are wanted. */
  readonly front: number;
  /** Looks at no more products than this, spread over the catalog, while there is no time for all. */
  readonly most?: number | undefined;
  /** To be awaited between products. */
  readonly pause: () => Promise<void>;
}

export interface Questions {
  /** In the order asked for. */
  readonly front: readonly Question[];
  /** How many are worth asking; see `tags.review`. */
  readonly worthAsking: number;
  readonly undecided: number;
}

/** Below this the evidence has made up its mind: for the tag, or for one answer three times as likely as any other. */
const worth = 0.5;
/** How many of the front are spread apart. */
const spreadAmong = 400;
const spreadFront = 60;
/** In a catalog larger than this only the front is compared with its neighbours. */
const thorough = 4000;
const shortlist = 300;

export function questionKey(productId: number, group: string): string {
  return `${productId} ${group}`;
}

/** The first of the open questions in the order asked for, and how many there are. */
export async function openQuestions(
  products: TaggedProducts,
  models: readonly GroupModel[],
  request: QuestionRequest,
): Promise<Questions> {
  const groups: Questions[] = [];
  for (const model of models) groups.push(await ofGroup(products, model, request));
  const found = groups.flatMap(({ front }) => front).sort(byPlace);
  const ordered = request.order === 'uncertain' ? spreadApart(found, products) : found;
  return {
    front: ordered.slice(0, request.front),
    worthAsking: groups.reduce((sum, { worthAsking }) => sum + worthAsking, 0),
    undecided: groups.reduce((sum, { undecided }) => sum + undecided, 0),
  };
}

/** What was found last of each group and order, as long as `key` is the same. */
const known = new WeakMap<GroupModel, Map<ReviewOrder, Questions & { readonly key: string }>>();

async function ofGroup(products: TaggedProducts, model: GroupModel, request: QuestionRequest): Promise<Questions> {
  const { order, seed, skip } = request;
  if (request.most !== undefined) return without(skip, await collect(products, model, request), order);
  const own = known.get(model) ?? new Map();
  known.set(model, own);
  const key = `${model.version} ${order === 'random' ? seed : ''}`;
  let found = own.get(order);
  const front = request.front + skip.size;
  if (found?.key !== key || (found.front.length < front && found.front.length < found.undecided)) {
    found = { key, ...(await collect(products, model, { ...request, front })) };
    own.set(order, found);
  }
  return without(skip, found, order);
}

function without(
  skip: ReadonlySet<string>,
  { front, worthAsking, undecided }: Questions,
  order: ReviewOrder,
): Questions {
  const isSkipped = ({ product, model }: Question): boolean => skip.has(questionKey(product.productId, model.group));
  const { left = [], skipped = [] } = Object.groupBy(front, (question) => (isSkipped(question) ? 'skipped' : 'left'));
  return {
    front: left,
    worthAsking: Math.max(0, worthAsking - skipped.filter((question) => isWorth(question, order)).length),
    undecided: Math.max(0, undecided - skipped.length),
  };
}

/** Goes through the catalog for one group. */
async function collect(products: TaggedProducts, model: GroupModel, request: QuestionRequest): Promise<Questions> {
  const { order, pause, seed, most = Number.POSITIVE_INFINITY } = request;
  const all = products.byId;
  const doubtOf = order === 'uncertain' ? uncertainty : contradiction;
  const ask = (product: TaggedProduct, quick: boolean): Question | null => {
    const doubt = doubtOf(product, model, quick);
    if (doubt === null) return null;
    const place = order === 'random' ? seedOf(`${seed} ${product.productId} ${model.group}`) : -doubt.suspicion;
    return { product, model, place, ...doubt };
  };
  const quick = order === 'random' || Math.min(most, all.size) > thorough;
  const wanted = Math.max(request.front, shortlist, spreadAmong);
  const every = Math.max(1, Math.ceil(all.size / most));
  let found: Question[] = [];
  let worthAsking = 0;
  let open = 0;
  let seen = 0;
  for (const product of all.values()) {
    if (seen++ % every !== 0) continue;
    const question = ask(product, quick);
    await pause();
    if (question === null) continue;
    open++;
    if (isWorth(question, order)) worthAsking++;
    found.push(question);
    if (found.length > 4 * wanted) found = found.sort(byPlace).slice(0, wanted);
  }
  found.sort(byPlace);
  if (quick && order !== 'random') {
    for (const [at, question] of found.slice(0, shortlist).entries()) {
      const closer = ask(question.product, false) ?? question;
      worthAsking += Number(isWorth(closer, order)) - Number(isWorth(question, order));
      found[at] = closer;
      await pause();
    }
    found.sort(byPlace);
  }
  // Of a part of the catalog, what is to be expected of all of it.
  return { front: found, worthAsking: worthAsking * every, undecided: open * every };
}

function isWorth({ suspicion }: Question, order: ReviewOrder): boolean {
  return order === 'random' || suspicion >= worth;
}

function byPlace(a: Question, b: Question): number {
  return a.place - b.place || a.product.productId - b.product.productId;
}

/**
 * How many tags of a catalog are taken to be wrong before anything is seen, in log-odds: one in twenty. Without it every
 * tag that cannot be seen in a photo, such as the season, would be doubted in half of the products.
 */
const wrongBefore = Math.log(0.05 / 0.95);

/**
 * How likely the tag is wrong: the odds of the best other tag against the one the product carries, `p_other / p_own`,
 * times those that a tag of a catalog is wrong.
 */
function contradiction(product: TaggedProduct, model: GroupModel, quick: boolean): Doubt | null {
  const tagId = undecidedTag(product, model);
  if (tagId === null) return null;
  const utilities = model.utilities(product, quick);
  if (utilities === null) return null;
  const at = model.classifiers.indexOf(tagId) as number;
  const own = utilities[at] as number;
  if (!model.exclusive) return { tagId, suspicion: logistic(wrongBefore - own) };
  let other = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < utilities.length; i++) if (i !== at) other = Math.max(other, utilities[i] as number);
  return { tagId, suspicion: logistic(wrongBefore + other - own) };
}

/** Products without a decided tag of the group: how close the two most likely answers are. */
function uncertainty(product: TaggedProduct, model: GroupModel, quick: boolean): Doubt | null {
  for (const [tagId, provenance] of product.tags) {
    if (provenance === 'confirmed' && model.classifiers.indexOf(tagId) !== undefined) return null;
  }
  const utilities = model.utilities(product, quick);
  if (utilities === null) return null;
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < utilities.length; i++) {
    const value = utilities[i] as number;
    if (value <= second || product.tags.get(model.tags[i]?.id ?? -1) === 'rejected') continue;
    if (value > first) {
      second = first;
      first = value;
    } else second = value;
  }
  if (first === Number.NEGATIVE_INFINITY) return null;
  // 1 - (p1 - p2) / (p1 + p2), and 1 - |2p - 1|, written for differences of utilities.
  const suspicion = model.exclusive ? 2 * logistic(second - first) : 2 * logistic(-Math.abs(first));
  return { tagId: undecidedTag(product, model), suspicion };
}

/** An imported or suggested tag of the group that nobody has decided on. */
function undecidedTag(product: TaggedProduct, model: GroupModel): number | null {
  let found: number | null = null;
  for (const [tagId, provenance] of product.tags) {
    if (provenance === 'rejected' || model.classifiers.indexOf(tagId) === undefined) continue;
    if (provenance === 'confirmed') {
      if (model.exclusive) return null;
    } else if (found === null || tagId < found) found = tagId;
  }
  return found;
}

/**
 * Brings forward, one after the other, the question whose uncertainty times distance to those already chosen is
 * greatest, so that a page does not ask the same of twenty images of one dress.
 */
function spreadApart(questions: readonly Question[], products: TaggedProducts): Question[] {
  const pool = questions.slice(0, spreadAmong).map((question) => ({
    question,
    vector: products.vectorOf(question.product),
    distance: 1,
  }));
  const front: Question[] = [];
  while (front.length < spreadFront && pool.length > 0) {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (const [index, { question, distance }] of pool.entries()) {
      if (question.suspicion * distance <= most) continue;
      most = question.suspicion * distance;
      best = index;
    }
    const chosen = pool.splice(best, 1)[0] as (typeof pool)[number];
    front.push(chosen.question);
    for (const other of pool) {
      if (other.question.model !== chosen.question.model || !other.vector || !chosen.vector) continue;
      other.distance = Math.min(other.distance, 1 - dot(other.vector, chosen.vector));
    }
  }
  return [...front, ...pool.map(({ question }) => question), ...questions.slice(spreadAmong)];
}
