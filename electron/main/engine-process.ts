/** An engine process as an Electron utility process, in the form that the supervisor keeps alive. */
import { type PortHandover, testerRequestSchema } from '../contract/desktop.ts';
import { createMessagePortTransport, type EmitterPort } from '../contract/rpc/message-port.ts';
import type { EngineProcess } from '../engine/process/supervisor.ts';

/** What is used of Electron's `UtilityProcess`. */
export interface UtilityChild<P> {
  readonly pid: number | undefined;
  postMessage(message: PortHandover, transfer: P[]): void;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  kill(): boolean;
}

export interface Channel<P> {
  readonly port1: P;
  readonly port2: P;
}

export interface UtilityEngine<P> extends EngineProcess {
  /** Gives the engine one end of a connection; the other end belongs to a page. */
  handOver(port: P): void;
}

/**
 * The line is a port too, since its end is told at both sides, and closing it lets the engine end in order on every system.
 * @param killNow ends a process that does not answer, by its id
 */
export function utilityEngine<P extends EmitterPort>(
  child: UtilityChild<P>,
  line: Channel<P>,
  killNow: (pid: number) => void,
): UtilityEngine<P> {
  child.postMessage({ port: 'line' }, [line.port2]);
  return {
    transport: createMessagePortTransport(line.port1),
    onExit: (listener) => child.on('exit', (code) => listener(code, null)),
    kill() {
      if (child.pid === undefined) child.kill();
      else killNow(child.pid);
    },
    handOver: (port) => child.postMessage({ port: 'connection' }, [port]),
  };
}

export interface TesterOptions<P> {
  start(): UtilityChild<P>;
  channel(): Channel<P>;
  /** Ends a process at once, by its id. */
  killNow(pid: number): void;
}

/** Starts processes in which models are tested for an engine, which may not do so itself, and ends them with it at the latest. */
export function lendTesters<P>(engine: UtilityChild<P>, { start, channel, killNow }: TesterOptions<P>): void {
  const running = new Map<number, UtilityChild<P>>();
  const kill = ({ pid }: UtilityChild<P>): void => {
    if (pid !== undefined) killNow(pid);
  };
  engine.on('message', (message) => {
    const request = testerRequestSchema.safeParse(message);
    if (!request.success) return;
    const { tester, id } = request.data;
    const known = running.get(id);
    if (tester === 'kill') return known && kill(known);
    const child = start();
    running.set(id, child);
    child.on('exit', () => running.delete(id));
    const { port1, port2 } = channel();
    child.postMessage({ port: 'line' }, [port1]);
    engine.postMessage({ port: 'tester', id }, [port2]);
  });
  engine.on('exit', () => {
    for (const child of running.values()) kill(child);
  });
}

/** Where a page can be reached: Electron's `WebFrameMain`. */
export interface PortReceiver<P> {
  postMessage(channel: string, message: unknown, transfer: P[]): void;
}

/** Gives a page and the engine the two ends of a new channel; what they say to each other never comes by here. */
export function connectPage<P>(
  page: PortReceiver<P>,
  channelName: string,
  id: number,
  engine: Pick<UtilityEngine<P>, 'handOver'>,
  channel: Channel<P>,
): void {
  engine.handOver(channel.port2);
  page.postMessage(channelName, { id }, [channel.port1]);
}
