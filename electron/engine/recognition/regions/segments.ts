/**
 * What may be a thing on a busy photo: pieces of like colour (Felzenszwalb and Huttenlocher 2004), joined step by step with
 * the neighbour that is most like them; each piece on the way is a box (selective search, Uijlings et al. 2013).
 */
import type { Region } from '../../../contract/region.ts';
import { areaOf, distinct } from './boxes.ts';
import { labOf, type SmallImage } from './colours.ts';

/** How different pieces may be inside, the more so the smaller they are [CIELAB x pixels]. */
const scale = 60;
/** Smaller pieces go to a neighbour, as a share of all pixels. */
const smallest = 0.0015;
/** Bins of a histogram for each channel, and the range of each. */
const bins = 12;
const ranges = [
  [0, 100],
  [-60, 60],
  [-60, 60],
] as const;
const [leastArea, mostArea] = [0.008, 0.7];
/** Longer and thinner ones are edges of something. */
const mostElongated = 6;

interface Piece {
  size: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  readonly histogram: Float32Array;
  readonly neighbours: Set<number>;
}

/** Boxes of pieces and of what pieces make up together, the last joined first; nearly equal ones once. */
export function segmentBoxes(image: SmallImage): Region[] {
  const { width, height } = image;
  const lab = labOf(image);
  const pieces = piecesOf(labelsOf(lab, width, height), lab, width, height);
  const total = width * height;
  const boxes = [...pieces.values()].map((piece) => boxOf(piece, width, height));
  const likeness = (a: Piece, b: Piece): number => {
    let colour = 0;
    for (let i = 0; i < a.histogram.length; i++) colour += Math.min(a.histogram[i] as number, b.histogram[i] as number);
    const across = Math.max(a.right, b.right) - Math.min(a.left, b.left) + 1;
    const down = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top) + 1;
    const sizes = (a.size + b.size) / total;
    return colour / 3 + (1 - sizes) + (1 - (across * down) / total + sizes);
  };
  const pairs = new Map<string, { a: number; b: number; like: number }>();
  const pair = (a: number, b: number): void => {
    const [one, other] = [pieces.get(a), pieces.get(b)];
    if (one !== undefined && other !== undefined) pairs.set(keyOf(a, b), { a, b, like: likeness(one, other) });
  };
  for (const [id, piece] of pieces) for (const other of piece.neighbours) if (id < other) pair(id, other);
  let next = Math.max(0, ...pieces.keys()) + 1;
  while (pairs.size > 0) {
    let best: { a: number; b: number; like: number } | undefined;
    for (const candidate of pairs.values()) if (best === undefined || candidate.like > best.like) best = candidate;
    if (best === undefined) break;
    const merged = mergedOf(pieces.get(best.a) as Piece, pieces.get(best.b) as Piece);
    for (const id of [best.a, best.b]) {
      for (const other of pieces.get(id)?.neighbours ?? []) {
        pairs.delete(keyOf(id, other));
        pieces.get(other)?.neighbours.delete(id);
      }
      pieces.delete(id);
      merged.neighbours.delete(id);
    }
    const id = next++;
    pieces.set(id, merged);
    boxes.push(boxOf(merged, width, height));
    for (const other of merged.neighbours) {
      pieces.get(other)?.neighbours.add(id);
      pair(id, other);
    }
  }
  const fitting = boxes.reverse().filter((box) => {
    const ratio = (box.width * width) / (box.height * height);
    const area = areaOf(box);
    return area >= leastArea && area <= mostArea && ratio < mostElongated && ratio > 1 / mostElongated;
  });
  return distinct(fitting, 0.8);
}

const keyOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function boxOf({ left, top, right, bottom }: Piece, width: number, height: number): Region {
  return { x: left / width, y: top / height, width: (right - left + 1) / width, height: (bottom - top + 1) / height };
}

function mergedOf(a: Piece, b: Piece): Piece {
  const size = a.size + b.size;
  return {
    size,
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
    histogram: a.histogram.map((value, i) => (value * a.size + (b.histogram[i] as number) * b.size) / size),
    neighbours: new Set([...a.neighbours, ...b.neighbours]),
  };
}

/** The piece of each pixel, numbered by one of its pixels [height x width]. */
function labelsOf(lab: Float32Array, width: number, height: number): Int32Array {
  const pixels = width * height;
  const smooth = smoothed(lab, width, height);
  const from: number[] = [];
  const to: number[] = [];
  const far: number[] = [];
  const edge = (a: number, b: number): void => {
    from.push(a);
    to.push(b);
    far.push(
      Math.hypot(
        (smooth[a * 3] as number) - (smooth[b * 3] as number),
        (smooth[a * 3 + 1] as number) - (smooth[b * 3 + 1] as number),
        (smooth[a * 3 + 2] as number) - (smooth[b * 3 + 2] as number),
      ),
    );
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x + 1 < width) edge(at, at + 1);
      if (y + 1 < height) edge(at, at + width);
      if (x + 1 < width && y + 1 < height) edge(at, at + width + 1);
      if (x > 0 && y + 1 < height) edge(at, at + width - 1);
    }
  }
  const order = Uint32Array.from(far.keys()).sort((a, b) => (far[a] as number) - (far[b] as number));
  const parent = Int32Array.from({ length: pixels }, (_, i) => i);
  const size = new Int32Array(pixels).fill(1);
  const inside = new Float32Array(pixels);
  const find = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    for (let step = at; step !== root; ) {
      const up = parent[step] as number;
      parent[step] = root;
      step = up;
    }
    return root;
  };
  const join = (a: number, b: number, distance: number): void => {
    parent[b] = a;
    size[a] = (size[a] as number) + (size[b] as number);
    inside[a] = distance;
  };
  for (const i of order) {
    const [a, b] = [find(from[i] as number), find(to[i] as number)];
    if (a === b) continue;
    const distance = far[i] as number;
    const allowed = (piece: number): number => (inside[piece] as number) + scale / (size[piece] as number);
    if (distance <= Math.min(allowed(a), allowed(b))) join(a, b, distance);
  }
  const least = smallest * pixels;
  for (const i of order) {
    const [a, b] = [find(from[i] as number), find(to[i] as number)];
    if (a !== b && ((size[a] as number) < least || (size[b] as number) < least)) join(a, b, far[i] as number);
  }
  return Int32Array.from({ length: pixels }, (_, at) => find(at));
}

/** Each pixel the mean of the nine around it. */
function smoothed(lab: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(lab.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        let count = 0;
        for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            sum += lab[(v * width + u) * 3 + channel] as number;
            count++;
          }
        }
        out[(y * width + x) * 3 + channel] = sum / count;
      }
    }
  }
  return out;
}

function piecesOf(labels: Int32Array, lab: Float32Array, width: number, height: number): Map<number, Piece> {
  const pieces = new Map<number, Piece>();
  for (let at = 0; at < labels.length; at++) {
    const [x, y, label] = [at % width, Math.floor(at / width), labels[at] as number];
    let piece = pieces.get(label);
    if (piece === undefined) {
      piece = {
        size: 0,
        left: x,
        top: y,
        right: x,
        bottom: y,
        histogram: new Float32Array(3 * bins),
        neighbours: new Set(),
      };
      pieces.set(label, piece);
    }
    piece.size++;
    piece.left = Math.min(piece.left, x);
    piece.right = Math.max(piece.right, x);
    piece.top = Math.min(piece.top, y);
    piece.bottom = Math.max(piece.bottom, y);
    ranges.forEach(([low, high], channel) => {
      const value = ((lab[at * 3 + channel] as number) - low) / (high - low);
      const bin = channel * bins + Math.min(bins - 1, Math.max(0, Math.floor(value * bins)));
      piece.histogram[bin] = (piece.histogram[bin] as number) + 1;
    });
    for (const next of [x + 1 < width ? at + 1 : -1, y + 1 < height ? at + width : -1]) {
      const other = next < 0 ? label : (labels[next] as number);
      if (other !== label) piece.neighbours.add(other);
    }
  }
  for (const [label, piece] of pieces) {
    for (let i = 0; i < piece.histogram.length; i++) piece.histogram[i] = (piece.histogram[i] as number) / piece.size;
    for (const other of piece.neighbours) pieces.get(other)?.neighbours.add(label);
  }
  return pieces;
}
