/** Part (a): wrong tags planted, found again by looking at the most suspicious first, and what correcting them is worth. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReviewOrder } from '../../electron/contract/tags.ts';
import { type BenchEngine, jobEnded, openBenchEngine } from '../support/engine.ts';
import { corruptedCopy, type Errors } from './corrupt.ts';

export const groups = ['type', 'colour'];
const share = 0.1;
const reviews = 200;
const milestones = [0, 50, 100, 200];

export interface ReviewRun {
  readonly seed: number;
  readonly order: ReviewOrder;
  readonly planted: number;
  readonly foundOf200: number;
  readonly share: number;
  /** Share of type and colour tags that are right after so many reviews. */
  readonly accuracy: Record<string, number>;
  readonly msPerReview: number;
}

/** A person looks at `reviews` tags one after the other, sees which are wrong, and puts the right one in their place. */
export async function reviewRun(base: string, seed: number, order: ReviewOrder): Promise<ReviewRun> {
  const dir = path.join(mkdtempSync(path.join(tmpdir(), 'lookalike-tags-')), 'library');
  const errors = corruptedCopy(base, dir, groups, share, seed);
  const engine = await openBenchEngine(dir);
  try {
    const job = await engine.call('tags.learn', {});
    if (job !== null) await jobEnded(engine, job);
    const total = await countTags(engine);
    let found = 0;
    const accuracy: Record<string, number> = { '0': round(1 - errors.size / total) };
    const started = performance.now();
    for (let reviewed = 1; reviewed <= reviews; reviewed++) {
      if (await reviewOne(engine, errors, order, seed)) found++;
      if (milestones.includes(reviewed)) accuracy[reviewed] = round(1 - (errors.size - found) / total);
    }
    const msPerReview = Math.round((performance.now() - started) / reviews);
    return {
      seed,
      order,
      planted: errors.size,
      foundOf200: found,
      share: round(found / errors.size),
      accuracy,
      msPerReview,
    };
  } finally {
    await engine.close();
    rmSync(path.dirname(dir), { recursive: true, force: true });
  }
}

async function reviewOne(engine: BenchEngine, errors: Errors, order: ReviewOrder, seed: number): Promise<boolean> {
  const item = await next(engine, order, seed);
  if (item?.current == null) return false;
  const { product, group, current } = item;
  const error = errors.get(`${product.id} ${group}`);
  if (error === undefined || error.wrong !== current.name) {
    const tag = { group, name: current.name };
    await engine.call('tags.decide', {
      decisions: [{ productId: product.id, tag, verdict: 'confirmed' }],
      by: 'oracle',
    });
    return false;
  }
  await engine.call('tags.decide', {
    decisions: [
      { productId: product.id, tag: { group, name: error.wrong }, verdict: 'rejected' },
      { productId: product.id, tag: { group, name: error.right }, verdict: 'confirmed' },
    ],
    by: 'oracle',
  });
  return true;
}

/** The most suspicious of both groups. */
async function next(engine: BenchEngine, order: ReviewOrder, seed: number) {
  const items = [];
  for (const group of groups) {
    const { undecided, items: page } = await engine.call('tags.review', { order, group, limit: 1, seed });
    for (const item of page) items.push({ item, undecided });
  }
  if (order === 'random') return items.sort((a, b) => b.undecided - a.undecided)[0]?.item;
  return items.sort((a, b) => b.item.suspicion - a.item.suspicion)[0]?.item;
}

async function countTags(engine: BenchEngine): Promise<number> {
  const vocabulary = await engine.call('tags.vocabulary', {});
  return vocabulary
    .filter(({ group }) => groups.includes(group))
    .flatMap(({ tags }) => tags)
    .reduce((sum, { products }) => sum + products, 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
