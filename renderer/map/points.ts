/** The points of a layout as they are drawn and looked up. */
import type { MapPoints } from '@contract';
import KDBush from 'kdbush';

export interface Points {
  readonly version: string;
  readonly ids: readonly number[];
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** [points x 2] */
  readonly places: Float32Array;
  readonly index: KDBush;
  readonly placeOf: ReadonlyMap<number, number>;
  /** How high it is, of how wide: nearly all points lie within. */
  readonly aspect: number;
}

/** Of all points, left out of the height. */
const strays = 0.002;
const unit = 1000;

export function pointsOf({ version, ids, x, y }: MapPoints): Points {
  const xs = Float32Array.from(x, (value) => value / unit);
  const ys = Float32Array.from(y, (value) => value / unit);
  const places = new Float32Array(2 * ids.length);
  const index = new KDBush(Math.max(1, ids.length), 64, Float32Array);
  ids.forEach((_, i) => {
    places[2 * i] = xs[i] as number;
    places[2 * i + 1] = ys[i] as number;
    index.add(xs[i] as number, ys[i] as number);
  });
  if (ids.length === 0) index.add(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  index.finish();
  const heights = Float32Array.from(ys, Math.abs).sort();
  const aspect = heights[Math.floor((heights.length - 1) * (1 - strays))] ?? 1;
  return { version, ids, xs, ys, places, index, placeOf: new Map(ids.map((id, i) => [id, i])), aspect };
}
