/** An engine process as an Electron utility process, in the form that the supervisor keeps alive. */
import type { PortHandover } from '../contract/desktop.ts';
import { createMessagePortTransport, type EmitterPort } from '../contract/rpc/message-port.ts';
import type { EngineProcess } from '../engine/process/supervisor.ts';

/** What is used of Electron's `UtilityProcess`. */
export interface UtilityChild<P> {
  readonly pid: number | undefined;
  postMessage(message: PortHandover, transfer: P[]): void;
  on(event: 'exit', listener: (code: number) => void): unknown;
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
