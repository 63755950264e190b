/** BMP files, which libvips does not read, as files that it does: decoded by bmp-ts and written as PNG without compression. */
import { decode } from 'bmp-ts';
import sharp from 'sharp';
import { imageDamaged, imageTooLarge, maxPixels, notAnImage, takesTooMuchMemory } from './failures.ts';
import { maxDecodeBytes } from './memory.ts';

/** Header of the file, and of the bitmap up to how it is compressed. */
const headerBytes = 34;
/** Pixels as they are, or with masks that say where each colour lies. */
const plain: ReadonlySet<number> = new Set([0, 3]);
/** Bits a pixel that bmp-ts reads right; 4 and runs it does not, and 16 is hardly written by anything. */
const depths: ReadonlySet<number> = new Set([1, 8, 24, 32]);
/** Decoded with alpha, without it, and as PNG, besides the file. */
const bytesPerPixel = 12;

/** @throws {AppError} `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`, `NOT_AN_IMAGE` for runs and 4 or 16 bits a pixel */
export async function pngOfBitmap(bytes: Buffer, path: string): Promise<Buffer> {
  const { width, height } = sizeOf(bytes, path);
  if (width * height > maxPixels) throw imageTooLarge(path, width, height);
  const memory = width * height * bytesPerPixel;
  if (memory > maxDecodeBytes) throw takesTooMuchMemory(path, width, height, memory);
  try {
    const { data, bitPP } = decode(bytes);
    const pixels = unpacked(data, bitPP === 32);
    const raw = { width, height, channels: pixels.length === width * height * 4 ? 4 : 3 } as const;
    return await sharp(pixels, { raw, limitInputPixels: maxPixels }).png({ compressionLevel: 0 }).toBuffer();
  } catch (error) {
    throw imageDamaged(path, error);
  }
}

function sizeOf(bytes: Buffer, path: string): { width: number; height: number } {
  if (bytes.length < headerBytes) throw imageDamaged(path, new Error('The header is cut off.'));
  // Rows from the top down have a negative height.
  const [width, height] = [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  if (!plain.has(bytes.readUInt32LE(30)) || !depths.has(bytes.readUInt16LE(28))) throw notAnImage(path, 'rare BMP');
  if (width <= 0 || height <= 0) throw imageDamaged(path, new Error(`It says to be ${width} by ${height} pixels.`));
  return { width, height };
}

/** From ABGR to RGB, or to RGBA where alpha says something: many programs leave it empty. */
function unpacked(abgr: Buffer, mayHaveAlpha: boolean): Buffer {
  const pixels = abgr.length / 4;
  let hasAlpha = false;
  for (let i = 0; mayHaveAlpha && i < abgr.length && !hasAlpha; i += 4) hasAlpha = abgr[i] !== 0;
  const channels = hasAlpha ? 4 : 3;
  const out = Buffer.alloc(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    out[i * channels] = abgr[i * 4 + 3] as number;
    out[i * channels + 1] = abgr[i * 4 + 2] as number;
    out[i * channels + 2] = abgr[i * 4 + 1] as number;
    if (hasAlpha) out[i * channels + 3] = abgr[i * 4] as number;
  }
  return out;
}
