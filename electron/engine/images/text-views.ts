/** An image as text on it is looked for and read: small to look for it, and as large as is worth it to read it. */
import { asImageFile } from './decode.ts';
import { fitInside, type Rgb, sharpOfRgb, toRgb, withImage } from './pixels.ts';
import type { ImageFile } from './types.ts';

export interface TextViews {
  /** Sides are multiples of 32, as networks that halve an image five times want them. */
  readonly small: Rgb;
  readonly large: Rgb;
  /** Of the image itself [px], upright. */
  readonly width: number;
  readonly height: number;
}

export interface TextViewSizes {
  /** The longest side [px] of `small`, which smaller images are enlarged to, twice at most. */
  readonly small: number;
  readonly large: number;
}

const multiple = 32;

/** @throws {AppError} the codes of `readImageFile` and `decodeImage`, `CANCELLED` */
export async function textViews(
  file: string | ImageFile,
  sizes: TextViewSizes,
  signal?: AbortSignal,
): Promise<TextViews> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, async (opened) => {
    const large = await toRgb(fitInside(opened, sizes.large), image.path);
    const scale = Math.min(2, sizes.small / Math.max(large.width, large.height));
    const side = (length: number): number => Math.max(multiple, Math.round((length * scale) / multiple) * multiple);
    const resized = sharpOfRgb(large).resize(side(large.width), side(large.height), { fit: 'fill', kernel: 'linear' });
    const { width, height } = opened.header;
    return { small: await toRgb(resized, image.path), large, width, height };
  });
}
