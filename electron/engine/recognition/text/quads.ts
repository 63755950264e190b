/** Boxes of any angle around points: the smallest rectangle, and a wider one. */

/** [x, y] */
export type Point = [x: number, y: number];

/** Corners clockwise as seen, the first being the one where the text begins if it is not upside down. */
export type Quad = [Point, Point, Point, Point];

/** A rectangle: its middle, half its sides, and the direction [radians] of the first of them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly angle: number;
}

/** Andrew's monotone chain; counter-clockwise with y up. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The rectangle of the smallest area around points: one of its sides lies on a side of their hull. */
export function smallestRectangle(points: readonly Point[]): Rectangle {
  const hull = convexHull(points);
  let best: Rectangle | undefined;
  for (let at = 0; at < hull.length; at++) {
    const from = hull[at] as Point;
    const to = hull[(at + 1) % hull.length] as Point;
    const rectangle = along(hull, Math.atan2(to[1] - from[1], to[0] - from[0]));
    if (best === undefined || areaOf(rectangle) < areaOf(best)) best = rectangle;
  }
  return best ?? { x: 0, y: 0, halfWidth: 0, halfHeight: 0, angle: 0 };
}

function along(points: readonly Point[], angle: number): Rectangle {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    if (u < left) left = u;
    if (u > right) right = u;
    if (v < top) top = v;
    if (v > bottom) bottom = v;
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    halfWidth: (right - left) / 2,
    halfHeight: (bottom - top) / 2,
    angle,
  };
}

export function areaOf({ halfWidth, halfHeight }: Rectangle): number {
  return 4 * halfWidth * halfHeight;
}

export function widened(rectangle: Rectangle, by: number): Rectangle {
  return { ...rectangle, halfWidth: rectangle.halfWidth + by, halfHeight: rectangle.halfHeight + by };
}

/** With the direction nearest to that of reading from left to right; a column of text reads downwards. */
export function upright(rectangle: Rectangle): Rectangle {
  const { halfWidth, halfHeight, angle } = rectangle;
  const quarter = Math.round(angle / (Math.PI / 2));
  const rest = angle - (quarter * Math.PI) / 2;
  const swapped = Math.abs(quarter) % 2 === 1;
  const level = {
    ...rectangle,
    angle: rest,
    halfWidth: swapped ? halfHeight : halfWidth,
    halfHeight: swapped ? halfWidth : halfHeight,
  };
  if (level.halfHeight < tallFrom * level.halfWidth) return level;
  return { ...level, angle: rest + Math.PI / 2, halfWidth: level.halfHeight, halfHeight: level.halfWidth };
}

/** A line is taken for one that runs downwards or upwards when it is so much taller than wide (PP-OCR's own). */
const tallFrom = 1.5;

export function quadOf({ x, y, halfWidth, halfHeight, angle }: Rectangle): Quad {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corner = (u: number, v: number): Point => [x + u * cos - v * sin, y + u * sin + v * cos];
  return [
    corner(-halfWidth, -halfHeight),
    corner(halfWidth, -halfHeight),
    corner(halfWidth, halfHeight),
    corner(-halfWidth, halfHeight),
  ];
}
