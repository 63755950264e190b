/** Ties an engine to the line of its host: every connection of the host is served, and the end of the line is the end of the engine. */
import type { Handlers } from '../../contract/contract.ts';
import { toAppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { acceptConnections, refuseConnections } from '../../contract/rpc/multiplex.ts';
import { serve } from '../../contract/rpc/server.ts';
import type { Transport } from '../../contract/rpc/transport.ts';

export interface ServableEngine {
  readonly hub: EventHub;
  readonly handlers: Handlers;
  close(): Promise<void>;
}

export interface ServeEngineOptions {
  readonly log: (text: string) => void;
  /** Connections that reach the process beside the line. */
  readonly onConnection?: (accept: (connection: Transport) => void) => void;
}

/**
 * Starts the engine and serves it over `line`; the promise settles when the line has closed and the engine is closed too.
 * An engine that says why it cannot start (`AppError`) refuses the line with that reason. @throws what else `start` throws
 */
export async function serveEngine(
  line: Transport,
  start: () => Promise<ServableEngine>,
  options: ServeEngineOptions,
): Promise<void> {
  const lineClosed = new Promise<void>((resolve) => line.onClose(() => resolve()));
  let engine: ServableEngine;
  try {
    engine = await start();
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'INTERNAL') throw error;
    refuseConnections(line, failure);
    await lineClosed;
    return;
  }
  const onInternalError = (method: string, error: unknown): void =>
    options.log(`${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const accept = (connection: Transport): void => serve(connection, engine.handlers, engine.hub, { onInternalError });
  options.onConnection?.(accept);
  acceptConnections(line, accept);
  await lineClosed;
  await engine.close();
}
