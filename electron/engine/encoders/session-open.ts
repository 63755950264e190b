/** Opens an ONNX file on the first execution provider that takes it. */
import { InferenceSession } from 'onnxruntime-node';
import type { ProviderName, ProviderReason } from '../../contract/encoders.ts';
import { couldNotStart } from './provider-reasons.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { SessionSpec } from './session-protocol.ts';

export async function openSession(spec: SessionSpec): Promise<{ session: InferenceSession; outcome: ProviderOutcome }> {
  let reason: ProviderReason | null = null;
  const messages: string[] = [];
  for (const provider of spec.providers) {
    const { name, batchSize, sessions = 1 } = provider;
    try {
      const session = await InferenceSession.create(spec.path, sessionOptions(provider, spec));
      return { session, outcome: { provider: name, batchSize, sessions: name === 'cpu' ? sessions : 1, reason } };
    } catch (error) {
      messages.push(messageOf(error));
      reason ??= couldNotStart(name, messageOf(error));
    }
  }
  throw new Error(messages.join(' '));
}

/** COREML_FLAG_CREATE_MLPROGRAM of coreml_provider_factory.h: the newer of the two formats, which knows more operators. */
const coreMlProgram = 0x10;

/**
 * An arena keeps the memory of the largest run for ever. Pictures come in few shapes, so it holds what the next run needs, and a run of 8
 * costs half the processor time that it costs without one; texts come in many. No spinning, since threads that spin between two
 * operations take the processor from decoding and searching. DirectML wants no memory pattern and operators one after the other (its
 * page in the documentation of ONNX Runtime).
 */
function sessionOptions({ name, threads }: Provider, { texts }: SessionSpec): InferenceSession.SessionOptions {
  return {
    executionProviders: executionProviders(name),
    graphOptimizationLevel: 'all',
    enableCpuMemArena: texts === undefined,
    ...(name === 'dml' ? { enableMemPattern: false, executionMode: 'sequential' } : {}),
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    logSeverityLevel: name === 'cpu' ? 3 : 4,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

/** What TensorRT leaves out of its engines is for CUDA; what any provider leaves out is for the CPU, without being asked. */
function executionProviders(name: ProviderName): InferenceSession.ExecutionProviderConfig[] {
  if (name === 'tensorrt') return [name, 'cuda'];
  return [name === 'coreml' ? { name, coreMlFlags: coreMlProgram } : name];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
