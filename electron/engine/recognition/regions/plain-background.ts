/** Things on a plain background: what is not of the colour that runs around the image, in connected pieces. */
import type { Region } from '../../../contract/region.ts';
import { areaOf, intersection, padded } from './boxes.ts';
import { labOf, type SmallImage } from './colours.ts';

/** Share of the border that has to be of one colour. */
const leastPlain = 0.72;
/** How far a pixel of the background may be from its colour, in CIELAB; the border decides between the two. */
const [nearest, farthest] = [5, 14];
/** Pieces closer than this share of the longer side are one thing. */
const gap = 0.012;
/** Smaller pieces are specks. */
const leastArea = 0.004;
/** What covers nearly everything is the photo. */
const mostArea = 0.85;
const margin = 0.03;

/** Null where the background is not plain. */
export function thingsOnPlain(image: SmallImage): Region[] | null {
  const mask = foregroundOf(image);
  if (mask === null) return null;
  const { width, height } = image;
  const reach = Math.max(1, Math.round(Math.max(width, height) * gap));
  const boxes = componentsOf(grown(mask, width, height, reach), mask, width, height).filter(
    (box) => areaOf(box) >= leastArea,
  );
  return joined(boxes)
    .filter((box) => areaOf(box) <= mostArea)
    .map((box) => padded(box, margin));
}

/** 1 where the image is not its background [height x width]; null where the border is not of one colour. */
export function foregroundOf(image: SmallImage): Uint8Array | null {
  const { width, height } = image;
  const lab = labOf(image);
  const border = borderOf(width, height);
  const colour = [0, 1, 2].map((channel) => median(border.map((at) => lab[at * 3 + channel] as number)));
  const distance = (at: number): number =>
    Math.hypot(...colour.map((value, channel) => (lab[at * 3 + channel] as number) - value));
  const distances = border.map(distance);
  if (distances.filter((far) => far <= farthest).length < leastPlain * border.length) return null;
  const noise = quantile(
    distances.filter((far) => far <= farthest),
    0.95,
  );
  const limit = Math.min(farthest, Math.max(nearest, noise * 1.6));
  return floodedFrom(border, width, height, (at) => distance(at) <= limit);
}

/** What a flood from the border does not reach over pixels of the background. */
function floodedFrom(
  border: readonly number[],
  width: number,
  height: number,
  isPlain: (at: number) => boolean,
): Uint8Array {
  const mask = new Uint8Array(width * height).fill(1);
  const stack: number[] = [];
  const visit = (at: number): void => {
    if (mask[at] === 1 && isPlain(at)) {
      mask[at] = 0;
      stack.push(at);
    }
  };
  for (const at of border) visit(at);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  return mask;
}

function borderOf(width: number, height: number): number[] {
  const at: number[] = [];
  for (let x = 0; x < width; x++) at.push(x, (height - 1) * width + x);
  for (let y = 1; y < height - 1; y++) at.push(y * width, y * width + width - 1);
  return at;
}

/** Each pixel that has one of the mask within `reach` on its row or column, one after the other. */
function grown(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const across = new Uint8Array(mask.length);
  const both = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let near = Math.max(0, x - reach); near <= Math.min(width - 1, x + reach); near++)
        if (mask[y * width + near] === 1) across[y * width + x] = 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let near = Math.max(0, y - reach); near <= Math.min(height - 1, y + reach); near++)
        if (across[near * width + x] === 1) both[y * width + x] = 1;
  return both;
}

/** A box for each connected piece of `area`, around what of `mask` lies in it. */
function componentsOf(area: Uint8Array, mask: Uint8Array, width: number, height: number): Region[] {
  const seen = new Uint8Array(area.length);
  const boxes: Region[] = [];
  for (let start = 0; start < area.length; start++) {
    if (area[start] === 0 || seen[start] === 1) continue;
    let [left, top, right, bottom] = [width, height, -1, -1];
    const stack = [start];
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      if (mask[at] === 1) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= area.length || area[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    boxes.push({
      x: left / width,
      y: top / height,
      width: (right - left + 1) / width,
      height: (bottom - top + 1) / height,
    });
  }
  return boxes;
}

/** Pieces that lie for the most part within the box of a larger one belong to it. */
function joined(boxes: readonly Region[]): Region[] {
  const kept: Region[] = [];
  for (const box of [...boxes].sort((a, b) => areaOf(b) - areaOf(a)))
    if (kept.every((other) => intersection(box, other) < 0.6 * areaOf(box))) kept.push(box);
  return kept;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
