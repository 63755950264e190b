/** Tests a model in a process of its own, so that one which crashes or hangs is refused with a reason, and nothing else is lost. */
import { totalmem } from 'node:os';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import type { SelfTest } from '../../../contract/models.ts';
import type { ModelFolder } from '../../encoders/index.ts';
import { forkSideProcess, type SideProcess, type StartSideProcess } from '../../side-process/side-process.ts';
import { endedForMemory, type Order, reportSchema } from './messages.ts';

export interface TestApartOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Checks that are done, and the one that begins. */
  readonly onStep: (done: number, current: string) => void;
  /** A fork of this process when left out. */
  readonly start?: StartSideProcess | undefined;
  /** Without a sign of life for this long the model counts as hanging [ms]; by its size when left out. */
  readonly silenceMs?: number | undefined;
  /** What its process may take; by its size and this machine's memory when left out [bytes]. */
  readonly memory?: number | undefined;
}

/** Has the URL in a form that the bundler of the desktop app knows. */
export const forkTester: StartSideProcess = () => forkSideProcess(new URL('./tester-process.ts', import.meta.url));

/** How long a process that is asked to end may take [ms]. */
const graceMs = 5000;

/** @throws {AppError} what opening the model throws; `MODEL_FAILED` when it ends its process or gives no answer; `CANCELLED` */
export async function testApart({ folder, manifest }: ModelFolder, options: TestApartOptions): Promise<SelfTest> {
  const { threads, signal, onStep, start = forkTester, silenceMs = patienceFor(manifest) } = options;
  const memory = options.memory ?? memoryFor(manifest);
  throwIfCancelled(signal);
  const tester = start();
  try {
    return await answerOf(tester, { folder, manifest, threads, memory }, { signal, onStep, silenceMs });
  } finally {
    tester.kill();
    // The files that it has open can be neither renamed nor deleted on Windows.
    await Promise.race([tester.ended, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }
}

function answerOf(
  { transport, ended }: SideProcess,
  order: Order,
  { signal, onStep, silenceMs }: Pick<TestApartOptions, 'signal' | 'onStep'> & { silenceMs: number },
): Promise<SelfTest> {
  const { promise, resolve, reject } = Promise.withResolvers<SelfTest>();
  let step = '';
  const onSilence = (): void => reject(hung(silenceMs, step));
  let silence = setTimeout(onSilence, silenceMs);
  const onAbort = (): void => reject(new AppError('CANCELLED', 'The test was stopped.'));
  signal.addEventListener('abort', onAbort, { once: true });
  transport.onMessage((message) => {
    const report = reportSchema.safeParse(message);
    if (!report.success) return reject(crashed('what it said made no sense', step));
    clearTimeout(silence);
    silence = setTimeout(onSilence, silenceMs);
    if (report.data.kind === 'result') return resolve(report.data.result);
    if (report.data.kind === 'failed') return reject(AppError.fromPayload(report.data.error));
    step = report.data.current;
    onStep(report.data.done, step);
  });
  // What it said last is read before its end counts.
  void ended.then((how) =>
    setImmediate(() => reject(how === `signal ${endedForMemory}` ? greedy(order.memory, step) : crashed(how, step))),
  );
  transport.send(order);
  return promise.finally(() => {
    clearTimeout(silence);
    signal.removeEventListener('abort', onAbort);
  });
}

/** Two minutes, which on a slow machine is many runs of a large model, and the time in which a slow disk gives its weights. */
function patienceFor(manifest: ModelFolder['manifest']): number {
  return 120_000 + bytesOf(manifest) / 5000;
}

/** Weights of 4 bits may become eight times as large, and a batch of images has its own; never all that the machine has. */
function memoryFor(manifest: ModelFolder['manifest']): number {
  const { constrainedMemory } = process;
  const all = Math.min(totalmem(), constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(2 * 1024 ** 3 + 8 * bytesOf(manifest), 0.8 * all);
}

function bytesOf({ files }: ModelFolder['manifest']): number {
  return Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
}

function greedy(memory: number, step: string): AppError {
  const gigabytes = (memory / 1024 ** 3).toFixed(1);
  const message = `The model took more than ${gigabytes} GB of memory while it was tested, and was stopped. Take a smaller variant of the model.`;
  return new AppError('MODEL_FAILED', message, { details: { why: 'test-memory', gigabytes, step } });
}

function crashed(how: string, step: string): AppError {
  const said = how === '' ? '' : ` (${how})`;
  const message = `The model ended the process in which it was tested${said}. Its files may be damaged, or made for another ONNX Runtime, or too large for the memory of this machine. Get them again, or take another variant of the model.`;
  return new AppError('MODEL_FAILED', message, { details: { why: 'test-crashed', how, step } });
}

function hung(silenceMs: number, step: string): AppError {
  const seconds = Math.round(silenceMs / 1000);
  const message = `The model gave no answer for ${seconds} s while it was tested. It may be too large for this machine, or its files are damaged. Take a smaller variant of the model.`;
  return new AppError('MODEL_FAILED', message, { details: { why: 'test-hung', seconds, step } });
}
