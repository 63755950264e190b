/**
 * A person who describes a catalog wall by wall, the fullest first, and answers from the true labels. She looks at all
 * photos of a wall and acts until it is through; an action is one of these:
 * - the longest run of neighbouring photos that belong to one other tag is moved there;
 * - a wall on which nothing is wrong any more is confirmed;
 * - a tag that the vocabulary lacks is made.
 * Looking costs no action, and is counted beside them.
 */
import type { BenchEngine } from '../support/engine.ts';
import { jobEnded } from '../support/engine.ts';
import type { DescribedSet } from './sets.ts';

const milestones = [0, 50, 150];
const goal = 0.9;
const mostDecisions = 250;

interface Sure {
  readonly share: number;
  readonly right: number;
}

export interface Described {
  readonly photos: number;
  readonly tags: number;
  /** At the beginning: the share of photos above the line, and how many of those are right. */
  readonly sure: Sure;
  /** The same of the photos that are open after 50 actions. */
  readonly sureAt50: Sure | null;
  /** Share of photos whose tag or first proposal is right, by actions. */
  readonly right: Record<string, number>;
  readonly actionsToGoal: number | null;
  readonly lookedAtGoal: number | null;
  readonly actionsToEnd: number;
  readonly looked: number;
  readonly msPerAction: number;
}

export async function describeSet(engine: BenchEngine, set: DescribedSet): Promise<Described> {
  return new Person(engine, set).work();
}

class Person {
  readonly #engine: BenchEngine;
  readonly #set: DescribedSet;
  /** The label of a product. */
  readonly #label = new Map<number, string>();
  /** The tag or proposal of a product. */
  readonly #now = new Map<number, string>();
  readonly #right: Record<string, number> = {};
  readonly #seen = new Set<number>();
  #tags = new Map<string, number>();
  #actions = 0;
  #wall: number | undefined;
  #goal: { actions: number; looked: number } | null = null;

  constructor(engine: BenchEngine, set: DescribedSet) {
    this.#engine = engine;
    this.#set = set;
  }

  async work(): Promise<Described> {
    const tags = await this.#begin();
    const sure = await this.#look();
    this.#measure();
    const times: number[] = [];
    let sureAt50: Sure | null = null;
    for (;;) {
      const started = performance.now();
      const wall = await this.#next();
      if (wall === undefined) break;
      await this.#workOn(wall);
      const seen = await this.#look();
      if (this.#actions === 50) sureAt50 = seen;
      this.#measure();
      times.push(performance.now() - started);
    }
    for (const at of milestones) this.#right[at] ??= this.#share();
    return {
      photos: this.#label.size,
      tags,
      sure,
      sureAt50,
      right: this.#right,
      actionsToGoal: this.#goal?.actions ?? null,
      lookedAtGoal: this.#goal?.looked ?? null,
      actionsToEnd: this.#actions,
      looked: this.#seen.size,
      msPerAction: Math.round(times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length)),
    };
  }

  async #begin(): Promise<number> {
    const { hits } = await this.#engine.call('search.run', { limit: 500, facets: false });
    const { hits: more } = await this.#engine.call('search.run', { limit: 500, offset: 500, facets: false });
    for (const { id, image } of [...hits, ...more]) {
      const label = this.#set.labels.get(image?.path.split('/').at(-1) ?? '');
      if (label !== undefined) this.#label.set(id, label);
    }
    const { groups } = await this.#engine.call('describe.starter', {});
    const own = groups.filter(({ group }) => group === this.#set.group);
    const wanted = own.map(({ group, tags }) => ({ group, tags: tags.filter((tag) => tag.wanted) }));
    const { tags } = await this.#engine.call('describe.begin', {
      groups: wanted.map(({ group, tags }) => ({
        group,
        tags: tags.map(({ name, synonyms }) => ({ name, synonyms })),
      })),
    });
    return tags;
  }

  /** Reads all walls anew. */
  async #look(): Promise<Sure> {
    const job = await this.#engine.call('tags.learn', {});
    if (job !== null) await jobEnded(this.#engine, job);
    const walls = await this.#walls();
    this.#tags = new Map(walls.map(({ name, tagId }) => [name, tagId]));
    let sure = 0;
    let right = 0;
    let all = 0;
    for (const { name, tagId, open } of walls) {
      all += open;
      if (open === 0) continue;
      const wall = await this.#engine.call('describe.wall', { tagId, limit: 1 });
      for (const [at, id] of wall.ids.entries()) {
        this.#now.set(id, name);
        if (at >= wall.sure) continue;
        sure++;
        if (this.#isRight(id)) right++;
      }
    }
    return { share: round(sure / Math.max(1, all)), right: round(right / Math.max(1, sure)) };
  }

  async #walls() {
    const { groups } = await this.#engine.call('describe.groups', { groups: [this.#set.group] });
    return groups[0]?.walls ?? [];
  }

  /** The wall at hand until it is through, then the fullest. */
  async #next() {
    const walls = (await this.#walls()).filter(({ open }) => open > 0).sort((a, b) => b.open - a.open);
    const wall = walls.find(({ tagId }) => tagId === this.#wall) ?? walls[0];
    this.#wall = wall?.tagId;
    return wall;
  }

  /** One action on a wall, after which it is looked at anew: the page shows at once what an answer taught. */
  async #workOn({ tagId, name }: { readonly tagId: number; readonly name: string }): Promise<void> {
    const { ids } = await this.#engine.call('describe.wall', { tagId, limit: 1 });
    for (const id of ids) this.#seen.add(id);
    const target = (id: number): string => (this.#isRight(id) ? name : this.#choice(id));
    let longest: number[] = [];
    let run: number[] = [];
    for (const [at, id] of ids.entries()) {
      run.push(id);
      const next = ids[at + 1];
      if (next !== undefined && target(next) === target(id)) continue;
      if (target(id) !== name && run.length > longest.length) longest = run;
      run = [];
    }
    const [first] = longest;
    if (first === undefined) await this.#confirm(ids, name);
    else await this.#move(longest, name, target(first));
  }

  async #move(ids: readonly number[], from: string, to: string): Promise<void> {
    const { group } = this.#set;
    if (!this.#tags.has(to)) {
      const { id } = await this.#engine.call('tags.create', { group, name: to });
      this.#tags.set(to, id);
      this.#acted();
    }
    const decisions = ids.flatMap((productId) => [
      { productId, tag: { group, name: from }, verdict: 'rejected' as const },
      { productId, tag: { group, name: to }, verdict: 'confirmed' as const },
    ]);
    await this.#engine.call('tags.decide', { decisions, by: 'oracle' });
    for (const id of ids) this.#now.set(id, to);
    this.#acted();
  }

  async #confirm(ids: readonly number[], name: string): Promise<void> {
    const { group } = this.#set;
    for (let at = 0; at < ids.length; at += mostDecisions) {
      const decisions = ids.slice(at, at + mostDecisions).map((productId) => {
        return { productId, tag: { group, name }, verdict: 'confirmed' as const };
      });
      await this.#engine.call('tags.decide', { decisions, by: 'oracle' });
    }
    this.#acted();
  }

  #acted(): void {
    this.#actions++;
    this.#measure();
  }

  #measure(): void {
    const share = this.#share();
    // What a wall teaches is seen when the next is opened.
    if (milestones.includes(this.#actions)) this.#right[this.#actions] = share;
    if (share >= goal) this.#goal ??= { actions: this.#actions, looked: this.#seen.size };
  }

  #share(): number {
    const right = [...this.#label.keys()].filter((id) => this.#isRight(id)).length;
    return round(right / this.#label.size);
  }

  #isRight(id: number): boolean {
    return this.#accepted(id).includes(this.#now.get(id) ?? '');
  }

  /** Of the tags that fit, one that there is. */
  #choice(id: number): string {
    const fitting = this.#accepted(id);
    return fitting.find((name) => this.#tags.has(name)) ?? (fitting[0] as string);
  }

  #accepted(id: number): readonly string[] {
    return this.#set.accepts[this.#label.get(id) ?? ''] ?? [];
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
