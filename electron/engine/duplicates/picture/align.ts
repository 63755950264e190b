/**
 * Lays one picture over another: which rectangle of the first does the second show, and how well do they agree there? A copy that was
 * cropped, framed, put into a screenshot or mirrored finds its place; two different products in the same pose do not agree in detail.
 */
import { signatureChromaSide, signatureSide } from '../../images/index.ts';
import { coarseSide, type Look, mirrored } from './look.ts';

/**
 * Left, top, right, bottom of the second picture in units of the first, beyond 0..1 where the second has a frame; then how far it is turned: the
 * top edge moves right and the right edge down by half of this.
 */
type Place = readonly [number, number, number, number, number];

export interface Overlay {
  readonly mirrored: boolean;
  /** Correlation of luma over what both show, -1..1. */
  readonly luma: number;
  /** The same without light and shade: edges and prints. */
  readonly detail: number;
  /** Share of the luma of the second that the first explains, the 15 % that fit worst left out: marks and texts laid over. 0..1. */
  readonly explained: number;
  /** Share of the picture, where it shows anything, that agrees closely in detail: high where a text hides the rest. 0..1 */
  readonly agreeing: number;
  /** Mean difference of colour, less a cast over all of it, where both agree in detail. 0..1 */
  readonly colour: number;
  /** That cast: the median difference of colour. 0..1 */
  readonly cast: number;
  /** Share of the smaller picture that both show, 0..1. */
  readonly overlap: number;
}

const leastOverlap = 0.3;
const keptCells = 0.85;
/** Mean square of detail from which a block shows something. */
const telltale = 9;
/** Correlation from which two blocks show the same. */
const closely = 0.85;
const centred = (zoom: number): Place => [0.5 - zoom / 2, 0.5 - zoom / 2, 0.5 + zoom / 2, 0.5 + zoom / 2, 0];
const starts: readonly Place[] = [centred(1), centred(0.8), centred(1.25), centred(1.6)];
const stretchedPlace = (across: number, down: number): Place => {
  return [0.5 - across / 2, 0.5 - down / 2, 0.5 + across / 2, 0.5 + down / 2, 0];
};
/** Screenshots: more around the picture above and below than beside it. Tried where the simple starts do not do. */
const framedStarts: readonly Place[] = [
  stretchedPlace(1.15, 1.35),
  stretchedPlace(1.3, 1.7),
  stretchedPlace(0.87, 0.74),
  stretchedPlace(0.77, 0.59),
];
const goodStart = 0.93;
const steps = [0.08, 0.04, 0.02];
/** In the second pass, which goes by detail: a cell is 0.03. */
const fineSteps = [0.02, 0.008];
/** Sides to move, by a step: each alone, both of an axis together or apart. */
const moves: readonly Place[] = [
  [1, 0, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 0, 0, 1, 0],
  [1, 0, 1, 0, 0],
  [0, 1, 0, 1, 0],
  [1, 1, -1, -1, 0],
];
const fineMoves: readonly Place[] = [...moves, [0, 0, 0, 0, 2]];
/** Pictures that agree less than this are not worth the second pass. */
const promising = 0.75;
/** Below this at every start nothing is worth refining. */
const hopeless = 0.35;
const rounds = 3;
/** At this and above the place is found. */
const certain = 0.995;

export function overlay(left: Look, right: Look): Overlay {
  const plain = bestStart(left, right);
  const flipped = mirrored(right);
  const turned = plain.score >= certain ? plain : bestStart(left, flipped);
  const isMirrored = turned.score > plain.score + 0.01;
  const shown = isMirrored ? flipped : right;
  const coarse = climb(isMirrored ? turned : plain, moves, steps, (place) => correlation(left, shown, place));
  if (coarse.score >= certain || coarse.score < promising) return measure(left, shown, coarse.place, isMirrored);
  const byDetail = (place: Place): number => detailCorrelation(left, shown, place);
  const start = [coarse.place, centred(1)]
    .map((place) => ({ place, score: byDetail(place) }))
    .reduce((best, other) => (other.score > best.score ? other : best));
  return measure(left, shown, climb(start, fineMoves, fineSteps, byDetail).place, isMirrored);
}

interface Placed {
  readonly place: Place;
  readonly score: number;
}

function bestStart(left: Look, right: Look): Placed {
  let best: Placed = { place: centred(1), score: -1 };
  const offer = (place: Place): void => {
    const score = correlation(left, right, place);
    if (score > best.score) best = { place, score };
  };
  for (const place of [...starts, boxToBox(left.box, right.box)]) offer(place);
  if (best.score < goodStart) for (const place of framedStarts) offer(place);
  return best;
}

/** The place that brings what stands out in one picture over what stands out in the other. */
function boxToBox(a: Look['box'], b: Look['box']): Place {
  const across = (a[2] - a[0]) / (b[2] - b[0]);
  const down = (a[3] - a[1]) / (b[3] - b[1]);
  const left = a[0] - b[0] * across;
  const top = a[1] - b[1] * down;
  return [left, top, left + across, top + down, 0];
}

/** Hill climbing with shrinking steps. */
function climb(
  start: Placed,
  ways: readonly Place[],
  lengths: readonly number[],
  score: (place: Place) => number,
): Placed {
  let best = start;
  for (const length of lengths) {
    if (best.score < hopeless) return best;
    for (let round = 0; round < rounds && best.score < certain; round++) {
      const before = best;
      for (const way of ways) {
        for (const by of [length, -length]) {
          const place = best.place.map((side, i) => side + by * (way[i] as number)) as unknown as Place;
          const reached = score(place);
          if (reached > best.score) best = { place, score: reached };
        }
      }
      if (best === before) break;
    }
  }
  return best;
}

/** Pearson correlation of luma on the coarse grid of the second picture; -1 where too little is shown by both. */
function correlation(left: Look, right: Look, place: Place): number {
  return gridCorrelation(left.luma, right.coarse, coarseSide, 1, place);
}

/** The same of detail, on every second cell of the fine grid. */
function detailCorrelation(left: Look, right: Look, place: Place): number {
  return gridCorrelation(left.detail, right.detail, signatureSide, 2, place);
}

/** Detail next to a rim is that of the rim where the other picture goes on: so far from it nothing counts. */
const rim = 0.08;
const inside = 0.02;

interface Counted {
  /** In units of the first picture, where the second has a frame around it. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** In units of the second, where it shows only a part of the first. */
  readonly u: readonly [number, number];
  readonly v: readonly [number, number];
}

function counted([x0, y0, x1, y1]: Place): Counted {
  return {
    x: [x0 < -inside ? rim : 0, x1 > 1 + inside ? 1 - rim : 1],
    y: [y0 < -inside ? rim : 0, y1 > 1 + inside ? 1 - rim : 1],
    u: [x0 > inside ? rim : 0, x1 < 1 - inside ? 1 - rim : 1],
    v: [y0 > inside ? rim : 0, y1 < 1 - inside ? 1 - rim : 1],
  };
}

function lies(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

/** `a` is [32 x 32], `b` [side x side], of which every `stride`-th row and column counts. */
function gridCorrelation(a: Float32Array, b: Float32Array, side: number, stride: number, place: Place): number {
  const [x0, y0, x1, y1, turn] = place;
  const [width, height] = [x1 - x0, y1 - y0];
  const within = counted(place);
  if (width < 0.35 || height < 0.35 || width > 2.8 || height > 2.8) return -1;
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  const looked = (side / stride) ** 2;
  for (let row = 0; row < side; row += stride) {
    const v = (row + 0.5) / side;
    if (!lies(v, within.v)) continue;
    for (let column = 0; column < side; column += stride) {
      const u = (column + 0.5) / side;
      if (!lies(u, within.u)) continue;
      const x = x0 + u * width + (0.5 - v) * turn;
      const y = y0 + v * height + (u - 0.5) * turn;
      if (!lies(x, within.x) || !lies(y, within.y)) continue;
      const shown = sample(a, signatureSide, x, y);
      const other = b[row * side + column] as number;
      n++;
      sumA += shown;
      sumB += other;
      sumAA += shown * shown;
      sumBB += other * other;
      sumAB += shown * other;
    }
  }
  if (overlapOf(n / looked, width * height) < leastOverlap) return -1;
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

/** Cells that both pictures show, side by side. */
interface Cells {
  count: number;
  readonly lumaA: Float32Array;
  readonly lumaB: Float32Array;
  readonly detailA: Float32Array;
  readonly detailB: Float32Array;
  /** Which of 4 x 4 blocks of the second picture a cell lies in. */
  readonly block: Uint8Array;
}

const blocksAcross = 4;
const cellCount = signatureSide ** 2;
/** Reused by every call: comparing is synchronous. */
const cells: Cells = {
  count: 0,
  lumaA: new Float32Array(cellCount),
  lumaB: new Float32Array(cellCount),
  detailA: new Float32Array(cellCount),
  detailB: new Float32Array(cellCount),
  block: new Uint8Array(cellCount),
};

function measure(left: Look, right: Look, place: Place, isMirrored: boolean): Overlay {
  gather(left, right, place);
  const { count, lumaA, lumaB, detailA, detailB } = cells;
  const luma = correlationOf(lumaA, lumaB, count);
  const agreement = agreeingBlocks();
  return {
    mirrored: isMirrored,
    luma,
    detail: correlationOf(detailA, detailB, count),
    explained: explainedBy(lumaA, lumaB, count) ?? Math.max(0, luma) ** 2,
    agreeing: agreement.share,
    ...colourDifference(left, right, place, agreement.blocks),
    overlap: overlapOf(count / cellCount, (place[2] - place[0]) * (place[3] - place[1])),
  };
}

function gather(left: Look, right: Look, place: Place): void {
  const [x0, y0, x1, y1, turn] = place;
  const within = counted(place);
  const blockSide = signatureSide / blocksAcross;
  let count = 0;
  for (let row = 0; row < signatureSide; row++) {
    const v = (row + 0.5) / signatureSide;
    if (!lies(v, within.v)) continue;
    for (let column = 0; column < signatureSide; column++) {
      const u = (column + 0.5) / signatureSide;
      if (!lies(u, within.u)) continue;
      const x = x0 + u * (x1 - x0) + (0.5 - v) * turn;
      const y = y0 + v * (y1 - y0) + (u - 0.5) * turn;
      if (!lies(x, within.x) || !lies(y, within.y)) continue;
      const i = row * signatureSide + column;
      cells.lumaA[count] = sample(left.luma, signatureSide, x, y);
      cells.lumaB[count] = right.luma[i] as number;
      cells.detailA[count] = sample(left.detail, signatureSide, x, y);
      cells.detailB[count] = right.detail[i] as number;
      cells.block[count] = Math.floor(row / blockSide) * blocksAcross + Math.floor(column / blockSide);
      count++;
    }
  }
  cells.count = count;
}

/** Of the blocks in which either picture has detail, the share in which both have the same. */
function agreeingBlocks(): { readonly share: number; readonly blocks: ReadonlySet<number> } {
  const blocks = blocksAcross ** 2;
  const sums = new Float64Array(blocks * 4);
  for (let i = 0; i < cells.count; i++) {
    const at = (cells.block[i] as number) * 4;
    const a = cells.detailA[i] as number;
    const b = cells.detailB[i] as number;
    sums[at] = (sums[at] as number) + 1;
    sums[at + 1] = (sums[at + 1] as number) + a * a;
    sums[at + 2] = (sums[at + 2] as number) + b * b;
    sums[at + 3] = (sums[at + 3] as number) + a * b;
  }
  let telling = 0;
  const agreeing = new Set<number>();
  for (let at = 0; at < sums.length; at += 4) {
    const [n, aa, bb, ab] = [sums[at], sums[at + 1], sums[at + 2], sums[at + 3]] as [number, number, number, number];
    if (n < 16 || Math.max(aa, bb) < telltale * n) continue;
    telling++;
    if (ab > closely * Math.sqrt(aa * bb)) agreeing.add(at / 4);
  }
  return { share: telling === 0 ? 0 : agreeing.size / telling, blocks: agreeing };
}

function correlationOf(a: Float32Array, b: Float32Array, count: number): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < count; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  return pearson(count, sumA, sumB, sumAA, sumBB, sumAB);
}

/** 0 where one side is flat: nothing to go by. */
function pearson(n: number, sumA: number, sumB: number, sumAA: number, sumBB: number, sumAB: number): number {
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (n < 16 || varianceA < n || varianceB < n) return 0;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}

/** Coefficient of determination of b = gain * a + offset over the 85 % of cells that fit best; undefined where those are flat. */
function explainedBy(a: Float32Array, b: Float32Array, count: number): number | undefined {
  const all = line(a, b, count, undefined);
  const errors = new Float32Array(count);
  for (let i = 0; i < count; i++) errors[i] = Math.abs((b[i] as number) - all.gain * (a[i] as number) - all.offset);
  const limit = errors.slice().sort()[Math.ceil(count * keptCells) - 1] ?? 0;
  const kept = (i: number): boolean => (errors[i] as number) <= limit;
  const { gain, offset, n, varianceB } = line(a, b, count, kept);
  if (varianceB < 4 * n) return undefined;
  let rest = 0;
  for (let i = 0; i < count; i++) {
    if (kept(i)) rest += ((b[i] as number) - gain * (a[i] as number) - offset) ** 2;
  }
  return gain <= 0 ? 0 : Math.max(0, 1 - rest / varianceB);
}

/** Least squares for b over a; `varianceB` is the sum of squares about the mean. */
function line(a: Float32Array, b: Float32Array, count: number, kept: ((i: number) => boolean) | undefined) {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < count; i++) {
    if (kept !== undefined && !kept(i)) continue;
    const x = a[i] as number;
    const y = b[i] as number;
    n++;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const variance = sumAA - (sumA * sumA) / n;
  const gain = variance < 1e-6 ? 0 : (sumAB - (sumA * sumB) / n) / variance;
  return { gain, offset: (sumB - gain * sumA) / n, n, varianceB: sumBB - (sumB * sumB) / n };
}

/** A colour may lie half a cell beside its place: cells are large, and a cropped picture has other ones. */
const around: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.5 / signatureChromaSide, 0],
  [-0.5 / signatureChromaSide, 0],
  [0, 0.5 / signatureChromaSide],
  [0, -0.5 / signatureChromaSide],
];

/** The cast is told from all that both show, what remains from the blocks that agree in detail, so that a text laid over does not count. */
function colourDifference(
  left: Look,
  right: Look,
  [x0, y0, x1, y1, turn]: Place,
  agreeing: ReadonlySet<number>,
): { colour: number; cast: number } {
  const blue: number[] = [];
  const red: number[] = [];
  const block: number[] = [];
  const spots: { readonly x: number; readonly y: number; readonly i: number }[] = [];
  for (let row = 0; row < signatureChromaSide; row++) {
    const v = (row + 0.5) / signatureChromaSide;
    for (let column = 0; column < signatureChromaSide; column++) {
      const u = (column + 0.5) / signatureChromaSide;
      const x = x0 + u * (x1 - x0) + (0.5 - v) * turn;
      const y = y0 + v * (y1 - y0) + (u - 0.5) * turn;
      if (x < 0 || x > 1 || y < 0 || y > 1) continue;
      const i = row * signatureChromaSide + column;
      blue.push(sample(left.blue, signatureChromaSide, x, y) - (right.blue[i] as number));
      red.push(sample(left.red, signatureChromaSide, x, y) - (right.red[i] as number));
      spots.push({ x, y, i });
      const across = signatureChromaSide / blocksAcross;
      block.push(Math.floor(row / across) * blocksAcross + Math.floor(column / across));
    }
  }
  if (blue.length === 0) return { colour: 1, cast: 0 };
  const castBlue = medianOf(blue);
  const castRed = medianOf(red);
  const differences = spots.map(({ x, y, i }) =>
    Math.min(
      ...around.map(([dx, dy]) =>
        Math.hypot(
          sample(left.blue, signatureChromaSide, x + dx, y + dy) - (right.blue[i] as number) - castBlue,
          sample(left.red, signatureChromaSide, x + dx, y + dy) - (right.red[i] as number) - castRed,
        ),
      ),
    ),
  );
  const telling = differences.filter((_, i) => agreeing.has(block[i] as number));
  const counted = telling.length === 0 ? differences : telling;
  const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
  return { colour: Math.min(1, mean / 128), cast: Math.min(1, Math.hypot(castBlue, castRed) / 128) };
}

function medianOf(values: readonly number[]): number {
  return Float32Array.from(values).sort()[values.length >> 1] as number;
}
