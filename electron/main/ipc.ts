/** Requests of the page to the main process: only from the app's own page, parsed before anything is done, answered with values. */
import { z } from 'zod';
import type { Reply } from '../contract/desktop.ts';
import { AppError, toAppError } from '../contract/errors.ts';
import { isOwnUrl } from './page-protocol.ts';

/** What is looked at in the frame that sent a message; Electron's `WebFrameMain`. */
export interface Sender {
  readonly url: string;
  readonly parent: object | null;
}

/** A frame that is gone (null), a frame inside of a page, or a page from elsewhere may ask nothing. */
export function isTrusted(sender: Sender | null): boolean {
  return sender !== null && sender.parent === null && isOwnUrl(sender.url);
}

export interface IpcEvent<F extends Sender> {
  readonly senderFrame: F | null;
}

/** What is used of Electron's `ipcMain`. */
export interface IpcListener<F extends Sender> {
  handle(channel: string, listener: (event: IpcEvent<F>, ...args: unknown[]) => Promise<Reply>): void;
}

/**
 * Registers an answer. `params` describes the arguments, as a tuple.
 * @returns nothing; failures travel as values, those that are bugs are told to `log` as well
 */
export function answerPage<F extends Sender, P extends unknown[]>(
  ipc: IpcListener<F>,
  channel: string,
  params: z.ZodType<P>,
  handler: (sender: F, ...args: P) => unknown,
  log: (text: string) => void = () => {},
): void {
  ipc.handle(channel, async ({ senderFrame }, ...raw) => {
    try {
      if (senderFrame === null || !isTrusted(senderFrame)) {
        throw new AppError('BAD_REQUEST', 'This page may not ask that.');
      }
      const args = params.safeParse(raw);
      if (!args.success) throw new AppError('BAD_REQUEST', `${channel}: ${z.prettifyError(args.error)}`);
      return { value: (await handler(senderFrame, ...args.data)) ?? null };
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code === 'INTERNAL')
        log(`${channel} failed: ${error instanceof Error ? error.stack : failure.message}`);
      return { error: failure.toPayload() };
    }
  });
}
