/** How two images are compared; the way of comparing stays from one pair to the next. */
import { create } from 'zustand';
import { type Frame, panBy, wholeImage, zoomAt } from './view-frame.ts';

export const compareModes = ['side', 'slider', 'difference'] as const;
export type CompareMode = (typeof compareModes)[number];

interface CompareStore {
  readonly mode: CompareMode;
  readonly frame: Frame;
  /** The right image is turned over, to hold a mirrored copy against its original. */
  readonly flipped: boolean;
  /** Where the slider stands, 0..1 from the left. */
  readonly split: number;
}

export const useCompare = create<CompareStore>(() => ({ mode: 'side', frame: wholeImage, flipped: false, split: 0.5 }));

export function setMode(mode: CompareMode): void {
  useCompare.setState({ mode });
}

export function nextMode(): void {
  useCompare.setState(({ mode }) => ({
    mode: compareModes[(compareModes.indexOf(mode) + 1) % compareModes.length] ?? 'side',
  }));
}

export function setFrame(change: (frame: Frame) => Frame): void {
  useCompare.setState((state) => ({ frame: change(state.frame) }));
}

const closer = 2.5;

export function toggleZoom(point = { x: 0.5, y: 0.5 }): void {
  setFrame((frame) => (frame.scale > 1 ? wholeImage : zoomAt(frame, point, closer)));
}

export function flip(): void {
  useCompare.setState(({ flipped }) => ({ flipped: !flipped }));
}

const panStep = 0.12;

/** The image goes against the arrow, as under a window that moves with it. */
export function panByKey(key: string): void {
  const [x, y] = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1] }[key] ?? [0, -1];
  setFrame((frame) => panBy(frame, (x ?? 0) * panStep, (y ?? 0) * panStep));
}

/** Another pair is looked at whole first. */
export function resetCompare(): void {
  useCompare.setState({ frame: wholeImage, flipped: false, split: 0.5 });
}
