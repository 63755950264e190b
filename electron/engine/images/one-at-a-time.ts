/** Keeps very large pictures from being decoded side by side, since each may need hundreds of megabytes. */
import type { PictureFile } from './types.ts';

/** Files from this size on may hold pictures that are too large to decode several at once. */
const largeFileBytes = 12 * 1024 * 1024;

let last: Promise<unknown> = Promise.resolve();

/** Runs `work` at once for an ordinary file, and for a large one after all large ones before it. */
export async function oneAtATime<T>(file: PictureFile, work: () => Promise<T>): Promise<T> {
  if (file.bytes < largeFileBytes) return work();
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}
