/** What to ask a person next: the tags most likely wrong, or the products the evidence is least decided about, similar ones spread apart. */
import type { ReviewOrder } from '../../contract/tags.ts';
import { seededRandom, seedOf, shuffled } from '../evaluation/random.ts';
import { dot } from '../search/candidates.ts';
import { createPause, type TagEvidence } from './evidence.ts';
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

export interface ReviewRequest {
  readonly order: ReviewOrder;
  readonly groups: readonly string[];
  readonly seed: number;
  readonly skip: ReadonlySet<string>;
}

/** How many of the front are spread apart. */
const spreadAmong = 400;
const spreadFront = 60;
/** In a catalog larger than this only the front is compared with its neighbours. */
const thorough = 4000;
const shortlist = 1000;

export function questionKey(productId: number, group: string): string {
  return `${productId} ${group}`;
}

/** All open questions in the order asked for. */
export async function openQuestions(
  state: TagState,
  evidence: TagEvidence,
  { order, groups, seed, skip }: ReviewRequest,
): Promise<Question[]> {
  const questions: Question[] = [];
  const pause = createPause();
  const models = new Map<string, GroupModel>();
  for (const group of groups) {
    const model = await evidence.group(group);
    models.set(group, model);
    const ask = order === 'uncertain' ? uncertain : suspect;
    const quick = order === 'random' || state.products.size > thorough;
    const found: Question[] = [];
    for (const product of state.products.values()) {
      if (skip.has(questionKey(product.productId, group))) continue;
      const question = ask(product, model, quick);
      if (question !== null) found.push(question);
      await pause();
    }
    if (quick && order !== 'random') {
      found.sort(bySuspicion);
      for (const [at, { product }] of found.slice(0, shortlist).entries()) {
        found[at] = ask(product, model, false) ?? (found[at] as Question);
        await pause();
      }
    }
    for (const question of found) questions.push(question);
  }
  if (order === 'random') {
    const sorted = questions.sort((a, b) => a.product.productId - b.product.productId || (a.group < b.group ? -1 : 1));
    return shuffled(sorted, seededRandom(seedOf(`review ${seed}`)));
  }
  questions.sort(bySuspicion);
  return order === 'uncertain' ? spreadApart(questions, models) : questions;
}

function bySuspicion(a: Question, b: Question): number {
  return b.suspicion - a.suspicion || a.product.productId - b.product.productId;
}

/** How much more likely the best other tag is than the one the product carries: `p_other / (p_other + p_own)`. */
function suspect(product: TaggedProduct, model: GroupModel, quick: boolean): Question | null {
  const tagId = undecided(product, model);
  if (tagId === null) return null;
  const probabilities = model.probabilities(product, quick);
  if (probabilities === null) return null;
  const index = model.tags.findIndex(({ id }) => id === tagId);
  const own = Math.max(1e-9, probabilities[index] ?? 0);
  const other = Math.max(0, ...probabilities.filter((_, i) => i !== index));
  const suspicion = model.exclusive ? other / (other + own) : 1 - own;
  return { product, group: model.group, tagId, suspicion };
}

/** Products without a decided tag of the group: how close the two most likely answers are. */
function uncertain(product: TaggedProduct, model: GroupModel, quick: boolean): Question | null {
  const tagId = undecided(product, model);
  const decided = model.tags.some(({ id }) => product.tags.get(id) === 'confirmed');
  if (decided) return null;
  const probabilities = model.probabilities(product, quick);
  if (probabilities === null) return null;
  const rejected = (index: number): boolean => product.tags.get(model.tags[index]?.id ?? -1) === 'rejected';
  const open = probabilities.filter((_, index) => !rejected(index)).sort((a, b) => b - a);
  const [first = 0, second = 0] = open;
  const suspicion = model.exclusive ? 1 - (first - second) / (first + second + 1e-9) : 1 - Math.abs(2 * first - 1);
  return { product, group: model.group, tagId, suspicion };
}

/** An imported or suggested tag of the group that nobody has decided on. */
function undecided(product: TaggedProduct, model: GroupModel): number | null {
  let found: number | null = null;
  for (const { id } of model.tags) {
    const own = product.tags.get(id);
    if (own === 'confirmed' && model.exclusive) return null;
    if (found === null && (own === 'imported' || own === 'suggested')) found = id;
  }
  return found;
}

/**
 * Brings forward, one after the other, the question whose uncertainty times distance to those already chosen is greatest, so that a page does not
 * ask the same of twenty photos of one dress.
 */
function spreadApart(questions: Question[], models: ReadonlyMap<string, GroupModel>): Question[] {
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
