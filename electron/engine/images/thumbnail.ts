/** Small copies of images, kept by content, so that a grid of thousands scrolls without reading originals. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { fileIn } from '../files/file-in.ts';
import type { ImageHeader, Rgb } from './pixels.ts';
import { sharpOfRgb } from './pixels.ts';

/** The longest side of a thumbnail, in pixels. */
export const thumbSide = 384;
/** Up to this side and size an image is shown itself: a copy would save little and cost as much time as decoding it. */
const originalSide = 640;
const originalBytes = 64 * 1024;
const thumbQuality = 80;

/** The path of the thumbnail of an image below the folder of thumbnails. */
export function thumbnailPath(thumbDir: string, contentHash: string): string {
  return fileIn(join(thumbDir, contentHash.slice(0, 2)), `${contentHash}.jpg`);
}

/** Whether a browser can show the image itself in place of a thumbnail: small, upright, 8 bits, RGB or grey, a web format. */
export function thumbnailOf({ width, height, format, metadata }: ImageHeader, bytes: number): 'own' | 'original' {
  const side = Math.max(width, height);
  const plain =
    (side <= thumbSide || (side <= originalSide && bytes <= originalBytes)) &&
    ['jpeg', 'png', 'webp', 'gif'].includes(format) &&
    (metadata.orientation ?? 1) === 1 &&
    metadata.depth === 'uchar' &&
    metadata.space !== 'cmyk' &&
    (metadata.pages ?? 1) === 1;
  return plain ? 'original' : 'own';
}

export async function writeThumbnail(small: Rgb, thumbDir: string, contentHash: string): Promise<void> {
  const jpeg = await sharpOfRgb(small).jpeg({ quality: thumbQuality }).toBuffer();
  await writeWhole(thumbnailPath(thumbDir, contentHash), jpeg);
}

/** Writes a file so that it is there whole or not at all. @throws {AppError} `DISK_FULL` */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
      throw new AppError('DISK_FULL', 'The disk that holds the library is full. Make room and import again.', {
        details: { path },
        cause: error,
      });
    }
    throw error;
  }
}
