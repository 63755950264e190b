/** An image in grey, at the sizes and angles in which fine lines on it are looked for. */
import { asImageFile } from './decode.ts';
import { fitInside, type OpenImage, type Rgb, sharpOfRgb, toRgb, withImage } from './pixels.ts';
import type { ImageFile } from './types.ts';

/** One byte a pixel [height x width]. */
export interface GreyPixels {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/**
 * - plain: as it is
 * - turned: by 30 or 60 degrees
 * - enlarged: twice as large and a fifth less than that, sharpened; what is read in both can be believed
 */
export type GreyView = 'plain' | 'turned' | 'enlarged';

const longestSide = 1600;
const longestEnlarged = 2400;
const angles = [30, 60] as const;
const enlargements = [2, 1.6] as const;

/**
 * Shows the views of an image one after the other until `visit` answers that it has seen enough.
 * @throws {AppError} the codes of `readImageFile` and `decodeImage`
 */
export async function showGreys(
  file: string | ImageFile,
  visit: (view: GreyView, pixels: GreyPixels) => Promise<'enough' | 'more'>,
  signal?: AbortSignal,
): Promise<void> {
  const image = await asImageFile(file, signal);
  await withImage(image, { signal }, async (opened) => {
    const base = await toRgb(fitInside(opened, longestSide), image.path);
    if ((await visit('plain', greyOf(base))) === 'enough') return;
    for (const angle of angles) {
      signal?.throwIfAborted();
      const turned = await toRgb(sharpOfRgb(base).rotate(angle, { background: 'white' }), image.path);
      if ((await visit('turned', greyOf(turned))) === 'enough') return;
    }
    for (const times of enlargements) {
      signal?.throwIfAborted();
      if ((await visit('enlarged', greyOf(await enlarged(opened, times, image.path)))) === 'enough') return;
    }
  });
}

function enlarged(image: OpenImage, times: number, path: string): Promise<Rgb> {
  const { width, height } = image.header;
  const side = Math.round(Math.min(2 * Math.max(width, height), longestEnlarged) * (times / 2));
  const pipeline = image.pipeline().resize(side, side, { fit: 'inside', kernel: 'cubic' });
  return toRgb(pipeline.sharpen({ sigma: 3, m1: 3, m2: 6 }), path);
}

/** Luminance after ITU-R BT.601. */
function greyOf({ data, width, height }: Rgb): GreyPixels {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] = ((data[at] as number) * 299 + (data[at + 1] as number) * 587 + (data[at + 2] as number) * 114) / 1000;
  }
  return { data: grey, width, height };
}
