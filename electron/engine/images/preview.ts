/** Query images: a small copy is kept, so that a search can be shown and repeated after the original is gone. */
import { fileIn } from '../files/file-in.ts';
import { asImageFile } from './decode.ts';
import { imageDamaged } from './failures.ts';
import { fitInside, withImage } from './pixels.ts';
import { writeWhole } from './thumbnail.ts';
import type { ImageFile, Preview } from './types.ts';

/** Of the copy that is kept [px]: it is shown large, and parts of it are searched by once the photo itself is gone. */
export const previewSide = 1280;
export const previewOptions = { quality: 85, effort: 1 } as const;

/** The path of the preview of a query image. */
export function previewPath(queriesDir: string, contentHash: string): string {
  return fileIn(queriesDir, `${contentHash}.webp`);
}

/**
 * Writes `<queriesDir>/<hash>.webp`, at most 1280 px a side. `width` and `height` are those of the original, after EXIF orientation.
 * @throws {AppError} the codes of `readImageFile` and `decodeImage`
 */
export async function preparePreview(
  file: string | Buffer | ImageFile,
  queriesDir: string,
  signal?: AbortSignal,
): Promise<Preview> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, async (opened) => {
    const webp = await fitInside(opened, previewSide)
      .webp(previewOptions)
      .toBuffer()
      .catch((error) => {
        throw imageDamaged(image.path, error);
      });
    const path = previewPath(queriesDir, image.contentHash);
    await writeWhole(path, webp);
    return { contentHash: image.contentHash, path, width: opened.header.width, height: opened.header.height };
  });
}
