/** The engine's own metrics, for benchmarks. */
export { ndcgAt, precisionAt, reciprocalRank } from '../../electron/engine/evaluation/metrics.ts';
