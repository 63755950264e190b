/** Copies of an image with one region covered each: what a model loses with a region is how much that region mattered. */
import { coverGeometry } from './cover.ts';
import type { VisionInput } from './types.ts';

/** A rectangle in the pixels of a model's input; it may reach beyond the input where the model sees only the middle of an image. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where an image of `width` x `height` lies in the input of a model: within the margins of `contain`, beyond the edges of `cover`. */
export function imageArea({ input, resize }: VisionInput, width: number, height: number): Area {
  if (resize.fit === 'fill') return centred(resize.squash ?? input, input);
  if (resize.fit === 'cover' && resize.shortestEdge !== undefined) {
    return centred(coverGeometry({ width, height }, input, resize.shortestEdge), input);
  }
  const scales = [input.width / width, input.height / height];
  const scale = resize.fit === 'contain' ? Math.min(...scales) : Math.max(...scales);
  const across = Math.max(1, Math.round(width * scale));
  const down = Math.max(1, Math.round(height * scale));
  return centred({ width: across, height: down }, input);
}

function centred({ width, height }: Sides, input: Sides): Area {
  const [left, top] = [Math.floor((input.width - width) / 2), Math.floor((input.height - height) / 2)];
  return { left, top, width, height };
}

type Sides = Pick<Area, 'width' | 'height'>;

/**
 * Covers each cell of a grid in turn with the mean colour of the image, row by row. `pixels` is RGB [height x width x 3] and is not
 * changed; `rows` x `columns` buffers of its size come back. The grid lies over `area`, the whole input when left out; its cells
 * leave no gap and do not overlap.
 */
export function occlusions(
  pixels: Uint8Array,
  width: number,
  height: number,
  rows: number,
  columns: number,
  area: Area = { left: 0, top: 0, width, height },
): Uint8Array[] {
  const xs = cellEdges(area.left, area.width, columns, width);
  const ys = cellEdges(area.top, area.height, rows, height);
  const colour = meanColour(pixels, width, xs, ys);
  const covered: Uint8Array[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const copy = Uint8Array.from(pixels);
      for (let y = at(ys, row); y < at(ys, row + 1); y++) {
        for (let x = at(xs, column); x < at(xs, column + 1); x++) copy.set(colour, (y * width + x) * 3);
      }
      covered.push(copy);
    }
  }
  return covered;
}

/** The `count` + 1 edges of cells along one side, cut to 0..`limit`. */
function cellEdges(start: number, length: number, count: number, limit: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) =>
    Math.min(limit, Math.max(0, Math.round(start + (i * length) / count))),
  );
}

/** Mean of the image between the outermost edges, so that the margins of `contain` do not count. */
function meanColour(pixels: Uint8Array, width: number, xs: readonly number[], ys: readonly number[]): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = at(ys, 0); y < at(ys, ys.length - 1); y++) {
    for (let x = at(xs, 0); x < at(xs, xs.length - 1); x++) {
      for (let channel = 0; channel < 3; channel++) {
        sums[channel] = (sums[channel] ?? 0) + (pixels[(y * width + x) * 3 + channel] ?? 0);
      }
      count++;
    }
  }
  return sums.map((sum) => Math.round(sum / Math.max(1, count)));
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
