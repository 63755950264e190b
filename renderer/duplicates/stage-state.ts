/** What is on the stage, and how its images are compared; the way of comparing stays from one group to the next. */
import { create } from 'zustand';
import type { PairOf } from './open-pairs.ts';
import { type Frame, wholeImage, zoomAt } from './view-frame.ts';

export const compareModes = ['side', 'slider', 'difference'] as const;
export type CompareMode = (typeof compareModes)[number];

interface StageStore {
  /** The two that are compared; null: those that the group itself suggests. */
  readonly pair: PairOf | null;
  /** Keepers that a person chose, by group. */
  readonly keepers: ReadonlyMap<string, number>;
  /** Whether the dialog that makes one product of the group is open. */
  readonly merging: boolean;
  readonly mode: CompareMode;
  readonly frame: Frame;
  /** The right image is turned over, to hold a mirrored copy against its original. */
  readonly flipped: boolean;
  /** Where the slider stands, 0..1 from the left. */
  readonly split: number;
}

export const useStage = create<StageStore>(() => ({
  pair: null,
  keepers: new Map(),
  merging: false,
  mode: 'side',
  frame: wholeImage,
  flipped: false,
  split: 0.5,
}));

export function showPair(pair: PairOf | null): void {
  useStage.setState({ pair });
}

export function setMode(mode: CompareMode): void {
  useStage.setState({ mode });
}

export function nextMode(): void {
  useStage.setState(({ mode }) => ({
    mode: compareModes[(compareModes.indexOf(mode) + 1) % compareModes.length] ?? 'side',
  }));
}

export function setFrame(change: (frame: Frame) => Frame): void {
  useStage.setState((state) => ({ frame: change(state.frame) }));
}

const closer = 2.5;

export function toggleZoom(point = { x: 0.5, y: 0.5 }): void {
  setFrame((frame) => (frame.scale > 1 ? wholeImage : zoomAt(frame, point, closer)));
}

/** Another pair is looked at whole first. */
export function resetStage(): void {
  useStage.setState({ frame: wholeImage, flipped: false, split: 0.5 });
}
