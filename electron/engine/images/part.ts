/** Parts of an image: it is decoded once, and each part is cut from memory. */
import type { Region } from '../../contract/region.ts';
import { asImageFile } from './decode.ts';
import { imageDamaged } from './failures.ts';
import { type OpenImage, type Rgb, sharpOfRgb, smallRgb, toModelPixels, toRgb, withImage } from './pixels.ts';
import { previewOptions, previewSide } from './preview.ts';
import { writeWhole } from './thumbnail.ts';
import type { ImageFile, VisionInput } from './types.ts';

/** Large enough that a product on a shelf of twenty still has the pixels that models look at. */
const longestSide = 1600;

/** An image in memory, upright, interleaved RGB bytes [height x width x 3]. */
export type ImageInMemory = Rgb;

/** Decodes an image, within `side` pixels. @throws {AppError} the codes of `readImageFile` and `decodeImage` */
export async function loadImage(
  file: string | ImageFile,
  signal?: AbortSignal,
  side: number = longestSide,
): Promise<ImageInMemory> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, (opened) => smallRgb(opened, side, image.path));
}

/** A part for a model: [input height x input width x 3]. */
export async function partForModel(image: ImageInMemory, region: Region, vision: VisionInput): Promise<Uint8Array> {
  const { width, height } = areaOf(image, region);
  const part = cut(image, region);
  const opened = { header: { width, height } as OpenImage['header'], pipeline: () => sharpOfRgb(part) };
  return toModelPixels(opened, vision, 'part');
}

/** A part, within `side` pixels. */
export async function smallPart(image: ImageInMemory, region: Region, side: number): Promise<ImageInMemory> {
  const part = cut(image, region);
  return toRgb(sharpOfRgb(part).resize(side, side, { fit: 'inside', withoutEnlargement: true }), 'part');
}

/** Writes a part as the copy of a query image. @throws {AppError} `DISK_FULL` */
export async function writePart(image: ImageInMemory, region: Region, path: string): Promise<void> {
  const pipeline = sharpOfRgb(cut(image, region)).resize(previewSide, previewSide, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  const webp = await pipeline
    .webp(previewOptions)
    .toBuffer()
    .catch((error) => {
      throw imageDamaged(path, error);
    });
  await writeWhole(path, webp);
}

function cut(image: ImageInMemory, region: Region): ImageInMemory {
  const { left, top, width, height } = areaOf(image, region);
  const data = Buffer.allocUnsafe(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    image.data.copy(data, y * width * 3, from, from + width * 3);
  }
  return { data, width, height };
}

/** Whole pixels, one at least. */
function areaOf(image: ImageInMemory, { x, y, width, height }: Region) {
  const left = Math.min(image.width - 1, Math.round(x * image.width));
  const top = Math.min(image.height - 1, Math.round(y * image.height));
  const right = Math.min(image.width, Math.max(left + 1, Math.round((x + width) * image.width)));
  const bottom = Math.min(image.height, Math.max(top + 1, Math.round((y + height) * image.height)));
  return { left, top, width: right - left, height: bottom - top };
}
