/** How far the colours of two images differ where both show the same. */
import { signatureChromaSide, signatureSide } from '../../images/index.ts';
import { median } from '../../numbers/statistics.ts';
import type { Place } from './place.ts';
import { coarseSide, type Pyramid } from './pyramid.ts';

export interface ColourDifference {
  /** Mean difference of colour, less a cast over all of it, where both agree in detail. 0..1 */
  readonly colour: number;
  /** That cast: the median difference of colour. 0..1 */
  readonly cast: number;
}

const side = signatureChromaSide;
const cellsAcross = signatureSide / side;
/** A colour may lie half a cell beside its place: cells are large, and a cropped image has other ones. */
const around: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.5 / side, 0],
  [-0.5 / side, 0],
  [0, 0.5 / side],
  [0, -0.5 / side],
];
/** Of finer cells in a cell of colour: the share that must agree in detail and the share that may disagree. */
const leastAgreeing = 0.25;
const mostDisagreeing = 0.1;
/** Chroma up to this is no colour: what it becomes in the other image is the cast. */
const neutral = 10;
const leastNeutral = 6;
/** A cast is told from cells that are at least this bright. */
const bright = 60;

/** The second image shows more than the first from this size on. */
const framed = 1.02;

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly i: number;
  /** Of the second image, 0..1. */
  readonly light: number;
  readonly blue: number;
  readonly red: number;
}

/**
 * A cast shifts what is bright more than what is dark; it is told from what has no colour in the first image, or where
 * there is hardly any such thing from everything. What remains is told from where both agree in detail, so that a text
 * laid over does not count. `where` [32 x 32]: see `Agreement`.
 */
export function colourDifference(left: Pyramid, right: Pyramid, place: Place, where: Float32Array): ColourDifference {
  const spots = spotsOf(left, right, place);
  if (spots.length === 0) return { colour: 1, cast: 0 };
  const grey = spots.filter(
    ({ x, y, light }) =>
      light * 255 >= bright &&
      Math.abs(sample(left.blue, x, y)) <= neutral &&
      Math.abs(sample(left.red, x, y)) <= neutral,
  );
  const lit = grey.length >= leastNeutral ? grey : spots.filter(({ light }) => light * 255 >= bright);
  const castBlue = median(lit.map(({ blue, light }) => blue / light));
  const castRed = median(lit.map(({ red, light }) => red / light));
  const telling = spots.filter(({ i }) => isTelling(where, i));
  const counted = telling.length === 0 ? spots : telling;
  let sum = 0;
  for (const { x, y, i, light } of counted) {
    let least = Number.POSITIVE_INFINITY;
    for (const [dx, dy] of around) {
      const b = sample(left.blue, x + dx, y + dy) - (right.blue[i] as number) - castBlue * light;
      const r = sample(left.red, x + dx, y + dy) - (right.red[i] as number) - castRed * light;
      least = Math.min(least, b * b + r * r);
    }
    sum += Math.sqrt(least);
  }
  return {
    colour: Math.min(1, sum / counted.length / 128),
    cast: Math.min(1, Math.hypot(castBlue, castRed) / 128),
  };
}

function spotsOf(left: Pyramid, right: Pyramid, [x0, y0, x1, y1, turn]: Place): Spot[] {
  const spots: Spot[] = [];
  // A cell that lies over the rim of the first image shows what frames it, too.
  const marginX = Math.min(0.2, (0.5 * (x1 - x0)) / side) * (x1 - x0 > framed ? 1 : 0);
  const marginY = Math.min(0.2, (0.5 * (y1 - y0)) / side) * (y1 - y0 > framed ? 1 : 0);
  for (let i = 0; i < side ** 2; i++) {
    const u = ((i % side) + 0.5) / side;
    const v = (Math.floor(i / side) + 0.5) / side;
    const x = x0 + u * (x1 - x0) + (0.5 - v) * turn;
    const y = y0 + v * (y1 - y0) + (u - 0.5) * turn;
    if (x < marginX || x > 1 - marginX || y < marginY || y > 1 - marginY) continue;
    spots.push({
      x,
      y,
      i,
      light: lightOf(right, i),
      blue: sample(left.blue, x, y) - (right.blue[i] as number),
      red: sample(left.red, x, y) - (right.red[i] as number),
    });
  }
  return spots;
}

/** Mean luma of a cell of colour, 0..1. */
function lightOf({ coarse }: Pyramid, cell: number): number {
  const across = coarseSide / side;
  const at = Math.floor(cell / side) * across * coarseSide + (cell % side) * across;
  const sum =
    (coarse[at] as number) +
    (coarse[at + 1] as number) +
    (coarse[at + coarseSide] as number) +
    (coarse[at + coarseSide + 1] as number);
  return sum / 4 / 255;
}

function isTelling(where: Float32Array, cell: number): boolean {
  const top = Math.floor(cell / side) * cellsAcross;
  const from = (cell % side) * cellsAcross;
  let agreeing = 0;
  let disagreeing = 0;
  for (let y = top; y < top + cellsAcross; y++) {
    for (let x = from; x < from + cellsAcross; x++) {
      const here = where[y * signatureSide + x] as number;
      if (here > 0) agreeing += here;
      else disagreeing -= here;
    }
  }
  return agreeing >= leastAgreeing * cellsAcross ** 2 && disagreeing <= mostDisagreeing * cellsAcross ** 2;
}

/** Bilinear, the middles of the cells at (i + 0.5) / side. */
function sample(cells: Float32Array, x: number, y: number): number {
  const u = Math.min(side - 1, Math.max(0, x * side - 0.5));
  const v = Math.min(side - 1, Math.max(0, y * side - 0.5));
  const left = Math.min(side - 2, Math.floor(u));
  const top = Math.min(side - 2, Math.floor(v));
  const fx = u - left;
  const fy = v - top;
  const i = top * side + left;
  const above = (cells[i] as number) * (1 - fx) + (cells[i + 1] as number) * fx;
  const below = (cells[i + side] as number) * (1 - fx) + (cells[i + side + 1] as number) * fx;
  return above * (1 - fy) + below * fy;
}
