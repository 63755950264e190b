/** The asking end: typed calls with cancellation, and event subscriptions, over any transport. */
import {
  type EventName,
  type EventPayload,
  events,
  type MethodInput,
  type MethodName,
  type MethodResult,
  methods,
} from '../contract.ts';
import { AppError } from '../errors.ts';
import { type ClientMessage, serverMessageSchema } from './protocol.ts';
import type { Transport, Unsubscribe } from './transport.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Rejects with `AppError`: the handler's own, `CANCELLED` once the signal is aborted, `ENGINE_GONE` when the transport closes. */
  call<M extends MethodName>(method: M, params: MethodInput<M>, options?: CallOptions): Promise<MethodResult<M>>;
  /** The listener gets the event's last value at once when there is one. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): Unsubscribe;
  readonly pendingCalls: number;
  close(): void;
}

interface Pending {
  readonly method: MethodName;
  readonly resolve: (value: never) => void;
  readonly reject: (error: AppError) => void;
  readonly release: () => void;
}

export function createClient(transport: Transport): Client {
  const pending = new Map<number, Pending>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const lastPayload = new Map<EventName, unknown>();
  let nextId = 1;
  let gone: AppError | undefined;
  const send = (message: ClientMessage): void => transport.send(message);

  const takePending = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    call?.release();
    return call;
  };

  transport.onMessage((raw) => {
    const parsed = serverMessageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'result': {
        const call = takePending(message.id);
        if (call === undefined) return;
        const result = methods[call.method].result.safeParse(message.result);
        if (result.success) call.resolve(result.data as never);
        else
          call.reject(
            new AppError('INTERNAL', `The answer of ${call.method} does not fit the contract: ${result.error.message}`),
          );
        return;
      }
      case 'error':
        takePending(message.id)?.reject(AppError.fromPayload(message.error));
        return;
      case 'event': {
        if (!Object.hasOwn(events, message.event)) return;
        const event = message.event as EventName;
        const payload = events[event].safeParse(message.payload);
        if (!payload.success || !listeners.has(event)) return;
        lastPayload.set(event, payload.data);
        for (const listener of [...(listeners.get(event) ?? [])]) listener(payload.data as never);
      }
    }
  });

  transport.onClose((reason) => {
    gone = new AppError(
      'ENGINE_GONE',
      `The catalog engine went away (${reason}). It is being started again; repeat the action then.`,
    );
    for (const id of [...pending.keys()]) takePending(id)?.reject(gone);
  });

  return {
    call<M extends MethodName>(method: M, params: MethodInput<M>, options: CallOptions = {}): Promise<MethodResult<M>> {
      return new Promise<MethodResult<M>>((resolve, reject) => {
        if (gone !== undefined) {
          reject(gone);
          return;
        }
        const { signal } = options;
        if (signal?.aborted) {
          reject(new AppError('CANCELLED', 'The call was cancelled.'));
          return;
        }
        const id = nextId++;
        const abort = (): void => {
          send({ type: 'cancel', id });
          takePending(id)?.reject(new AppError('CANCELLED', 'The call was cancelled.'));
        };
        signal?.addEventListener('abort', abort, { once: true });
        pending.set(id, {
          method,
          resolve: resolve as (value: never) => void,
          reject,
          release: () => signal?.removeEventListener('abort', abort),
        });
        send({ type: 'call', id, method, params });
      });
    },

    on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): Unsubscribe {
      const typed = listener as (payload: never) => void;
      let subscribed = listeners.get(event);
      if (subscribed === undefined) {
        subscribed = new Set();
        listeners.set(event, subscribed);
        send({ type: 'subscribe', event });
      } else if (lastPayload.has(event)) {
        listener(lastPayload.get(event) as EventPayload<E>);
      }
      subscribed.add(typed);
      return () => {
        const current = listeners.get(event);
        if (current === undefined || !current.delete(typed) || current.size > 0) return;
        listeners.delete(event);
        lastPayload.delete(event);
        send({ type: 'unsubscribe', event });
      };
    },

    get pendingCalls() {
      return pending.size;
    },

    close: () => transport.close('closed by the client'),
  };
}
