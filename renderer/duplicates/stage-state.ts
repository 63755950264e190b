/** What is on the stage; how its images are compared is in `ui/compare`. */
import { create } from 'zustand';
import type { PairOf } from './open-pairs.ts';

interface StageStore {
  /** The two that are compared; null: those that the group itself suggests. */
  readonly pair: PairOf | null;
  /** Keepers that a person chose, by group. */
  readonly keepers: ReadonlyMap<string, number>;
  /** Whether the dialog that makes one product of the group is open. */
  readonly merging: boolean;
}

export const useStage = create<StageStore>(() => ({
  pair: null,
  keepers: new Map(),
  merging: false,
}));

export function showPair(pair: PairOf | null): void {
  useStage.setState({ pair });
}
