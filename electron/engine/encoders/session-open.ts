/** Opens an ONNX file on the first execution provider that takes it. */
import { InferenceSession } from 'onnxruntime-node';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { SessionSpec } from './session-protocol.ts';

export async function openSession(spec: SessionSpec): Promise<{ session: InferenceSession; outcome: ProviderOutcome }> {
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
