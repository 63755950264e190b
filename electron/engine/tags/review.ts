/** What to ask a person next: the tags most likely wrong, or the products the evidence is least decided about, similar ones spread apart. */
import type { ReviewOrder } from '../../contract/tags.ts';
import { logistic } from '../numbers/logistic.ts';
import { seedOf } from '../numbers/random.ts';
import { dot } from '../numbers/vectors.ts';
import type { GroupModel } from './group-model.ts';
import type { TaggedProduct, TagState } from './state.ts';

export interface Question {
  readonly product: TaggedProduct;
  readonly group: string;
  /** The tag in doubt, `null` when the product has none of the group. */
  readonly tagId: number | null;
  /** 0..1 */
  readonly suspicion: number;
}

/** With its place in the queue, smallest first. */
interface Queued {
  readonly question: Question;
  readonly place: number;
}

export interface ReviewRequest {
  readonly order: ReviewOrder;
  readonly seed: number;
  readonly skip: ReadonlySet<string>;
  /** How many questions from the front are wanted. */
  readonly front: number;
  /** Looks at no more products than this, spread over the catalog: all there is time for while classifiers are being fitted. */
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
  state: TagState,
  models: readonly GroupModel[],
  request: ReviewRequest,
): Promise<Questions> {
  const found: Queued[] = [];
  let worthAsking = 0;
  let undecided = 0;
  for (const model of models) {
    const own = await ofGroup(state, model, request);
    undecided += own.undecided;
    worthAsking += own.worthAsking;
    for (const entry of own.front) found.push(entry);
  }
  const questions = found.sort(byPlace).map(({ question }) => question);
  const byGroup = new Map(models.map((model) => [model.group, model]));
  const ordered = request.order === 'uncertain' ? spreadApart(questions, byGroup) : questions;
  return { front: ordered.slice(0, request.front), worthAsking, undecided };
}

interface GroupQuestions extends Omit<Questions, 'front'> {
  readonly front: readonly Queued[];
}

interface Known extends GroupQuestions {
  /** What they were asked of; they hold as long as this stays. */
  readonly key: string;
}

/** Of each group and order what was asked last: a decision on one group leaves the others as they were. */
const known = new WeakMap<GroupModel, Map<ReviewOrder, Known>>();

async function ofGroup(state: TagState, model: GroupModel, request: ReviewRequest): Promise<GroupQuestions> {
  const { order, seed, skip } = request;
  const isWorth = ({ question }: Queued): boolean => order === 'random' || question.suspicion >= worth;
  if (request.most !== undefined) return without(skip, await look(state, model, request), isWorth);
  const own = known.get(model) ?? new Map<ReviewOrder, Known>();
  known.set(model, own);
  const key = `${model.version} ${order === 'random' ? seed : ''}`;
  let found = own.get(order);
  const needed = request.front + skip.size;
  if (found?.key !== key || (found.front.length < needed && found.front.length < found.undecided)) {
    found = { key, ...(await look(state, model, { ...request, front: needed })) };
    own.set(order, found);
  }
  return without(skip, found, isWorth);
}

function without(
  skip: ReadonlySet<string>,
  { front, worthAsking, undecided }: GroupQuestions,
  isWorth: (entry: Queued) => boolean,
): GroupQuestions {
  if (skip.size === 0) return { front, worthAsking, undecided };
  const { left = [], put = [] } = Object.groupBy(front, ({ question }) =>
    skip.has(questionKey(question.product.productId, question.group)) ? 'put' : 'left',
  );
  const worthLess = put.filter(isWorth).length;
  return {
    front: left,
    worthAsking: Math.max(0, worthAsking - worthLess),
    undecided: Math.max(0, undecided - put.length),
  };
}

/** Goes through the catalog for one group. */
async function look(state: TagState, model: GroupModel, request: ReviewRequest): Promise<GroupQuestions> {
  const { order, pause, seed, most = Number.POSITIVE_INFINITY } = request;
  const ask = order === 'uncertain' ? uncertain : suspect;
  const quick = order === 'random' || Math.min(most, state.products.size) > thorough;
  const wanted = Math.max(request.front, shortlist, spreadAmong);
  const queued = (question: Question): Queued => {
    const { product, group, suspicion } = question;
    return { question, place: order === 'random' ? seedOf(`${seed} ${product.productId} ${group}`) : -suspicion };
  };
  let found: Queued[] = [];
  let worthAsking = 0;
  let open = 0;
  let seen = 0;
  const every = Math.max(1, Math.ceil(state.products.size / most));
  for (const product of state.products.values()) {
    if (seen++ % every !== 0) continue;
    const question = ask(product, model, quick);
    await pause();
    if (question === null) continue;
    open++;
    if (order === 'random' || question.suspicion >= worth) worthAsking++;
    found.push(queued(question));
    if (found.length > 4 * wanted) found = found.sort(byPlace).slice(0, wanted);
  }
  found.sort(byPlace);
  if (quick && order !== 'random') {
    for (const [at, { question }] of found.slice(0, shortlist).entries()) {
      const closer = ask(question.product, model, false) ?? question;
      worthAsking += Number(closer.suspicion >= worth) - Number(question.suspicion >= worth);
      found[at] = queued(closer);
      await pause();
    }
    found.sort(byPlace);
  }
  // Of a part of the catalog, what is to be expected of all of it.
  return { front: found, worthAsking: worthAsking * every, undecided: open * every };
}

function byPlace(a: Queued, b: Queued): number {
  return a.place - b.place || a.question.product.productId - b.question.product.productId;
}

/** How much more likely the best other tag is than the one the product carries: `p_other / (p_other + p_own)`. */
function suspect(product: TaggedProduct, model: GroupModel, quick: boolean): Question | null {
  const tagId = undecided(product, model);
  if (tagId === null) return null;
  const utilities = model.utilities(product, quick);
  if (utilities === null) return null;
  const own = model.classifiers.indexOf(tagId) as number;
  let other = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < utilities.length; i++)
    if (i !== own && (utilities[i] as number) > other) other = utilities[i] as number;
  const suspicion = model.exclusive
    ? logistic(other - (utilities[own] as number))
    : logistic(-(utilities[own] as number));
  return { product, group: model.group, tagId, suspicion };
}

/** Products without a decided tag of the group: how close the two most likely answers are. */
function uncertain(product: TaggedProduct, model: GroupModel, quick: boolean): Question | null {
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
  return { product, group: model.group, tagId: undecided(product, model), suspicion };
}

/** An imported or suggested tag of the group that nobody has decided on. */
function undecided(product: TaggedProduct, model: GroupModel): number | null {
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
 * Brings forward, one after the other, the question whose uncertainty times distance to those already chosen is greatest, so that a page does not
 * ask the same of twenty photos of one dress.
 */
function spreadApart(questions: readonly Question[], models: ReadonlyMap<string, GroupModel>): Question[] {
  const pool = questions.slice(0, spreadAmong).map((question) => ({
    question,
    vector: models.get(question.group)?.vectorOf(question.product),
    distance: 1,
  }));
  const front: Question[] = [];
  while (front.length < spreadFront && pool.length > 0) {
    let best = 0;
    pool.forEach((entry, index) => {
      const current = pool[best];
      if (
        current !== undefined &&
        entry.question.suspicion * entry.distance > current.question.suspicion * current.distance
      )
        best = index;
    });
    const [chosen] = pool.splice(best, 1);
    if (chosen === undefined) break;
    front.push(chosen.question);
    for (const entry of pool) {
      if (entry.question.group !== chosen.question.group || !entry.vector || !chosen.vector) continue;
      entry.distance = Math.min(entry.distance, 1 - dot(entry.vector, chosen.vector));
    }
  }
  return [...front, ...pool.map(({ question }) => question), ...questions.slice(spreadAmong)];
}
