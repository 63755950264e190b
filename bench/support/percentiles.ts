/** Nearest-rank percentiles of durations in ms, rounded to hundredths. */
export function percentiles(durations: readonly number[]): { n: number; p50: number; p95: number; max: number } {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
    return Math.round(value * 100) / 100;
  };
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
