/**
 * A worker thread that holds one ONNX file. Running a session of onnxruntime-node blocks the thread that asks, so the engine never
 * does it on its own. Runs that wait are kept here rather than there: work a person waits for overtakes the rest between two runs.
 * Nothing but ONNX Runtime is imported, which keeps the start short.
 */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import type { ProviderName } from '../../contract/encoders.ts';
import { sha256Of } from '../files/checksum.ts';
import { throughGate } from '../threads/native-gate.ts';
import { throughGpuGate } from './gpu-gate.ts';
import type { ProviderOutcome } from './providers.ts';
import { openSession, padded, runSession } from './session-run.ts';
import type { FromWorker, Run, ToWorker, WorkerData } from './session-thread.ts';

class DamagedError extends Error {}

const { spec, gate, gpu } = workerData as WorkerData;
const waiting: { interactive: Run[]; background: Run[] } = { interactive: [], background: [] };
let opened: { session: InferenceSession; outcome: ProviderOutcome } | undefined;
let busy = false;
let closing = false;

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') {
    waiting.interactive = waiting.interactive.filter((run) => run.id !== message.id);
    waiting.background = waiting.background.filter((run) => run.id !== message.id);
    return;
  }
  if (message.type === 'close') closing = true;
  else waiting[message.priority].push(message);
  void work();
});

try {
  for (const { path, sha256 } of spec.files) {
    if ((await sha256Of(path)) === sha256) continue;
    throw new DamagedError(`${path} is not the file that model.json describes. Install the model again.`);
  }
  const names = spec.providers.map(({ name }) => name);
  opened = await onCard(names, () => throughGate(gate, () => openSession(spec)));
  post({ type: 'ready', outcome: opened.outcome });
  void work();
} catch (error) {
  const code = error instanceof DamagedError ? 'MODEL_DAMAGED' : 'MODEL_FAILED';
  post({ type: 'unusable', failure: { code, message: messageOf(error) } });
}

async function work(): Promise<void> {
  if (busy || opened === undefined) return;
  busy = true;
  const { session, outcome } = opened;
  for (let run = nextRun(); run !== undefined; run = nextRun()) {
    const { id, count } = run;
    try {
      const batch = padded(run, outcome);
      const answer = await onCard([outcome.provider], () => runSession(session, spec, gate, batch));
      const vectors = count === batch.count ? answer : answer.slice(0, count * spec.dimensions);
      post({ type: 'result', id, vectors }, [vectors.buffer as ArrayBuffer]);
    } catch (error) {
      post({ type: 'failed', id, failure: { code: 'MODEL_FAILED', message: messageOf(error) } });
    }
    // Lets messages in, so that the next run is chosen among all that have come.
    await new Promise((resolve) => setImmediate(resolve));
  }
  busy = false;
  if (closing) await free();
}

/** What the session holds on the card is freed by the thread's own end too, but then it may be in the midst of another's run. */
async function free(): Promise<void> {
  const last = opened;
  opened = undefined;
  if (last === undefined) return;
  await onCard([last.outcome.provider], () => throughGate(gate, () => last.session.release())).catch(() => undefined);
  post({ type: 'closed' });
}

function onCard<T>(providers: readonly ProviderName[], native: () => Promise<T>): Promise<T> {
  return providers.includes('webgpu') ? throughGpuGate(gpu, threadId, native) : native();
}

function nextRun(): Run | undefined {
  if (closing) return undefined;
  return waiting.interactive.shift() ?? waiting.background.shift();
}

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
