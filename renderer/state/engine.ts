/** The line to the engine: one connection, what is known of its health, and calls that outlive a restart. */
import {
  AppError,
  type CallOptions,
  type Connection,
  type ConnectionState,
  type EngineState,
  type MethodInput,
  type MethodName,
  type MethodResult,
  toAppError,
} from '@contract';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';

interface EngineStore {
  readonly connection: ConnectionState;
  /** How often the connection has been opened: what failed before is worth another try when it grows. */
  readonly opened: number;
  readonly engine: EngineState | null;
}

export const useEngine = create<EngineStore>(() => ({ connection: 'connecting', opened: 0, engine: null }));

let connection: Connection | undefined;

/** Connects and keeps the store up to date for as long as the window lives. */
export function startEngineConnection(): Connection {
  if (connection !== undefined) return connection;
  const opened = platform().connect();
  connection = opened;
  opened.onState((state) =>
    useEngine.setState((before) => ({ connection: state, opened: before.opened + (state === 'open' ? 1 : 0) })),
  );
  platform().onEngineState((engine) => {
    useEngine.setState({ engine });
    if (engine.state === 'ready') opened.retry();
  });
  return opened;
}

export function engine(): Connection {
  if (connection === undefined) throw new Error('The engine connection has not been started yet.');
  return connection;
}

const attempts = 3;

/**
 * A call that only reads, or that may safely be made twice: it is repeated once the engine is back.
 * @throws AppError with the engine's own code, or `CANCELLED`
 */
export async function ask<M extends MethodName>(
  method: M,
  params: MethodInput<M>,
  options: CallOptions = {},
): Promise<MethodResult<M>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await engine().call(method, params, options);
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code !== 'ENGINE_GONE' || attempt >= attempts) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 150 * attempt));
      await untilOpen(options.signal);
    }
  }
}

/** A call that changes something: made once, whatever happens. */
export async function command<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>> {
  return engine().call(method, params);
}

function untilOpen(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = useEngine.subscribe((state) => {
      if (state.connection === 'open') done(resolve);
    });
    const abort = (): void => done(() => reject(new AppError('CANCELLED', 'The call was cancelled.')));
    const done = (finish: () => void): void => {
      stop();
      signal?.removeEventListener('abort', abort);
      finish();
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (useEngine.getState().connection === 'open') done(resolve);
  });
}
