/**
 * A worker thread that holds one ONNX file. Running a session of onnxruntime-node blocks the thread that asks, so the engine never
 * does it on its own. Runs that wait are kept here rather than there: work a person waits for overtakes the rest between two runs.
 * Nothing but ONNX Runtime is imported, which keeps the start short.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import { throughGate } from '../threads/native-gate.ts';
import { openSession } from './session-open.ts';
import type { FromWorker, ToWorker, WorkerData } from './session-protocol.ts';
import { execute, type Run } from './session-run.ts';

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
  const opened = await throughGate(gate, () => openSession(spec));
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
      const vectors = await execute(session, spec, gate, run);
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
