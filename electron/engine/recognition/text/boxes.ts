/**
 * From a map of how likely each pixel belongs to text to a rectangle around each line: the post-processing of
 * Differentiable Binarization (Liao et al., AAAI 2020), with PP-OCR's settings and a rectangle where it has a polygon.
 */
import { areaOf, type Point, type Rectangle, smallestRectangle, upright, widened } from './quads.ts';

/** Probabilities [height x width]. */
export interface TextMap {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface TextBox {
  readonly rectangle: Rectangle;
  /** The mean of the map within the line. */
  readonly score: number;
}

const threshold = 0.3;
const leastScore = 0.6;
/** The map shows the middle of lines: by how much of area / circumference a box is widened. */
const unclip = 1.6;
/** Less than this many pixels high is nothing that could be read. */
const leastSide = 3;
const mostBoxes = 1000;

/** In no order. Coordinates are those of the map. */
export function textBoxes(map: TextMap): TextBox[] {
  const seen = new Uint8Array(map.data.length);
  const boxes: TextBox[] = [];
  for (let at = 0; at < map.data.length && boxes.length < mostBoxes; at++) {
    if (seen[at] === 1 || (map.data[at] as number) <= threshold) continue;
    const { outline, score } = flood(map, seen, at);
    if (score < leastScore) continue;
    const rectangle = smallestRectangle(outline);
    if (2 * Math.min(rectangle.halfWidth, rectangle.halfHeight) < leastSide) continue;
    const around = 4 * (rectangle.halfWidth + rectangle.halfHeight);
    boxes.push({ rectangle: upright(widened(rectangle, (unclip * areaOf(rectangle)) / around)), score });
  }
  return boxes;
}

/** The pixels that hang together with one: their first and last in each row, corners of pixels included. */
function flood({ data, width, height }: TextMap, seen: Uint8Array, start: number): { outline: Point[]; score: number } {
  const rows = new Map<number, [number, number]>();
  const stack = [start];
  seen[start] = 1;
  let [sum, count] = [0, 0];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    sum += data[at] as number;
    count++;
    const row = rows.get(y);
    if (row === undefined) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        const next = v * width + u;
        if (seen[next] === 1 || (data[next] as number) <= threshold) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
  }
  const outline = [...rows].flatMap(([y, [left, right]]): Point[] => [
    [left, y],
    [right + 1, y],
    [left, y + 1],
    [right + 1, y + 1],
  ]);
  return { outline, score: sum / count };
}
