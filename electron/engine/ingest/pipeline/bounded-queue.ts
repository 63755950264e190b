/** A queue that makes its producers wait while it is full, so that a fast stage cannot fill memory ahead of a slow one. */

export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Resolves once the item is in the queue. @throws what the queue was failed with */
  async push(item: T): Promise<void> {
    while (this.#failure === undefined && this.#items.length >= this.#capacity) await this.#change();
    this.check();
    if (this.#closed) throw new Error('The queue is closed');
    this.#items.push(item);
    this.#notify();
  }

  /** The next `count` items, fewer only at the end, none once it is over. @throws what the queue was failed with */
  async take(count: number): Promise<T[]> {
    const wanted = Math.min(count, this.#capacity);
    while (this.#failure === undefined && !this.#closed && this.#items.length < wanted) await this.#change();
    this.check();
    const taken = this.#items.splice(0, wanted);
    this.#notify();
    return taken;
  }

  /** @throws what the queue was failed with */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** No more items will come. */
  close(): void {
    this.#closed = true;
    this.#notify();
  }

  /** Ends both sides with `error`; the first one stands. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#items.length = 0;
    this.#notify();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #notify(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
