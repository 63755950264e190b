/** Holds the ONNX files of a `TensorFiles`: runs block the thread that asks, so the engine never does it on its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { throughGate } from '../threads/native-gate.ts';
import type { FloatTensor, FromTensorWorker, TensorWorkerData, ToTensorWorker } from './tensor-files.ts';

type Run = Extract<ToTensorWorker, { id: number }>;

const { gate, threads } = workerData as TensorWorkerData;
const sessions = new Map<string, Promise<InferenceSession>>();
let waiting: Run[] = [];
let busy = false;

parentPort?.on('message', (message: ToTensorWorker) => {
  if ('cancel' in message) waiting = waiting.filter(({ id }) => id !== message.cancel);
  else waiting.push(message);
  void work();
});

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let run = nextRun(); run !== undefined; run = nextRun()) {
    const { id } = run;
    try {
      const output = await runOne(run);
      parentPort?.postMessage({ id, output } satisfies FromTensorWorker, [output.data.buffer]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ id, failed: why } satisfies FromTensorWorker);
    }
    // Lets messages in, so that the next run is chosen among all that have come.
    await new Promise((resolve) => setImmediate(resolve));
  }
  busy = false;
}

function nextRun(): Run | undefined {
  const urgent = waiting.findIndex(({ priority }) => priority === 'interactive');
  return waiting.splice(Math.max(0, urgent), 1)[0];
}

async function runOne({ path, input }: Run): Promise<FloatTensor> {
  const session = await (sessions.get(path) ?? open(path));
  const [fed, asked] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];
  const feeds = { [fed]: new Tensor('float32', input.data, [...input.dims]) };
  const output = (await throughGate(gate, () => session.run(feeds, [asked])))[asked];
  if (!(output?.data instanceof Float32Array)) throw new Error(`${path} answers no numbers.`);
  return { data: output.data.slice(), dims: output.dims };
}

/** No arena, which would keep the memory of the largest shape that ever came. */
function open(path: string): Promise<InferenceSession> {
  const opening = throughGate(gate, () =>
    InferenceSession.create(path, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      enableCpuMemArena: false,
      interOpNumThreads: 1,
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    }),
  );
  sessions.set(path, opening);
  opening.catch(() => sessions.delete(path));
  return opening;
}
