/**
 * A worker thread that holds one ONNX file. Running a session of onnxruntime-node blocks the thread that asks, so the engine never
 * does it on its own. Runs that wait are kept here rather than there: work a person waits for overtakes the rest between two runs.
 * Nothing but ONNX Runtime is imported, which keeps the start short.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { throughGate } from '../threads/native-gate.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { FromWorker, InputSpec, ToWorker, WorkerData } from './session-protocol.ts';
import { normalisePlanar } from './tensors.ts';

type Run = Extract<ToWorker, { type: 'run' }>;

class DamagedError extends Error {}

const { spec, gate } = workerData as WorkerData;
const waiting: { interactive: Run[]; background: Run[] } = { interactive: [], background: [] };
let session: InferenceSession | undefined;
let busy = false;

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') {
    waiting.interactive = waiting.interactive.filter((run) => run.id !== message.id);
    waiting.background = waiting.background.filter((run) => run.id !== message.id);
    return;
  }
  waiting[message.priority].push(message);
  void work();
});

try {
  await verify(spec.path, spec.sha256);
  const opened = await throughGate(gate, openSession);
  session = opened.session;
  post({ type: 'ready', outcome: opened.outcome });
  void work();
} catch (error) {
  const code = error instanceof DamagedError ? 'MODEL_DAMAGED' : 'MODEL_FAILED';
  post({ type: 'unusable', failure: { code, message: messageOf(error) } });
}

async function work(): Promise<void> {
  if (busy || session === undefined) return;
  busy = true;
  for (let run = nextRun(); run !== undefined; run = nextRun()) {
    try {
      const vectors = await execute(session, run);
      post({ type: 'result', id: run.id, vectors }, [vectors.buffer as ArrayBuffer]);
    } catch (error) {
      post({ type: 'failed', id: run.id, failure: { code: 'MODEL_FAILED', message: messageOf(error) } });
    }
    // Lets messages in, so that the next run is chosen among all that have come.
    await new Promise((resolve) => setImmediate(resolve));
  }
  busy = false;
}

function nextRun(): Run | undefined {
  return waiting.interactive.shift() ?? waiting.background.shift();
}

async function execute(session: InferenceSession, { data, count }: Run): Promise<Float32Array> {
  const feeds = { [spec.input.name]: toTensor(spec.input, data, count) };
  const outputs = await throughGate(gate, () => session.run(feeds, [spec.output]));
  const output = outputs[spec.output];
  const values = output?.data;
  if (!(values instanceof Float32Array) || values.length !== count * spec.dimensions) {
    throw new Error(
      `${spec.path} gave ${output?.type} [${output?.dims}] in place of float32 [${count},${spec.dimensions}]`,
    );
  }
  // A copy: the values may lie in memory of ONNX Runtime, which cannot be handed over.
  return values.slice();
}

function toTensor(input: InputSpec, data: Uint8Array | Int32Array, count: number): Tensor {
  if (input.kind === 'pictures') {
    const { width, height } = input;
    const planar = normalisePlanar(data as Uint8Array, count, width * height, input);
    return new Tensor('float32', planar, [count, 3, height, width]);
  }
  const dims = [count, input.length];
  return input.type === 'int64'
    ? new Tensor('int64', BigInt64Array.from(data as Int32Array, BigInt), dims)
    : new Tensor('int32', data as Int32Array, dims);
}

async function openSession(): Promise<{ session: InferenceSession; outcome: ProviderOutcome }> {
  const reasons: string[] = [];
  for (const provider of spec.providers) {
    try {
      const session = await InferenceSession.create(spec.path, sessionOptions(provider));
      return { session, outcome: { provider: provider.name, reason: reasons.length === 0 ? null : reasons.join(' ') } };
    } catch (error) {
      reasons.push(`${provider.name}: ${messageOf(error)}`);
    }
  }
  throw new Error(reasons.join(' '));
}

/**
 * No arena, since it keeps the memory of the largest run for ever. No spinning, since threads that spin between two operations take
 * the processor from decoding and searching.
 */
function sessionOptions({ name, threads }: Provider): InferenceSession.SessionOptions {
  return {
    executionProviders: [name],
    graphOptimizationLevel: 'all',
    enableCpuMemArena: false,
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

async function verify(path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer);
  if (hash.digest('hex') !== sha256) {
    throw new DamagedError(`${path} is not the file that model.json describes. Install the model again.`);
  }
}

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
