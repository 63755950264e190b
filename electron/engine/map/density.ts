/** Where points of the plane lie close: a grid of densities, cut into areas along its valleys. */

/** Cells along a side; the map is 2 wide and a little more. */
const side = 160;
const reach = 1.15;
const cell = (2 * reach) / side;

export interface DensityArea {
  /** Where points lie closest. */
  readonly x: number;
  readonly y: number;
  /** Places of its points in the list. */
  readonly points: readonly number[];
}

/**
 * Areas around each peak of the density: every cell belongs to the peak that one reaches from it by going up. `blur`: how far a point counts
 * around it, as a standard deviation; the larger, the fewer and larger the areas.
 */
export function densityAreas(
  points: readonly { readonly x: number; readonly y: number }[],
  blur: number,
): DensityArea[] {
  const counts = new Float64Array(side * side);
  const cells = Int32Array.from(points, ({ x, y }) => cellAt(x, y));
  for (const at of cells) counts[at] = (counts[at] as number) + 1;
  const density = blurred(blurred(counts, blur / cell, 1), blur / cell, side);
  const peaks = peakOfCells(density);
  const members = Map.groupBy(cells.keys(), (i) => peaks[cells[i] as number] as number);
  return [...members].map(([peak, own]) => ({
    x: ((peak % side) + 0.5) * cell - reach,
    y: (Math.floor(peak / side) + 0.5) * cell - reach,
    points: own,
  }));
}

function cellAt(x: number, y: number): number {
  const along = (value: number): number => Math.min(side - 1, Math.max(0, Math.floor((value + reach) / cell)));
  return along(y) * side + along(x);
}

/** Along rows with step 1, along columns with step `side`. */
function blurred(values: Float64Array, deviation: number, step: number): Float64Array {
  const far = Math.ceil(3 * deviation);
  const kernel = Array.from({ length: far + 1 }, (_, i) => Math.exp(-(i * i) / (2 * deviation * deviation)));
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value === 0) continue;
    const along = step === 1 ? at % side : Math.floor(at / side);
    for (let d = Math.max(-far, -along); d <= Math.min(far, side - 1 - along); d++) {
      const to = at + d * step;
      result[to] = (result[to] as number) + value * (kernel[Math.abs(d)] as number);
    }
  }
  return result;
}

function peakOfCells(density: Float64Array): Int32Array {
  const up = Int32Array.from(density, (own, at) => {
    let best = at;
    let most = own;
    const x = at % side;
    const y = Math.floor(at / side);
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (x + dx < 0 || x + dx >= side || y + dy < 0 || y + dy >= side) continue;
        const other = at + dy * side + dx;
        const value = density[other] as number;
        // Of equals the first, so that a plain has one peak and no circle.
        if (value > most || (value === most && other < best)) {
          best = other;
          most = value;
        }
      }
    }
    return best;
  });
  for (let at = 0; at < up.length; at++) {
    let peak = at;
    while (up[peak] !== peak) peak = up[peak] as number;
    for (let walk = at; walk !== peak; ) {
      const next = up[walk] as number;
      up[walk] = peak;
      walk = next;
    }
  }
  return up;
}
