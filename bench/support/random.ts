/** The engine's seeded chance, for benchmarks. */
export { seededRandom, shuffled } from '../../electron/engine/evaluation/random.ts';
