/** Typed events inside one process; the last value of each is kept for those who subscribe later. */
import type { EventName, EventPayload } from '../contract.ts';
import type { Unsubscribe } from './transport.ts';

export class EventHub {
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();
  readonly #last = new Map<EventName, unknown>();

  emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    this.#last.set(event, payload);
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(payload as never);
  }

  /** Subscribes and, when the event has happened before, calls the listener at once with its last value. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): Unsubscribe {
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(event, listeners);
    }
    listeners.add(listener as (payload: never) => void);
    if (this.#last.has(event)) listener(this.#last.get(event) as EventPayload<E>);
    return () => listeners.delete(listener as (payload: never) => void);
  }

  listenerCount(event: EventName): number {
    return this.#listeners.get(event)?.size ?? 0;
  }
}
