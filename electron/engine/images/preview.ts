/** Query pictures: a small copy is kept, so that a search can be shown and repeated after the original is gone. */
import { join } from 'node:path';
import { asPictureFile } from './decode.ts';
import { imageDamaged } from './failures.ts';
import { fitInside, withPicture } from './pixels.ts';
import { writeWhole } from './thumbnail.ts';
import type { PictureFile, Preview } from './types.ts';

const previewSide = 768;
const previewQuality = 85;

/** The path of the preview of a query picture. */
export function previewPath(queriesDir: string, contentHash: string): string {
  return join(queriesDir, `${contentHash}.webp`);
}

/**
 * Writes `<queriesDir>/<hash>.webp`, at most 768 px a side. `width` and `height` are those of the original, after EXIF orientation.
 * @throws {AppError} the codes of `readPictureFile` and `decodePicture`
 */
export async function preparePreview(
  file: string | Buffer | PictureFile,
  queriesDir: string,
  signal?: AbortSignal,
): Promise<Preview> {
  const picture = await asPictureFile(file, signal);
  return withPicture(picture, { signal }, async (opened) => {
    const webp = await fitInside(opened, previewSide)
      .webp({ quality: previewQuality, effort: 2 })
      .toBuffer()
      .catch((error) => {
        throw imageDamaged(picture.path, error);
      });
    const path = previewPath(queriesDir, picture.contentHash);
    await writeWhole(path, webp);
    return { contentHash: picture.contentHash, path, width: opened.header.width, height: opened.header.height };
  });
}
