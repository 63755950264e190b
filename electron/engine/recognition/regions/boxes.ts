/** Boxes on an image, in shares of its sides. */
import type { Region } from '../../../contract/region.ts';

export const areaOf = ({ width, height }: Region): number => width * height;

export function intersection(a: Region, b: Region): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1. */
export function overlapOf(a: Region, b: Region): number {
  const common = intersection(a, b);
  return common / (areaOf(a) + areaOf(b) - common);
}

/** A box with `margin` of its sides more on each side, within the image. */
export function padded({ x, y, width, height }: Region, margin: number): Region {
  const left = Math.max(0, x - width * margin);
  const top = Math.max(0, y - height * margin);
  const right = Math.min(1, x + width * (1 + margin));
  const bottom = Math.min(1, y + height * (1 + margin));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The first of those that are nearly the same. */
export function distinct(boxes: readonly Region[], most: number): Region[] {
  const kept: Region[] = [];
  for (const box of boxes) if (kept.every((other) => overlapOf(box, other) < most)) kept.push(box);
  return kept;
}
