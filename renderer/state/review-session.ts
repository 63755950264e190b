/**
 * Going through a queue and saying something of each item: duplicates, tags and grades are reviewed this way. What a person says shows at
 * once and the next item comes up. The engine is told behind it; when it refuses, the item comes back with the reason.
 */
import { type AppError, type Operation, toAppError } from '@contract';
import { useEffect } from 'react';
import { create } from 'zustand';
import { command } from './engine.ts';
import { hideNotification, noticeOf, notifyError } from './notify.tsx';

/** Something that was said, and how the items were before. */
export interface Step<Item, Outcome, Note> {
  /** What the engine did; undefined when it need not know. */
  readonly operation: Promise<Operation | null> | undefined;
  readonly before: readonly {
    readonly key: string;
    readonly item: Item | undefined;
    readonly outcome: Outcome | undefined;
  }[];
  /** Key of the item that was looked at. */
  readonly at: string | null;
  readonly note: Note | undefined;
}

interface SessionState<Item, Outcome, Head, Note> {
  /** In the order they are gone through; what has been decided stays. */
  readonly items: readonly Item[];
  /** Key of the item that is looked at; null when there is none, or none left. */
  readonly at: string | null;
  /** What was said in this session, by key. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What can be taken back, latest last. */
  readonly steps: readonly Step<Item, Outcome, Note>[];
  /** What the engine's latest answer says beside the items. */
  readonly head: Head | null;
  /** `loading` until this queue has been answered once; later answers come in behind what is on screen. */
  readonly status: 'loading' | 'ready' | 'failed';
  /** Whether an answer is on its way. */
  readonly asking: boolean;
  readonly error: AppError | null;
}

interface Said<Item, Outcome, Note> {
  readonly keys: readonly string[];
  /** null when something is left to say. */
  readonly outcome: Outcome | null;
  /** How an item looks from now on. */
  readonly change?: (item: Item) => Item;
  readonly operation?: Promise<Operation | null> | undefined;
  /** Kept with the step. */
  readonly note?: Note;
}

const mostSteps = 200;

export abstract class ReviewSession<Item, Outcome, Head, Note = undefined> {
  /** A hook as well. */
  readonly store = create<SessionState<Item, Outcome, Head, Note>>(() => ({
    items: [],
    at: null,
    outcomes: new Map(),
    steps: [],
    head: null,
    status: 'loading',
    asking: false,
    error: null,
  }));
  #request = new AbortController();
  #undone: Promise<void> = Promise.resolve();

  abstract keyOf(item: Item): string;

  /** Asks for the queue from its beginning. */
  protected abstract fetch(signal: AbortSignal): Promise<{ readonly items: readonly Item[]; readonly head: Head }>;

  get state(): SessionState<Item, Outcome, Head, Note> {
    return this.store.getState();
  }

  get current(): Item | undefined {
    return this.state.items[this.place];
  }

  /** Of the current item, -1 when there is none. */
  get place(): number {
    const { items, at } = this.state;
    return items.findIndex((item) => this.keyOf(item) === at);
  }

  /** What comes after the current item and is not done. */
  get upcoming(): Item[] {
    return this.state.items.slice(this.place + 1).filter((item) => !this.isDone(item));
  }

  /** Aborted when another answer is waited for. */
  get signal(): AbortSignal {
    return this.#request.signal;
  }

  /** Whether nothing is left to say of an item. */
  isDone(item: Item): boolean {
    return this.state.outcomes.has(this.keyOf(item));
  }

  /** Asks for the queue; what was decided stays. @param keepCurrent whether the item on screen stays even if the answer lacks it */
  async load(keepCurrent = false): Promise<void> {
    this.close();
    const { signal } = this;
    this.store.setState(({ status }) => ({
      asking: true,
      error: null,
      status: status === 'ready' ? status : 'loading',
    }));
    try {
      const { items: fresh, head } = await this.fetch(signal);
      if (signal.aborted) return;
      const { items, outcomes, at } = this.state;
      const stays = (key: string): boolean => outcomes.has(key) || (keepCurrent && key === at);
      const kept = items.filter((item) => stays(this.keyOf(item)));
      this.store.setState({ items: this.merge(kept, fresh), head, status: 'ready', asking: false });
      if (this.current === undefined) this.advance();
    } catch (error) {
      if (!signal.aborted) this.store.setState({ status: 'failed', error: toAppError(error), asking: false });
    }
  }

  /** Waits for no answer any more. */
  close(): void {
    this.#request.abort();
    this.#request = new AbortController();
  }

  /** Begins with another queue; what was said of the last one can still be taken back. */
  startOver(): void {
    this.store.setState({ items: [], outcomes: new Map(), at: null, status: 'loading' });
  }

  select(item: Item | undefined): void {
    this.store.setState({ at: item === undefined ? null : this.keyOf(item) });
  }

  /** To the neighbour of the current item, done or not. */
  go(step: 1 | -1): void {
    const { items } = this.state;
    const next = items[(this.place < 0 && step < 0 ? items.length : this.place) + step];
    if (next !== undefined) this.select(next);
  }

  /** On to the next item that is not done, from here to the end and then from the start; to none when all are. */
  advance(): void {
    const { items } = this.state;
    const around = [...items.slice(this.place + 1), ...items.slice(0, Math.max(0, this.place))];
    this.select(around.find((item) => !this.isDone(item)));
  }

  /** Shows at once what was said, and goes on unless something is left to say. */
  say({ keys, outcome, change = (item) => item, operation, note }: Said<Item, Outcome, Note>): void {
    const { items, outcomes, at, steps } = this.state;
    const known = new Map(items.map((item) => [this.keyOf(item), item]));
    const before = keys.map((key) => ({ key, item: known.get(key), outcome: outcomes.get(key) }));
    const step = { operation, before, at, note };
    const said = new Set(keys);
    this.store.setState({
      steps: [...steps, step].slice(-mostSteps),
      items: items.map((item) => (said.has(this.keyOf(item)) ? change(item) : item)),
      outcomes: outcome === null ? outcomes : new Map([...outcomes, ...keys.map((key) => [key, outcome] as const)]),
    });
    if (outcome !== null) this.advance();
    operation?.catch((error: unknown) => {
      this.#bringBack(step);
      notifyError(error);
    });
  }

  /** Takes back what was said last, as soon as the engine has taken it in; one after the other when that is asked for faster. */
  undo(): void {
    const step = this.state.steps.at(-1);
    if (step === undefined) return;
    this.#forget(step);
    this.#undone = this.#undone
      .then(() => this.takeBack(step))
      .then(() => this.#bringBack(step))
      .catch(notifyError);
  }

  /** To be called when an operation was taken back elsewhere, wherever it stands among the steps. */
  async takenBack({ id }: Operation): Promise<void> {
    for (const step of this.state.steps) if ((await step.operation)?.id === id) this.#bringBack(step);
  }

  /** What is known and stays, with what a new answer brings. */
  protected merge(kept: readonly Item[], fresh: readonly Item[]): Item[] {
    const known = new Set(kept.map((item) => this.keyOf(item)));
    return [...kept, ...fresh.filter((item) => !known.has(this.keyOf(item)))];
  }

  /** Takes a step back at the engine. */
  protected async takeBack(step: Step<Item, Outcome, Note>): Promise<void> {
    const operation = await step.operation;
    if (operation === undefined || operation === null) return;
    hideNotification(noticeOf(operation));
    await command('operations.undo', { id: operation.id });
  }

  /** Shows what a step was about as it was, and asks for the queue as it is now. */
  protected restore(step: Step<Item, Outcome, Note>): void {
    this.putBack(step);
    void this.load(true);
  }

  protected putBack({ before, at }: Step<Item, Outcome, Note>): void {
    const { items, ...state } = this.state;
    const outcomes = new Map(state.outcomes);
    for (const { key, outcome } of before) {
      if (outcome === undefined) outcomes.delete(key);
      else outcomes.set(key, outcome);
    }
    const old = new Map(before.map(({ key, item }) => [key, item]));
    this.store.setState({
      outcomes,
      items: items.map((item) => old.get(this.keyOf(item)) ?? item),
      at: items.some((item) => this.keyOf(item) === at) ? at : state.at,
    });
  }

  #bringBack(step: Step<Item, Outcome, Note>): void {
    this.#forget(step);
    this.restore(step);
  }

  #forget(step: Step<Item, Outcome, Note>): void {
    this.store.setState(({ steps }) => ({ steps: steps.filter((known) => known !== step) }));
  }
}

/** Asks for the queue while a component is there, and draws it anew when something of the session changes. */
export function useReviewSession(
  session: Pick<ReviewSession<unknown, unknown, unknown, unknown>, 'load' | 'close' | 'store'>,
): void {
  useEffect(() => {
    void session.load();
    return () => session.close();
  }, [session]);
  session.store();
}
