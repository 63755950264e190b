/** Where a model can run, in the order in which it is tried. */

export interface Provider {
  /** As ONNX Runtime names it. */
  readonly name: string;
  /** Threads for one run; 0 lets ONNX Runtime choose. */
  readonly threads: number;
}

/** What happened when a model was opened. */
export interface ProviderOutcome {
  readonly provider: string;
  /** Why faster ones are not in use, one sentence each; null when the first choice worked. */
  readonly reason: string | null;
}

/** The providers for one session of `threads` threads; the last one works everywhere. */
export function providersFor(threads: number): readonly Provider[] {
  return [{ name: 'cpu', threads }];
}
