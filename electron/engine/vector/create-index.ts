/** Chooses between HNSW and exact scan: HNSW wherever its addon can be loaded. */
import { type AddonLoader, loadNativeAddon, type NativeAddon, tryAddon } from './addon.ts';
import { ExactIndex } from './exact.ts';
import { HnswIndex, type HnswOptions } from './hnsw.ts';

export type LibraryIndex = HnswIndex | ExactIndex;

export interface IndexKind {
  readonly addon: NativeAddon | undefined;
  /** Why exact scan stands in for HNSW, null otherwise. */
  readonly reason: string | null;
}

export function chooseKind(load: AddonLoader = loadNativeAddon): IndexKind {
  const tried = tryAddon(load);
  return { addon: tried.addon, reason: tried.addon === undefined ? tried.reason : null };
}

export function createIndex(kind: IndexKind, options: Omit<HnswOptions, 'addon'>): LibraryIndex {
  return kind.addon === undefined
    ? new ExactIndex(options.dimensions)
    : new HnswIndex({ ...options, addon: kind.addon });
}
