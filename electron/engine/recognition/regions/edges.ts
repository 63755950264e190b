/** Where an image has edges, and so something to see: a patch without any is background, whatever it resembles. */
import type { Region } from '../../../contract/region.ts';
import { padded } from './boxes.ts';
import { labOf, type SmallImage } from './colours.ts';

/** Neighbouring pixels that differ by so much are an edge, in CIELAB: more than a shade, a shadow or the grain of a JPEG. */
const step = 8;
/** A box shows something from this share of its pixels on. A coloured square has them on its border alone. */
const least = 0.01;
/** The border of a box counts, and it may be drawn a little inside. */
const border = 0.03;

export class Edges {
  readonly #width: number;
  readonly #height: number;
  /** Edge pixels above and to the left of each pixel [height + 1 x width + 1]. */
  readonly #sums: Uint32Array;

  constructor(image: SmallImage) {
    const { width, height } = image;
    this.#width = width;
    this.#height = height;
    const lab = labOf(image);
    const differ = (a: number, b: number): boolean =>
      Math.hypot(
        (lab[a * 3] as number) - (lab[b * 3] as number),
        (lab[a * 3 + 1] as number) - (lab[b * 3 + 1] as number),
        (lab[a * 3 + 2] as number) - (lab[b * 3 + 2] as number),
      ) > step;
    const across = width + 1;
    this.#sums = new Uint32Array(across * (height + 1));
    for (let y = 0; y < height; y++) {
      let row = 0;
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        if ((x + 1 < width && differ(at, at + 1)) || (y + 1 < height && differ(at, at + width))) row++;
        this.#sums[(y + 1) * across + x + 1] = (this.#sums[y * across + x + 1] as number) + row;
      }
    }
  }

  /** Edge pixels within a box. */
  in(box: Region): number {
    const { left, top, right, bottom } = this.#pixels(box);
    if (right <= left || bottom <= top) return 0;
    const sum = (x: number, y: number): number => this.#sums[y * (this.#width + 1) + x] as number;
    return sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
  }

  /** Whether there is hardly anything to see in a box, nor where it ends. */
  isEmpty(box: Region): boolean {
    const { left, top, right, bottom } = this.#pixels(box);
    return this.in(padded(box, border)) < least * (right - left) * (bottom - top);
  }

  /** Which share of what is to see in a box lies within another too, 0..1. */
  shareWithin(box: Region, other: Region): number {
    const x = Math.max(box.x, other.x);
    const y = Math.max(box.y, other.y);
    const width = Math.min(box.x + box.width, other.x + other.width) - x;
    const height = Math.min(box.y + box.height, other.y + other.height) - y;
    if (width <= 0 || height <= 0) return 0;
    return this.in({ x, y, width, height }) / Math.max(1, this.in(box));
  }

  #pixels({ x, y, width, height }: Region) {
    return {
      left: Math.round(x * this.#width),
      top: Math.round(y * this.#height),
      right: Math.min(this.#width, Math.round((x + width) * this.#width)),
      bottom: Math.min(this.#height, Math.round((y + height) * this.#height)),
    };
  }
}
