/**
 * Fixed batch shapes for graphics cards. Their providers prepare programs, memory or whole engines for each shape that they meet, so only
 * two are ever shown to them: one input, for a query, and the batch that calibration found best.
 */
import type { ProviderOutcome } from './providers.ts';
import type { Run } from './session-run.ts';

/** The run as the provider is to see it: where it is neither of the two shapes, its last input is repeated. */
export function paddedRun(run: Run, { provider, batchSize }: Pick<ProviderOutcome, 'provider' | 'batchSize'>): Run {
  const { count, data } = run;
  if (provider === 'cpu' || count <= 1 || count >= batchSize) return run;
  const perInput = data.length / count;
  const padded =
    data instanceof Uint8Array ? new Uint8Array(perInput * batchSize) : new Int32Array(perInput * batchSize);
  padded.set(data);
  for (let at = data.length; at < padded.length; at += perInput)
    padded.copyWithin(at, data.length - perInput, data.length);
  return { ...run, count: batchSize, data: padded };
}

/** The first `count` of `padded` results. */
export function cutResult(vectors: Float32Array, count: number, padded: number): Float32Array {
  return count === padded ? vectors : vectors.slice(0, (vectors.length / padded) * count);
}
