/**
 * Reads images that may have ended the engine once in a process beside it: whether one of them does is then seen and not guessed. A process
 * that was ended from outside says nothing about the image.
 */
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { DecodedImage, DecodeOptions } from '../images/index.ts';
import { type ImageOrder, imageReportSchema } from './image-orders.ts';
import type { SideProcess, StartSideProcess } from './side-process.ts';

/** An image that takes longer is not read to an end [ms]. */
const longestMs = 120_000;
/** Ends of a process that do not say who caused them are believed when they come this often in a row. */
const believedAfter = 2;

/** Native code that went wrong, or an error that nothing caught; codes of Windows are large numbers. */
const isCrash = (how: string): boolean =>
  /^signal SIG(SEGV|BUS|ABRT|ILL|FPE|TRAP|SYS)$/.test(how) || /^code -?[1-9]/.test(how);
/** The system short of memory, or an end whose cause this host cannot see. */
const isUnclear = (how: string): boolean => how === '' || how === 'signal SIGKILL' || how === 'code 0';

export type ReadOptions = Required<Pick<DecodeOptions, 'thumbDir' | 'signal'>> & Pick<ImageOrder, 'vision'>;

export class ImageReader {
  readonly #start: StartSideProcess;
  readonly #longestMs: number;
  #process: SideProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(start: StartSideProcess, options: { readonly longestMs?: number } = {}) {
    this.#start = start;
    this.#longestMs = options.longestMs ?? longestMs;
  }

  /**
   * One image at a time, in the order they were asked for.
   * @throws {AppError} what `readImage` throws; `IMAGE_DAMAGED` when reading it ends its process or does not end at all;
   * `FILE_UNREADABLE` when the process was ended by something else, again and again
   */
  read(path: string, options: ReadOptions): Promise<DecodedImage> {
    const next = this.#last.catch(() => undefined).then(() => this.#read(path, options));
    this.#last = next;
    return next;
  }

  close(): void {
    this.#process?.kill();
    this.#process = undefined;
  }

  async #read(path: string, { vision, thumbDir, signal }: ReadOptions): Promise<DecodedImage> {
    let how = '';
    for (let ends = 1; ends <= believedAfter; ends++) {
      throwIfCancelled(signal);
      const answer = await this.#ask({ image: path, vision, thumbDir }, signal);
      if ('image' in answer) return answer.image;
      how = answer.how;
      if (isCrash(how)) break;
    }
    if (isCrash(how) || isUnclear(how)) throw endsItsProcess(how);
    const message = `The picture could not be tried: the process that reads it was ended (${how}). Import again.`;
    throw new AppError('FILE_UNREADABLE', message);
  }

  #ask(order: ImageOrder, signal: AbortSignal | undefined): Promise<{ image: DecodedImage } | { how: string }> {
    this.#process ??= this.#start();
    const reader = this.#process;
    const { transport, ended } = reader;
    const { promise, resolve, reject } = Promise.withResolvers<{ image: DecodedImage } | { how: string }>();
    const stop = (error: AppError): void => {
      this.close();
      reject(error);
    };
    const timer = setTimeout(() => stop(takesTooLong(this.#longestMs)), this.#longestMs);
    const onAbort = (): void => stop(new AppError('CANCELLED', 'The work was cancelled.'));
    signal?.addEventListener('abort', onAbort, { once: true });
    const off = transport.onMessage((message) => {
      const report = imageReportSchema.safeParse(message);
      if (!report.success) stop(endsItsProcess('what it said made no sense'));
      else if ('read' in report.data) resolve({ image: report.data.read });
      else reject(AppError.fromPayload(report.data.failed));
    });
    // What it said last is read before its end counts.
    void ended.then((how) =>
      setImmediate(() => {
        if (this.#process === reader) this.#process = undefined;
        resolve({ how });
      }),
    );
    transport.send(order);
    return promise.finally(() => {
      off();
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  }
}

function endsItsProcess(how: string): AppError {
  const said = how === '' ? '' : ` (${how})`;
  return new AppError(
    'IMAGE_DAMAGED',
    `Reading this picture ended the process that read it${said}. Save it again from where it came, or take it out of the folder.`,
    { details: { why: 'ends-its-process', how } },
  );
}

function takesTooLong(ms: number): AppError {
  return new AppError(
    'IMAGE_DAMAGED',
    `Reading this picture had not ended after ${Math.round(ms / 1000)} s. Save it again from where it came, or take it out of the folder.`,
    { details: { why: 'takes-too-long' } },
  );
}
