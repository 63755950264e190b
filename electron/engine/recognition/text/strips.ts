/** Lines of text cut out of an image, laid level and scaled to the height that the models read. */
import type { Rectangle } from './quads.ts';

/** RGB bytes [height x width x 3]. */
export interface RgbPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What the models read: planes B, G, R [3 x height x width], from -1 to 1. */
export interface Strip {
  readonly data: Float32Array<ArrayBuffer>;
  readonly width: number;
}

export const stripHeight = 48;
const narrowest = 16;
/** A longer line is squeezed: nobody prints that many characters in a row on a product. */
const widest = 1600;

export function stripWidth({ halfWidth, halfHeight }: Rectangle): number {
  const width = Math.round((stripHeight * halfWidth) / Math.max(1, halfHeight));
  return Math.min(widest, Math.max(narrowest, width));
}

/** Bilinear, over as many points a pixel as the line is larger than the strip. */
export function cutStrip(image: RgbPixels, rectangle: Rectangle): Strip {
  const { x, y, halfWidth, halfHeight, angle } = rectangle;
  const width = stripWidth(rectangle);
  const plane = stripHeight * width;
  const data = new Float32Array(3 * plane);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [stepX, stepY] = [(2 * halfWidth) / width, (2 * halfHeight) / stripHeight];
  const points = Math.min(4, Math.max(1, Math.round(stepY)));
  const share = 1 / (points * points * 127.5);
  const sum = [0, 0, 0];
  for (let row = 0; row < stripHeight; row++) {
    for (let column = 0; column < width; column++) {
      sum.fill(0);
      for (let point = 0; point < points * points; point++) {
        const u = (column + ((point % points) + 0.5) / points) * stepX - halfWidth;
        const v = (row + (Math.floor(point / points) + 0.5) / points) * stepY - halfHeight;
        addPixel(image, x + u * cos - v * sin - 0.5, y + u * sin + v * cos - 0.5, sum);
      }
      const at = row * width + column;
      for (let channel = 0; channel < 3; channel++) {
        data[(2 - channel) * plane + at] = (sum[channel] as number) * share - 1;
      }
    }
  }
  return { data, width };
}

/** Beyond the edge the image goes on as it ends. */
function addPixel({ data, width, height }: RgbPixels, x: number, y: number, sum: number[]): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const x0 = Math.min(width - 1, Math.max(0, left));
  const x1 = Math.min(width - 1, Math.max(0, left + 1));
  const y0 = Math.min(height - 1, Math.max(0, top)) * width;
  const y1 = Math.min(height - 1, Math.max(0, top + 1)) * width;
  for (let channel = 0; channel < 3; channel++) {
    const upper = at(data, y0 + x0, channel) * (1 - fx) + at(data, y0 + x1, channel) * fx;
    const lower = at(data, y1 + x0, channel) * (1 - fx) + at(data, y1 + x1, channel) * fx;
    sum[channel] = (sum[channel] as number) + upper * (1 - fy) + lower * fy;
  }
}

function at(data: Uint8Array, pixel: number, channel: number): number {
  return data[3 * pixel + channel] as number;
}

/** The strip turned by half a circle. */
export function turnedStrip({ data, width }: Strip): Strip {
  const plane = stripHeight * width;
  const turned = new Float32Array(data.length);
  for (let channel = 0; channel < 3; channel++) {
    turned.set(data.subarray(channel * plane, (channel + 1) * plane).toReversed(), channel * plane);
  }
  return { data: turned, width };
}

/** Strips side by side for one run [count x 3 x height x width], each filled up with what the models take for nothing. */
export function batchOf(strips: readonly Strip[], width: number): Float32Array<ArrayBuffer> {
  const batch = new Float32Array(strips.length * 3 * stripHeight * width);
  strips.forEach((strip, index) => {
    for (let row = 0; row < 3 * stripHeight; row++) {
      const from = row * strip.width;
      const line = strip.data.subarray(from, from + Math.min(width, strip.width));
      batch.set(line, (index * 3 * stripHeight + row) * width);
    }
  });
  return batch;
}
