/**
 * Lays one picture over another: which rectangle of the first does the second show, and how well do they agree there? A copy that was
 * cropped, framed, put into a screenshot or mirrored finds its place; two different products in the same pose do not agree in detail.
 */
import { signatureChromaSide, signatureSide } from '../../images/index.ts';
import { coarseSide, type Look, mirrored } from './look.ts';

/** Left, top, right, bottom of the second picture in units of the first; beyond 0..1 where the second has a frame. */
type Place = readonly [number, number, number, number];

export interface Overlay {
  readonly mirrored: boolean;
  /** Correlation of luma over what both show, -1..1. */
  readonly luma: number;
  /** The same without light and shade: edges and prints. */
  readonly detail: number;
  /** Share of the luma of the second that the first explains, the 15 % that fit worst left out: marks and texts laid over. 0..1. */
  readonly explained: number;
  /** Mean difference of colour over what both show, 0..1. */
  readonly colour: number;
  /** Share of the smaller picture that both show, 0..1. */
  readonly overlap: number;
}

const leastOverlap = 0.4;
const keptCells = 0.85;
const centred = (zoom: number): Place => [0.5 - zoom / 2, 0.5 - zoom / 2, 0.5 + zoom / 2, 0.5 + zoom / 2];
const starts: readonly Place[] = [centred(1), centred(0.8), centred(1.25), centred(1.6)];
const steps = [0.08, 0.04, 0.02];
/** Sides to move, by a step: each alone, both of an axis together or apart. */
const moves: readonly Place[] = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
  [1, 0, 1, 0],
  [0, 1, 0, 1],
  [1, 1, -1, -1],
];
/** Below this at every start nothing is worth refining. */
const hopeless = 0.35;
/** At this and above the place is found. */
const certain = 0.995;

export function overlay(left: Look, right: Look): Overlay {
  const flipped = mirrored(right);
  const plainStart = bestStart(left, right);
  const flippedStart = bestStart(left, flipped);
  const plain = refine(left, right, plainStart);
  const turned = plain.luma >= certain ? undefined : refine(left, flipped, flippedStart);
  if (turned === undefined || turned.luma <= plain.luma + 0.002) return measure(left, right, plain.place, false);
  return measure(left, flipped, turned.place, true);
}

interface Placed {
  readonly place: Place;
  readonly luma: number;
}

function bestStart(left: Look, right: Look): Placed {
  let best: Placed | undefined;
  for (const place of [...starts, boxToBox(left.box, right.box)]) {
    const luma = correlation(left, right, place);
    if (best === undefined || luma > best.luma) best = { place, luma };
  }
  return best as Placed;
}

/** The place that brings what stands out in one picture over what stands out in the other. */
function boxToBox(a: Look['box'], b: Look['box']): Place {
  const across = (a[2] - a[0]) / (b[2] - b[0]);
  const down = (a[3] - a[1]) / (b[3] - b[1]);
  const left = a[0] - b[0] * across;
  const top = a[1] - b[1] * down;
  return [left, top, left + across, top + down];
}

/** Hill climbing with shrinking steps. */
function refine(left: Look, right: Look, start: Placed): Placed {
  let best = start;
  if (best.luma < hopeless) return best;
  for (const step of steps) {
    for (let round = 0; round < 6 && best.luma < certain; round++) {
      const before = best;
      for (const move of moves) {
        for (const sign of [step, -step]) {
          const place: Place = [
            best.place[0] + sign * move[0],
            best.place[1] + sign * move[1],
            best.place[2] + sign * move[2],
            best.place[3] + sign * move[3],
          ];
          const luma = correlation(left, right, place);
          if (luma > best.luma) best = { place, luma };
        }
      }
      if (best === before) break;
    }
  }
  return best;
}

/** Pearson correlation of luma on the coarse grid of the second picture; -1 where too little is shown by both. */
function correlation(left: Look, right: Look, [x0, y0, x1, y1]: Place): number {
  if (x1 - x0 < 0.35 || y1 - y0 < 0.35 || x1 - x0 > 2.8 || y1 - y0 > 2.8) return -1;
  const { luma } = left;
  const { coarse } = right;
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let row = 0; row < coarseSide; row++) {
    const y = y0 + ((row + 0.5) / coarseSide) * (y1 - y0);
    if (y < 0 || y > 1) continue;
    for (let column = 0; column < coarseSide; column++) {
      const x = x0 + ((column + 0.5) / coarseSide) * (x1 - x0);
      if (x < 0 || x > 1) continue;
      const a = sample(luma, signatureSide, x, y);
      const b = coarse[row * coarseSide + column] as number;
      n++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  if (overlapOf(n / coarseSide ** 2, (x1 - x0) * (y1 - y0)) < leastOverlap) return -1;
  return pearson(n, sumA, sumB, sumAA, sumBB, sumAB);
}

/** Bilinear, the middles of the cells at (i + 0.5) / side. */
function sample(cells: Float32Array, side: number, x: number, y: number): number {
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

/** `shown`: share of the second picture that lies over the first; `area`: of the second, the first being 1. */
function overlapOf(shown: number, area: number): number {
  return Math.min(1, (shown * area) / Math.min(1, area));
}

function measure(left: Look, right: Look, place: Place, isMirrored: boolean): Overlay {
  const [x0, y0, x1, y1] = place;
  const lumaA: number[] = [];
  const lumaB: number[] = [];
  const detailA: number[] = [];
  const detailB: number[] = [];
  for (let row = 0; row < signatureSide; row++) {
    const y = y0 + ((row + 0.5) / signatureSide) * (y1 - y0);
    if (y < 0 || y > 1) continue;
    for (let column = 0; column < signatureSide; column++) {
      const x = x0 + ((column + 0.5) / signatureSide) * (x1 - x0);
      if (x < 0 || x > 1) continue;
      const i = row * signatureSide + column;
      lumaA.push(sample(left.luma, signatureSide, x, y));
      lumaB.push(right.luma[i] as number);
      detailA.push(sample(left.detail, signatureSide, x, y));
      detailB.push(right.detail[i] as number);
    }
  }
  return {
    mirrored: isMirrored,
    luma: correlationOf(lumaA, lumaB),
    detail: correlationOf(detailA, detailB),
    explained: explainedBy(lumaA, lumaB),
    colour: colourDifference(left, right, place),
    overlap: overlapOf(lumaA.length / signatureSide ** 2, (x1 - x0) * (y1 - y0)),
  };
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  return pearson(a.length, sumA, sumB, sumAA, sumBB, sumAB);
}

/** 0 where one side is flat: nothing to go by. */
function pearson(n: number, sumA: number, sumB: number, sumAA: number, sumBB: number, sumAB: number): number {
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (n < 16 || varianceA < n || varianceB < n) return 0;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}

/** Coefficient of determination of b = gain * a + offset over the 85 % of cells that fit best. */
function explainedBy(a: readonly number[], b: readonly number[]): number {
  const all = a.map((_, i) => i);
  const first = line(a, b, all);
  const errors = Float32Array.from(a, (x, i) => Math.abs((b[i] as number) - first.gain * x - first.offset));
  const limit = errors.slice().sort()[Math.ceil(errors.length * keptCells) - 1] as number;
  const kept = all.filter((i) => (errors[i] as number) <= limit);
  const { gain, offset } = line(a, b, kept);
  let sum = 0;
  for (const i of kept) sum += b[i] as number;
  let total = 0;
  let rest = 0;
  for (const i of kept) {
    total += ((b[i] as number) - sum / kept.length) ** 2;
    rest += ((b[i] as number) - gain * (a[i] as number) - offset) ** 2;
  }
  return gain <= 0 || total < kept.length ? 0 : Math.max(0, 1 - rest / total);
}

function line(a: readonly number[], b: readonly number[], among: readonly number[]): { gain: number; offset: number } {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumAB = 0;
  for (const i of among) {
    const x = a[i] as number;
    const y = b[i] as number;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumAB += x * y;
  }
  const n = among.length;
  const variance = sumAA - (sumA * sumA) / n;
  const gain = variance < 1e-6 ? 0 : (sumAB - (sumA * sumB) / n) / variance;
  return { gain, offset: (sumB - gain * sumA) / n };
}

function colourDifference(left: Look, right: Look, [x0, y0, x1, y1]: Place): number {
  let sum = 0;
  let n = 0;
  for (let row = 0; row < signatureChromaSide; row++) {
    const y = y0 + ((row + 0.5) / signatureChromaSide) * (y1 - y0);
    if (y < 0 || y > 1) continue;
    for (let column = 0; column < signatureChromaSide; column++) {
      const x = x0 + ((column + 0.5) / signatureChromaSide) * (x1 - x0);
      if (x < 0 || x > 1) continue;
      const i = row * signatureChromaSide + column;
      const blue = sample(left.blue, signatureChromaSide, x, y) - (right.blue[i] as number);
      const red = sample(left.red, signatureChromaSide, x, y) - (right.red[i] as number);
      sum += Math.hypot(blue, red);
      n++;
    }
  }
  return n === 0 ? 1 : Math.min(1, sum / n / 128);
}
