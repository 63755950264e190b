/** Tells the engine at once, and the UI at most twice a second, that products changed. */
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { CatalogChange, CatalogCounts } from './types.ts';

const intervalMs = 500;

export class ChangeFeed {
  readonly #hub: EventHub;
  readonly #counts: () => CatalogCounts;
  readonly #listeners = new Set<(change: CatalogChange) => void>();
  /** Starts at the clock, so that it goes on growing when the library is opened again. */
  #version = Date.now();
  #lastSent = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(hub: EventHub, counts: () => CatalogCounts) {
    this.#hub = hub;
    this.#counts = counts;
  }

  onChange(listener: (change: CatalogChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Call after the commit. */
  publish(change: CatalogChange): void {
    this.#version++;
    for (const listener of [...this.#listeners]) listener(change);
    if (this.#timer !== undefined) return;
    const wait = this.#lastSent + intervalMs - performance.now();
    if (wait <= 0) this.#send();
    else this.#timer = setTimeout(() => this.#send(), wait);
  }

  /** Sends what still waits. */
  close(): void {
    if (this.#timer !== undefined) this.#send();
    this.#listeners.clear();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = performance.now();
    this.#hub.emit('catalog.changed', { version: this.#version, ...this.#counts() });
  }
}
