/**
 * Which pictures of a clip stand for it: one for each change of picture, the sharpest of those alike. Here, so that a
 * browser and the terminal take the same ones.
 */

/** A clip is searched by so many frames. */
export const mostClipFrames = 12;
/** A clip is looked at in so many places, and no closer together than that [s]. */
export const mostSamples = 48;
export const leastSampleStep = 0.25;
/** The sides of the small pictures that are compared [px]; the clip is squeezed into them. */
export const sampleSide = 96;

export interface FrameSample {
  /** Seconds from the beginning. */
  readonly at: number;
  /** Mean colours of a grid of cells, 0..255 [cells x cells x 3]. */
  readonly look: Float32Array;
  /** Variance of the Laplacian of its grey values: more is sharper. */
  readonly sharpness: number;
  /** Standard deviation of its grey values, 0..128: a black or white picture has next to none. */
  readonly contrast: number;
}

const cells = 8;
/** Pictures differ from here on [mean distance of cells in RGB, 0..441]. */
const change = 26;
/** Less is a blank picture: a fade, a title without words. */
const leastContrast = 6;

/** Where to look at a clip [s]: the middles of equal stretches. */
export function sampleTimes(duration: number): number[] {
  const count = Math.max(1, Math.min(mostSamples, Math.floor(duration / leastSampleStep)));
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * duration) / count);
}

/** @param pixels interleaved [sampleSide x sampleSide x channels], red, green and blue first */
export function sampleOf(at: number, pixels: ArrayLike<number>, channels: 3 | 4): FrameSample {
  const grey = new Float32Array(sampleSide * sampleSide);
  const look = new Float32Array(cells * cells * 3);
  const cellSide = sampleSide / cells;
  let sum = 0;
  let squares = 0;
  for (let y = 0; y < sampleSide; y++) {
    for (let x = 0; x < sampleSide; x++) {
      const pixel = (y * sampleSide + x) * channels;
      const [r, g, b] = [pixels[pixel] ?? 0, pixels[pixel + 1] ?? 0, pixels[pixel + 2] ?? 0];
      const cell = 3 * (Math.floor(y / cellSide) * cells + Math.floor(x / cellSide));
      look[cell] = (look[cell] ?? 0) + r;
      look[cell + 1] = (look[cell + 1] ?? 0) + g;
      look[cell + 2] = (look[cell + 2] ?? 0) + b;
      const value = 0.299 * r + 0.587 * g + 0.114 * b;
      grey[y * sampleSide + x] = value;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / grey.length;
  return {
    at,
    look: look.map((total) => total / cellSide ** 2),
    sharpness: laplacianVariance(grey),
    contrast: Math.sqrt(Math.max(0, squares / grey.length - mean * mean)),
  };
}

/** The focus measure of Pech-Pacheco et al. (2000). @param grey [sampleSide x sampleSide] */
function laplacianVariance(grey: Float32Array): number {
  let sum = 0;
  let squares = 0;
  const inner = sampleSide - 2;
  for (let y = 1; y <= inner; y++) {
    for (let x = 1; x <= inner; x++) {
      const at = y * sampleSide + x;
      const value =
        4 * (grey[at] ?? 0) -
        (grey[at - 1] ?? 0) -
        (grey[at + 1] ?? 0) -
        (grey[at - sampleSide] ?? 0) -
        (grey[at + sampleSide] ?? 0);
      sum += value;
      squares += value * value;
    }
  }
  const count = inner * inner;
  return squares / count - (sum / count) ** 2;
}

/**
 * The samples that stand for the clip, in their order, `most` at most. Blank ones are taken only where there are no
 * others.
 * @param samples in the order of time
 */
export function keyFrames(samples: readonly FrameSample[], most: number = mostClipFrames): FrameSample[] {
  const telling = samples.filter(({ contrast }) => contrast >= leastContrast);
  const scenes: FrameSample[][] = [];
  for (const sample of telling.length > 0 ? telling : samples.slice(0, 1)) {
    const scene = scenes.at(-1);
    if (scene?.[0] !== undefined && differenceOf(scene[0], sample) < change) scene.push(sample);
    else scenes.push([sample]);
  }
  // Of too many, neighbours that differ least become one; then what comes again later in the clip goes.
  const frames = scenes.map(sharpest);
  while (frames.length > most) {
    const steps = frames.slice(1).map((frame, i) => differenceOf(frames[i] as FrameSample, frame));
    const at = steps.indexOf(Math.min(...steps));
    frames.splice(at, 2, sharpest(frames.slice(at, at + 2)));
  }
  return frames.filter((frame, i) => frames.slice(0, i).every((other) => differenceOf(other, frame) >= change / 2));
}

function sharpest(samples: readonly FrameSample[]): FrameSample {
  return samples.reduce((best, sample) => (sample.sharpness > best.sharpness ? sample : best));
}

function differenceOf(a: FrameSample, b: FrameSample): number {
  let total = 0;
  for (let i = 0; i < a.look.length; i += 3) {
    total += Math.hypot(
      (a.look[i] ?? 0) - (b.look[i] ?? 0),
      (a.look[i + 1] ?? 0) - (b.look[i + 1] ?? 0),
      (a.look[i + 2] ?? 0) - (b.look[i + 2] ?? 0),
    );
  }
  return total / (a.look.length / 3);
}

const clipEndings = /^[^.].*\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|m2ts|mts|3gp|3g2|ogv|wmv|flv)$/i;

/** Whether a file is a film by its name; hidden files and the `._` companions macOS writes are none. */
export function isClipName(file: string): boolean {
  return clipEndings.test(file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
}
