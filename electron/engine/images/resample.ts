/**
 * Enlarges pictures as Pillow does. sharp comes within a level of Pillow where it shrinks, but what it enlarges lies half a pixel off,
 * and pictures smaller than a model's input are small enough to be enlarged here.
 */
import type { VisionInput } from './types.ts';

type Kernel = VisionInput['resize']['kernel'];

interface Filter {
  /** How far it reaches, in pixels of the picture. */
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
};

export interface Pixels {
  /** Interleaved RGB bytes [height x width x 3]. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** As `Image.resize` of Pillow (Resample.c): across, then down, each result rounded to 8 bits; shrinking widens the filter. */
export function resample({ data, width, height }: Pixels, toWidth: number, toHeight: number, kernel: Kernel): Pixels {
  const across = sources(width, toWidth, kernel);
  const down = sources(height, toHeight, kernel);
  const wide = new Uint8ClampedArray(height * toWidth * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) mix(data, y * width * 3, 3, across[x] as Source, wide, (y * toWidth + x) * 3);
  }
  const whole = new Uint8ClampedArray(toHeight * toWidth * 3);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) {
      mix(wide, x * 3, toWidth * 3, down[y] as Source, whole, (y * toWidth + x) * 3);
    }
  }
  return { data: new Uint8Array(whole.buffer), width: toWidth, height: toHeight };
}

/** The pixels that one comes from: the first of them and the weight of each. */
interface Source {
  readonly first: number;
  readonly weights: readonly number[];
}

function sources(from: number, to: number, kernel: Kernel): Source[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    if (kernel === 'nearest') return { first: Math.min(from - 1, Math.floor(centre)), weights: [1] };
    const filter = filters[kernel];
    const stretch = Math.max(1, scale);
    const first = Math.max(0, Math.trunc(centre - filter.support * stretch + 0.5));
    const end = Math.min(from, Math.trunc(centre + filter.support * stretch + 0.5));
    const weights = Array.from({ length: end - first }, (_, k) => filter.at((first + k - centre + 0.5) / stretch));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}

/** One RGB pixel, from pixels that are `step` apart. Halves are rounded up, which `Uint8ClampedArray` alone does only to odd numbers. */
function mix(
  data: Uint8Array | Uint8ClampedArray,
  start: number,
  step: number,
  { first, weights }: Source,
  into: Uint8ClampedArray,
  at: number,
): void {
  for (let channel = 0; channel < 3; channel++) {
    let value = 0;
    for (let k = 0; k < weights.length; k++) {
      value += (data[start + (first + k) * step + channel] as number) * (weights[k] as number);
    }
    into[at + channel] = Math.floor(value + 0.5);
  }
}
