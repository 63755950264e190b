/**
 * The answering end: runs handlers for one connection, passes cancellation on, forwards events. Calls begin in the order in which they
 * came, each in a turn of its own, and not all at once: so that what a caller says afterwards, that it cancels or is gone, is heard
 * before they run.
 */
import { type EventName, events, type Handlers, type MethodName, methods } from '../contract.ts';
import { AppError, toAppError } from '../errors.ts';
import { isTooDeep } from './depth.ts';
import type { EventHub } from './event-hub.ts';
import { type ClientMessage, clientMessageSchema, type ServerMessage } from './protocol.ts';
import type { Transport, Unsubscribe } from './transport.ts';

export interface ServeOptions {
  /** Told of every error that is a bug rather than an answer. */
  readonly onInternalError?: (method: string, error: unknown) => void;
}

/** Calls of one connection that run at the same time. */
const mostAtOnce = 64;
/** Calls that wait for their turn; a page at work has a few. */
const mostWaiting = 10_000;

type Call = Extract<ClientMessage, { type: 'call' }>;

/** Serves `handlers` and `hub` over `transport` until it closes; calls in flight are aborted then, and those that wait never begin. */
export function serve(transport: Transport, handlers: Handlers, hub: EventHub, options: ServeOptions = {}): void {
  const inFlight = new Map<number, AbortController>();
  const waiting = new Map<number, Call>();
  let turnComes = false;
  const subscriptions = new Map<EventName, Unsubscribe>();
  const reply = (message: ServerMessage): void => transport.send(message);

  const refuse = (id: number, error: AppError): void => reply({ type: 'error', id, error: error.toPayload() });

  const beginNext = (): void => {
    if (turnComes || waiting.size === 0 || inFlight.size >= mostAtOnce) return;
    turnComes = true;
    nextTurn(() => {
      turnComes = false;
      const [call] = waiting.values();
      if (call === undefined) return;
      waiting.delete(call.id);
      void runCall(call);
      beginNext();
    });
  };

  const takeCall = (call: Call): void => {
    const { id } = call;
    if (inFlight.has(id) || waiting.has(id)) return;
    if (isTooDeep(call.params)) refuse(id, new AppError('BAD_REQUEST', 'The parameters are nested too deep.'));
    else if (waiting.size >= mostWaiting) refuse(id, new AppError('BAD_REQUEST', 'Too many calls wait already.'));
    else {
      waiting.set(id, call);
      beginNext();
    }
  };

  const cancelCall = (id: number): void => {
    if (waiting.delete(id)) refuse(id, cancelled());
    else inFlight.get(id)?.abort();
  };

  const runCall = async ({ id, method: name, params: rawParams }: Call): Promise<void> => {
    const controller = new AbortController();
    inFlight.set(id, controller);
    try {
      reply({ type: 'result', id, result: await invoke(handlers, name, rawParams, controller.signal) });
    } catch (error) {
      const failure = controller.signal.aborted ? cancelled() : toAppError(error);
      if (failure.code === 'INTERNAL') options.onInternalError?.(name, error);
      refuse(id, failure);
    } finally {
      inFlight.delete(id);
      beginNext();
    }
  };

  transport.onMessage((raw) => {
    const parsed = clientMessageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'call':
        return takeCall(message);
      case 'cancel':
        return cancelCall(message.id);
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
    waiting.clear();
    for (const controller of inFlight.values()) controller.abort();
    for (const unsubscribe of subscriptions.values()) unsubscribe();
    subscriptions.clear();
  });
}

function cancelled(): AppError {
  return new AppError('CANCELLED', 'The call was cancelled.');
}

/** After what has arrived meanwhile was read. */
function nextTurn(work: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(work);
  else setTimeout(work, 0);
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
