/**
 * A client that outlives its transport: it opens a new one, with growing pauses, whenever the old one closes, and subscribes again.
 * Calls that were under way fail with `ENGINE_GONE`: whether they took effect is not known, so none is repeated.
 */
import type { EventName, EventPayload, MethodInput, MethodName, MethodResult } from '../contract.ts';
import { AppError, throwIfCancelled } from '../errors.ts';
import { type CallOptions, type Client, createClient } from './client.ts';
import type { Transport, Unsubscribe } from './transport.ts';

/** `connecting` only before the first success; afterwards a missing connection is `lost` until it is back. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface Connection extends Client {
  readonly state: ConnectionState;
  /** Called at once with the present state, then on each change. */
  onState(listener: (state: ConnectionState) => void): Unsubscribe;
  /** Tries again now instead of at the end of the pause. */
  retry(): void;
}

export interface ConnectionOptions {
  /** Pauses between attempts [ms]; the last one repeats. */
  readonly pauses?: readonly number[];
}

const defaultPauses = [100, 250, 500, 1000, 2000, 5000] as const;

interface Subscription {
  readonly listeners: Set<(payload: never) => void>;
  last: { readonly payload: unknown } | undefined;
  release: Unsubscribe;
}

export function createConnection(openTransport: () => Promise<Transport>, options: ConnectionOptions = {}): Connection {
  return new ReconnectingClient(openTransport, options.pauses ?? defaultPauses);
}

class ReconnectingClient implements Connection {
  readonly #openTransport: () => Promise<Transport>;
  readonly #pauses: readonly number[];
  readonly #subscriptions = new Map<EventName, Subscription>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = 'connecting';
  #client: Client | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempting = false;
  #closed = false;

  constructor(openTransport: () => Promise<Transport>, pauses: readonly number[]) {
    this.#openTransport = openTransport;
    this.#pauses = pauses;
    void this.#attempt();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get pendingCalls(): number {
    return this.#client?.pendingCalls ?? 0;
  }

  async call<M extends MethodName>(method: M, params: MethodInput<M>, options: CallOptions = {}) {
    throwIfCancelled(options.signal);
    if (this.#state === 'connecting') await this.#firstAttempt(options.signal);
    const client = this.#client;
    if (client === undefined) {
      throw new AppError(
        'ENGINE_GONE',
        'There is no connection to the catalog engine. Repeat the action when it is back.',
      );
    }
    const result: MethodResult<M> = await client.call(method, params, options);
    return result;
  }

  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): Unsubscribe {
    const typed = listener as (payload: never) => void;
    let subscription = this.#subscriptions.get(event);
    if (subscription === undefined) {
      subscription = { listeners: new Set([typed]), last: undefined, release: () => {} };
      this.#subscriptions.set(event, subscription);
      this.#subscribe(event, subscription);
    } else {
      subscription.listeners.add(typed);
      if (subscription.last !== undefined) listener(subscription.last.payload as EventPayload<E>);
    }
    const current = subscription;
    return () => {
      if (!current.listeners.delete(typed) || current.listeners.size > 0) return;
      this.#subscriptions.delete(event);
      current.release();
    };
  }

  onState(listener: (state: ConnectionState) => void): Unsubscribe {
    this.#stateListeners.add(listener);
    listener(this.#state);
    return () => this.#stateListeners.delete(listener);
  }

  retry(): void {
    if (this.#client !== undefined || this.#attempting || this.#closed) return;
    clearTimeout(this.#timer);
    void this.#attempt();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#client?.close();
    this.#setState('lost');
  }

  async #attempt(): Promise<void> {
    this.#attempting = true;
    try {
      const transport = await this.#openTransport();
      if (this.#closed) transport.close();
      else this.#adopt(transport);
    } catch {
      this.#lose();
    } finally {
      this.#attempting = false;
    }
  }

  #adopt(transport: Transport): void {
    const client = createClient(transport);
    this.#client = client;
    let open = true;
    transport.onClose(() => {
      open = false;
      this.#client = undefined;
      for (const subscription of this.#subscriptions.values()) subscription.release = () => {};
      this.#lose();
    });
    if (!open) return;
    this.#failures = 0;
    for (const [event, subscription] of this.#subscriptions) this.#subscribe(event, subscription);
    this.#setState('open');
  }

  #subscribe(event: EventName, subscription: Subscription): void {
    if (this.#client === undefined) return;
    subscription.release = this.#client.on(event, (payload) => {
      subscription.last = { payload };
      for (const listener of [...subscription.listeners]) listener(payload as never);
    });
  }

  #lose(): void {
    this.#setState('lost');
    if (this.#closed) return;
    const pause = this.#pauses[Math.min(this.#failures, this.#pauses.length - 1)] ?? 1000;
    this.#failures++;
    this.#timer = setTimeout(() => void this.#attempt(), pause);
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }

  /** Waits for the first attempt to end, either way, or for the signal. */
  #firstAttempt(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        signal?.removeEventListener('abort', abort);
        release();
      };
      const abort = (): void => {
        finish();
        reject(new AppError('CANCELLED', 'The call was cancelled.'));
      };
      const listener = (state: ConnectionState): void => {
        if (state === 'connecting') return;
        finish();
        resolve();
      };
      this.#stateListeners.add(listener);
      const release = (): boolean => this.#stateListeners.delete(listener);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}
