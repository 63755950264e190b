/** The native addon behind the narrow interface that is used of it. It is an optional dependency: not every machine can build it. */
import { createRequire } from 'node:module';

/** A graph of `hnswlib-node`; labels are unsigned 32-bit, vectors plain arrays, distances 1 - inner product. */
export interface NativeGraph {
  initIndex(options: { maxElements: number; m: number; efConstruction: number; randomSeed: number }): void;
  readIndex(file: string): Promise<boolean>;
  writeIndex(file: string): Promise<boolean>;
  writeIndexSync(file: string): void;
  resizeIndex(maxElements: number): void;
  addPoint(vector: number[], label: number): void;
  markDelete(label: number): void;
  searchKnn(
    query: number[],
    k: number,
    filter?: (label: number) => boolean,
  ): { distances: number[]; neighbors: number[] };
  getMaxElements(): number;
  getCurrentCount(): number;
  getNumDimensions(): number;
  setEf(ef: number): void;
}

export interface NativeAddon {
  readonly HierarchicalNSW: new (space: 'ip', dimensions: number) => NativeGraph;
}

export type AddonLoader = () => NativeAddon;

export const loadNativeAddon: AddonLoader = () => {
  return createRequire(import.meta.url)('hnswlib-node') as NativeAddon;
};

/** The addon, or why there is none. */
export function tryAddon(load: AddonLoader): { addon: NativeAddon } | { addon: undefined; reason: string } {
  try {
    const addon = load();
    new addon.HierarchicalNSW('ip', 2).initIndex({ maxElements: 1, m: 2, efConstruction: 2, randomSeed: 1 });
    return { addon };
  } catch (error) {
    const cause = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
    return {
      addon: undefined,
      reason: `The native index (hnswlib-node) cannot be loaded, so every vector is compared instead: ${cause}`,
    };
  }
}
