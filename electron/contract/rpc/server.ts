/** The answering end: runs handlers for one connection, passes cancellation on, forwards events. */
import { type EventName, events, type Handlers, type MethodName, methods } from '../contract.ts';
import { AppError, toAppError } from '../errors.ts';
import type { EventHub } from './event-hub.ts';
import { clientMessageSchema, type ServerMessage } from './protocol.ts';
import type { Transport, Unsubscribe } from './transport.ts';

export interface ServeOptions {
  /** Told of every error that is a bug rather than an answer. */
  readonly onInternalError?: (method: string, error: unknown) => void;
}

/** Serves `handlers` and `hub` over `transport` until it closes; calls in flight are aborted then. */
export function serve(transport: Transport, handlers: Handlers, hub: EventHub, options: ServeOptions = {}): void {
  const inFlight = new Map<number, AbortController>();
  const subscriptions = new Map<EventName, Unsubscribe>();
  const reply = (message: ServerMessage): void => transport.send(message);

  const runCall = async (id: number, name: string, rawParams: unknown): Promise<void> => {
    const controller = new AbortController();
    inFlight.set(id, controller);
    try {
      reply({ type: 'result', id, result: await invoke(handlers, name, rawParams, controller.signal) });
    } catch (error) {
      const failure = controller.signal.aborted
        ? new AppError('CANCELLED', 'The call was cancelled.')
        : toAppError(error);
      if (failure.code === 'INTERNAL') options.onInternalError?.(name, error);
      reply({ type: 'error', id, error: failure.toPayload() });
    } finally {
      inFlight.delete(id);
    }
  };

  transport.onMessage((raw) => {
    const parsed = clientMessageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'call':
        if (inFlight.has(message.id)) return;
        void runCall(message.id, message.method, message.params);
        return;
      case 'cancel':
        inFlight.get(message.id)?.abort();
        return;
      case 'subscribe': {
        const event = message.event;
        if (!isEventName(event) || subscriptions.has(event)) return;
        subscriptions.set(
          event,
          hub.on(event, (payload) => reply({ type: 'event', event, payload })),
        );
        return;
      }
      case 'unsubscribe':
        if (!isEventName(message.event)) return;
        subscriptions.get(message.event)?.();
        subscriptions.delete(message.event);
    }
  });

  transport.onClose(() => {
    for (const controller of inFlight.values()) controller.abort();
    for (const unsubscribe of subscriptions.values()) unsubscribe();
    subscriptions.clear();
  });
}

/** Parses params, runs the handler, and checks its result against the contract. */
export async function invoke(
  handlers: Handlers,
  name: string,
  rawParams: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!isMethodName(name)) throw new AppError('UNKNOWN_METHOD', `There is no method called "${name}".`);
  const params = methods[name].params.safeParse(rawParams ?? {});
  if (!params.success) {
    const first = params.error.issues[0];
    const where = first === undefined || first.path.length === 0 ? '' : ` (${first.path.join('.')})`;
    throw new AppError('BAD_REQUEST', `${name}: ${first?.message ?? 'the parameters do not fit'}${where}.`, {
      details: { issues: params.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) },
    });
  }
  const handler = handlers[name] as (params: unknown, context: { signal: AbortSignal }) => unknown;
  return methods[name].result.parse(await handler(params.data, { signal }));
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
