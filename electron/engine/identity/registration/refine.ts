/**
 * Brings a place that is about right to where it fits best, to a fraction of a cell: the method of Lucas and Kanade
 * (1981) on detail, by Gauss and Newton's steps, in which cells that do not fit count little, so that what was laid
 * over an image does not move it.
 */
import { signatureSide } from '../../images/index.ts';
import { solve } from '../../numbers/cholesky.ts';
import { isPlausible, type Place } from './place.ts';
import type { Pyramid } from './pyramid.ts';
import { countedAlong } from './shared-cells.ts';

export interface Fit {
  readonly place: Place;
  /** Contrast of the second image as a multiple of that of the first. */
  readonly gain: number;
  /** Share of the detail of both that agrees, 0..1; chance gives about 0.3. */
  readonly share: number;
}

/** Five of the place, and the gain. */
const unknowns = 6;
/** Rounds that look at every second row and column, then at all. */
const roughRounds = 4;
const fineRounds = 4;
/** Where a smaller share than this agrees after the rough ones, no finer look helps. */
const worthFine = 0.5;
/** A step by less than this share of the image is the last: a tenth of a cell. */
const smallStep = 0.003;
/** No side may move farther in all. */
const reach = 0.2;
/** Detail of both together below this, in grey levels, has no say. */
const faint = 4;
const firstScale = 16;
const fineScale = 6;
const narrowing = 0.7;
const leastScale = 4;
const [leastGain, mostGain] = [0.3, 3];
/** Detail differing by less than this share of both together agrees. */
const tolerance = 0.3;

/** Reused by every call: the cells of detail that say something, and where they lie. */
const most = signatureSide ** 2;
const listed = {
  count: 0,
  a: new Float32Array(most),
  b: new Float32Array(most),
  slopeX: new Float32Array(most),
  slopeY: new Float32Array(most),
  u: new Float32Array(most),
  v: new Float32Array(most),
};
const curvature = Array.from({ length: unknowns }, () => new Float64Array(unknowns));
const gradient = new Float64Array(unknowns);
const row = new Float64Array(unknowns);

/** How well detail fits at a place as it is, by every second row and column. */
export function fitAt(left: Pyramid, right: Pyramid, place: Place): Fit {
  list(left, right, place, 2);
  const gain = likelyGain();
  return { place, gain, share: shareAt(gain) };
}

export function refine(left: Pyramid, right: Pyramid, start: Fit): Fit {
  const rough = approach(left, right, start, { stride: 2, rounds: roughRounds, scale: firstScale });
  if (rough.share < worthFine) return rough.share > start.share ? rough : start;
  const fine = approach(left, right, rough, { stride: 1, rounds: fineRounds, scale: fineScale });
  return fine.share > start.share ? fine : start;
}

interface Approach {
  readonly stride: number;
  readonly rounds: number;
  /** Differences of this many grey levels count half; fewer with each round. */
  readonly scale: number;
}

function approach(left: Pyramid, right: Pyramid, start: Fit, { stride, rounds, scale }: Approach): Fit {
  let { place, gain } = start;
  for (let i = 0; i < rounds; i++) {
    list(left, right, place, stride);
    const step = stepFrom(gain, Math.max(leastScale, scale * narrowing ** i));
    const moved = place.map((side, k) => side + (step[k] as number)) as unknown as Place;
    if (!isPlausible(moved) || moved.some((side, k) => Math.abs(side - (start.place[k] as number)) > reach)) break;
    place = moved;
    gain = clipped(gain + (step[unknowns - 1] as number));
    if (step.every((by, k) => k === unknowns - 1 || Math.abs(by) < smallStep)) break;
  }
  return fitAt(left, right, place);
}

/** Fills `listed` from every `stride`-th row and column of the second image. */
function list({ detail: a }: Pyramid, { detail: b }: Pyramid, place: Place, stride: number): void {
  const [left0, top0, right0, bottom0, turn] = place;
  const [x0, x1, u0, u1] = countedAlong(left0, right0);
  const [y0, y1, v0, v1] = countedAlong(top0, bottom0);
  const across = right0 - left0;
  const down = bottom0 - top0;
  const last = signatureSide - 1;
  let count = 0;
  for (let row = stride >> 1; row < signatureSide; row += stride) {
    const v = (row + 0.5) / signatureSide;
    if (v < v0 || v > v1) continue;
    for (let column = stride >> 1; column < signatureSide; column += stride) {
      const u = (column + 0.5) / signatureSide;
      if (u < u0 || u > u1) continue;
      const x = left0 + u * across + (0.5 - v) * turn;
      const y = top0 + v * down + (u - 0.5) * turn;
      if (x < x0 || x > x1 || y < y0 || y > y1) continue;
      const atX = Math.min(last, Math.max(0, x * signatureSide - 0.5));
      const atY = Math.min(last, Math.max(0, y * signatureSide - 0.5));
      // Rounds down: neither is negative.
      const from = Math.min(last - 1, atX | 0);
      const above = Math.min(last - 1, atY | 0);
      const fx = atX - from;
      const fy = atY - above;
      const at = above * signatureSide + from;
      const highLeft = a[at] as number;
      const highRight = a[at + 1] as number;
      const lowLeft = a[at + signatureSide] as number;
      const lowRight = a[at + signatureSide + 1] as number;
      const high = highLeft + (highRight - highLeft) * fx;
      const low = lowLeft + (lowRight - lowLeft) * fx;
      const value = high + (low - high) * fy;
      const other = b[row * signatureSide + column] as number;
      if (Math.abs(value) + Math.abs(other) < faint) continue;
      listed.a[count] = value;
      listed.b[count] = other;
      listed.slopeX[count] = ((highRight - highLeft) * (1 - fy) + (lowRight - lowLeft) * fy) * signatureSide;
      listed.slopeY[count] = (low - high) * signatureSide;
      listed.u[count] = u;
      listed.v[count] = v;
      count++;
    }
  }
  listed.count = count;
}

/** By one round of regression that cells which do not fit at equal contrast have little part in. */
function likelyGain(): number {
  let products = 0;
  let squares = 0;
  for (let i = 0; i < listed.count; i++) {
    const a = listed.a[i] as number;
    const b = listed.b[i] as number;
    const weight = 1 / (1 + ((b - a) / firstScale) ** 2);
    products += weight * a * b;
    squares += weight * a * a;
  }
  return clipped(squares === 0 ? 1 : products / squares);
}

function clipped(gain: number): number {
  return Math.min(mostGain, Math.max(leastGain, gain));
}

function shareAt(gain: number): number {
  let all = 0;
  let agreeing = 0;
  for (let i = 0; i < listed.count; i++) {
    const a = (listed.a[i] as number) * gain;
    const b = listed.b[i] as number;
    const strength = Math.abs(a) + Math.abs(b);
    all += strength;
    if (Math.abs(a - b) <= tolerance * strength) agreeing += strength;
  }
  return all === 0 ? 0 : agreeing / all;
}

/** Of the five sides and the gain. */
function stepFrom(gain: number, scale: number): Float64Array {
  for (const line of curvature) line.fill(0);
  gradient.fill(0);
  for (let i = 0; i < listed.count; i++) {
    const a = listed.a[i] as number;
    const slopeX = gain * (listed.slopeX[i] as number);
    const slopeY = gain * (listed.slopeY[i] as number);
    const u = listed.u[i] as number;
    const v = listed.v[i] as number;
    row[0] = slopeX * (1 - u);
    row[1] = slopeY * (1 - v);
    row[2] = slopeX * u;
    row[3] = slopeY * v;
    row[4] = slopeX * (0.5 - v) + slopeY * (u - 0.5);
    row[5] = a;
    const error = (listed.b[i] as number) - gain * a;
    const weight = 1 / (1 + (error / scale) ** 2);
    for (let k = 0; k < unknowns; k++) {
      const weighed = weight * (row[k] as number);
      gradient[k] = (gradient[k] as number) + weighed * error;
      const line = curvature[k] as Float64Array;
      for (let j = 0; j <= k; j++) line[j] = (line[j] as number) + weighed * (row[j] as number);
    }
  }
  // Levenberg's damping: what the cells leave open stays.
  for (let k = 0; k < unknowns; k++) {
    const line = curvature[k] as Float64Array;
    line[k] = (line[k] as number) * 1.01 + 100;
  }
  return solve(curvature, gradient);
}
