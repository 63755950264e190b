/**
 * What a screenshot or a frame of a film has around its photo: bars of one colour, with signs on them or not, that end in a
 * straight edge right across. A studio photo ends in no such edge: what is on it is narrower than its background. A frame of one colour
 * on all four sides is not told from such a background and stays.
 */
import type { Region } from '../../../contract/region.ts';
import type { SmallImage } from './colours.ts';

/** The longer side of the picture that bars are looked for in [px]. */
export const barSide = 400;
/** How far a pixel may be from the colour of a bar, in any of its three bytes, and how far at least the photo is from it. */
const [near, far] = [14, 26];
/** Share of a line that is of the colour of its bar; the rest are signs. */
const plain = 0.72;
/** Share of the line behind the edge that is not. */
const across = 0.94;
/** Lines after the edge that have to be so as well. */
const lines = 3;
/** Bars of less than a hundredth, or of half an image, are none. */
const [thinnest, thickest] = [0.012, 0.42];
/** Less than this is no photo. */
const leastLeft = 0.2;
const rounds = 3;

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The photo without its bars; null where there are none. @param image within `barSide` pixels */
export function withoutBars(image: SmallImage): Region | null {
  const { width, height } = image;
  let frame: Frame = { left: 0, top: 0, right: width, bottom: height };
  for (let round = 0; round < rounds; round++) {
    const top = barOf(image, frame, 'top');
    const bottom = barOf(image, frame, 'bottom');
    const inside = { ...frame, top: frame.top + top, bottom: frame.bottom - bottom };
    const left = barOf(image, inside, 'left');
    const right = barOf(image, inside, 'right');
    if (top + bottom + left + right === 0) break;
    frame = { ...inside, left: inside.left + left, right: inside.right - right };
  }
  const region = {
    x: frame.left / width,
    y: frame.top / height,
    width: (frame.right - frame.left) / width,
    height: (frame.bottom - frame.top) / height,
  };
  const area = region.width * region.height;
  return area === 1 || area < leastLeft ? null : region;
}

/** How many lines of the frame are a bar on that side; 0 where there is none. */
function barOf(image: SmallImage, frame: Frame, side: 'top' | 'bottom' | 'left' | 'right'): number {
  const isRow = side === 'top' || side === 'bottom';
  const depth = isRow ? frame.bottom - frame.top : frame.right - frame.left;
  const length = isRow ? frame.right - frame.left : frame.bottom - frame.top;
  const at = (line: number, along: number): number => {
    const deep = side === 'top' || side === 'left' ? line : depth - 1 - line;
    const [x, y] = isRow ? [frame.left + along, frame.top + deep] : [frame.left + deep, frame.top + along];
    return 3 * (y * image.width + x);
  };
  const colour = [0, 1, 2].map((channel) => median(image, channel, length, (along) => at(0, along)));
  const distance = (line: number, along: number): number => {
    const pixel = at(line, along);
    return Math.max(...colour.map((value, channel) => Math.abs((image.data[pixel + channel] as number) - value)));
  };
  const share = (line: number, test: (distance: number) => boolean): number => {
    let count = 0;
    for (let along = 0; along < length; along++) if (test(distance(line, along))) count++;
    return count / length;
  };
  let thick = 0;
  while (thick < depth * thickest && share(thick, (value) => value <= near) >= plain) thick++;
  if (thick < Math.max(2, depth * thinnest) || thick >= depth * thickest) return 0;
  // Scaling mixes one line with the bar.
  const first = share(thick, (value) => value >= far) >= across ? thick : thick + 1;
  for (let line = first; line < first + lines; line++)
    if (line >= depth || share(line, (value) => value >= far) < across) return 0;
  return first;
}

function median(image: SmallImage, channel: number, length: number, at: (along: number) => number): number {
  const values = Array.from({ length }, (_, along) => image.data[at(along) + channel] as number).sort((a, b) => a - b);
  return values[Math.floor(length / 2)] ?? 0;
}
