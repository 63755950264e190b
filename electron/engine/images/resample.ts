/**
 * Scales images as Pillow does. sharp comes within a level of Pillow where it shrinks, but what it enlarges lies half a pixel off, and
 * images smaller than a model's input are small enough to be enlarged here. Filters that sharp does not have are here for both ways.
 */
import type { VisionInput } from './types.ts';

type Kernel = VisionInput['resize']['kernel'];

interface Filter {
  /** How far it reaches, in pixels of the image. */
  readonly support: number;
  at(x: number): number;
}

/** Keys' family of cubics with (B, C) as Mitchell and Netravali have them; (0, 1/2) is Pillow's BICUBIC. */
function cubic(b: number, c: number): Filter {
  const at = (signed: number): number => {
    const x = Math.abs(signed);
    if (x < 1) return ((12 - 9 * b - 6 * c) * x ** 3 + (-18 + 12 * b + 6 * c) * x ** 2 + 6 - 2 * b) / 6;
    if (x >= 2) return 0;
    return ((-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x ** 2 + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6;
  };
  return { support: 2, at };
}

function lanczos(support: number): Filter {
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  return { support, at: (x) => (Math.abs(x) < support ? sinc(x) * sinc(x / support) : 0) };
}

const filters: Readonly<Record<Exclude<Kernel, 'nearest'>, Filter>> = {
  linear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  cubic: cubic(0, 0.5),
  mitchell: cubic(1 / 3, 1 / 3),
  lanczos2: lanczos(2),
  lanczos3: lanczos(3),
  // Half a pixel to either side: the left edge is not of it and the right one is (`box_filter` of Resample.c).
  box: { support: 0.5, at: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  hamming: { support: 1, at: hamming },
};

/** A sinc within the window of Hamming, as `hamming_filter` of Resample.c. */
function hamming(signed: number): number {
  const x = Math.abs(signed) * Math.PI;
  if (x === 0) return 1;
  return x >= Math.PI ? 0 : (Math.sin(x) / x) * (0.54 + 0.46 * Math.cos(x));
}

/** Those that sharp has not. */
export const ownKernels = ['box', 'hamming'] as const satisfies readonly Kernel[];
export type OwnKernel = (typeof ownKernels)[number];
export const isOwnKernel = (kernel: Kernel): kernel is OwnKernel => (ownKernels as readonly Kernel[]).includes(kernel);

export interface Pixels {
  /** Interleaved RGB bytes [height x width x 3]. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** As `Image.resize` of Pillow (Resample.c): across, then down, each result rounded to 8 bits; shrinking widens the filter. */
export function resample({ data, width, height }: Pixels, toWidth: number, toHeight: number, kernel: Kernel): Pixels {
  const wide = scratch(height * toWidth * 3);
  mixAcross(data, width, wide, toWidth, sourcesOf(width, toWidth, kernel));
  const whole = new Uint8ClampedArray(toHeight * toWidth * 3);
  mixDown(wide, toWidth * 3, whole, sourcesOf(height, toHeight, kernel));
  return { data: new Uint8Array(whole.buffer), width: toWidth, height: toHeight };
}

let scratchBytes = new Uint8ClampedArray(0);

/** Memory that the next call takes over; what it held before is still in it. Garbage of this size would be collected every few images. */
function scratch(size: number): Uint8ClampedArray {
  if (scratchBytes.length < size) scratchBytes = new Uint8ClampedArray(size);
  return scratchBytes.subarray(0, size);
}

/** The pixels that each of the new ones comes from. */
interface Sources {
  /** How many new pixels there are. */
  readonly length: number;
  /** The first pixel of each. */
  readonly first: Int32Array;
  /** How many there are of each, and their weights [new pixels x `most`]. */
  readonly count: Int32Array;
  readonly weights: Float64Array;
  readonly most: number;
}

/** Catalogs hold many images of one size. */
const known = new Map<string, Sources>();
const mostKnown = 64;

function sourcesOf(from: number, to: number, kernel: Kernel): Sources {
  const key = `${from} ${to} ${kernel}`;
  const found = known.get(key) ?? computeSources(from, to, kernel);
  if (!known.has(key) && known.size >= mostKnown) known.delete(known.keys().next().value as string);
  known.set(key, found);
  return found;
}

function computeSources(from: number, to: number, kernel: Kernel): Sources {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const filter = kernel === 'nearest' ? { support: 0.5, at: () => 1 } : filters[kernel];
  const most = kernel === 'nearest' ? 1 : Math.ceil(filter.support * stretch) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float64Array(to * most);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start =
      kernel === 'nearest'
        ? Math.min(from - 1, Math.floor(centre))
        : Math.max(0, Math.trunc(centre - filter.support * stretch + 0.5));
    const end = kernel === 'nearest' ? start + 1 : Math.min(from, Math.trunc(centre + filter.support * stretch + 0.5));
    const own = weights.subarray(i * most, i * most + end - start);
    for (let k = 0; k < own.length; k++) own[k] = filter.at((start + k - centre + 0.5) / stretch);
    const total = own.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < own.length; k++) own[k] = (own[k] as number) / total;
    first[i] = start;
    count[i] = own.length;
  }
  return { length: to, first, count, weights, most };
}

/** Halves are rounded up, which `Uint8ClampedArray` alone does only to odd numbers. */
function mixAcross(
  data: Uint8Array,
  width: number,
  into: Uint8ClampedArray,
  toWidth: number,
  { first, count, weights, most }: Sources,
): void {
  const rows = into.length / (toWidth * 3);
  for (let x = 0; x < toWidth; x++) {
    const taps = count[x] as number;
    for (let y = 0; y < rows; y++) {
      let at = (y * width + (first[x] as number)) * 3;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < taps; k++, at += 3) {
        const weight = weights[x * most + k] as number;
        red += (data[at] as number) * weight;
        green += (data[at + 1] as number) * weight;
        blue += (data[at + 2] as number) * weight;
      }
      const to = (y * toWidth + x) * 3;
      into[to] = Math.floor(red + 0.5);
      into[to + 1] = Math.floor(green + 0.5);
      into[to + 2] = Math.floor(blue + 0.5);
    }
  }
}

/** `stride`: values of a row. Two rows at a time, along them, since their values lie side by side. */
function mixDown(
  data: Uint8ClampedArray,
  stride: number,
  into: Uint8ClampedArray,
  { length, first, count, weights, most }: Sources,
): void {
  const sums = new Float64Array(stride);
  for (let y = 0; y < length; y++) {
    const taps = count[y] as number;
    let at = (first[y] as number) * stride;
    sums.fill(0);
    let k = 0;
    for (; k + 1 < taps; k += 2, at += 2 * stride) {
      const a = weights[y * most + k] as number;
      const b = weights[y * most + k + 1] as number;
      for (let i = 0; i < stride; i++) {
        sums[i] = (sums[i] as number) + (data[at + i] as number) * a + (data[at + stride + i] as number) * b;
      }
    }
    if (k < taps) {
      const a = weights[y * most + k] as number;
      for (let i = 0; i < stride; i++) sums[i] = (sums[i] as number) + (data[at + i] as number) * a;
    }
    const to = y * stride;
    for (let i = 0; i < stride; i++) into[to + i] = Math.floor((sums[i] as number) + 0.5);
  }
}
