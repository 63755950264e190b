/** From an image file to everything that indexing keeps of it, decoding it as few times as possible. */
import { throwIfCancelled } from '../../contract/errors.ts';
import { imageFileOf, readImageFile } from './file.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { smallRgb, toModelPixels, withImage } from './pixels.ts';
import { imageSignature } from './signature.ts';
import { thumbnailOf, thumbSide, writeThumbnail } from './thumbnail.ts';
import type { DecodedImage, DecodeOptions, ImageFile, VisionInput } from './types.ts';

/**
 * The pixels of an image for a model: interleaved RGB bytes [input height x input width x 3].
 * @throws {AppError} the codes of `readImageFile` and `decodeImage`
 */
export async function decodeForModel(
  file: string | Buffer | ImageFile,
  vision: VisionInput,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, (opened) => toModelPixels(opened, vision, image.path));
}

/**
 * Decodes an image for a model, writes its thumbnail and says what is true of it.
 * @throws {AppError} `NOT_AN_IMAGE`, `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`, `DISK_FULL`, `CANCELLED`
 */
export async function decodeImage(file: ImageFile, options: DecodeOptions): Promise<DecodedImage> {
  return withImage(file, options, async (image) => {
    const pixels = await toModelPixels(image, options.vision, file.path);
    throwIfCancelled(options.signal);
    const small = await smallRgb(image, thumbSide, file.path);
    const thumb = thumbnailOf(image.header, file.bytes);
    if (thumb === 'own') await writeThumbnail(small, options.thumbDir, file.contentHash);
    return {
      contentHash: file.contentHash,
      bytes: file.bytes,
      width: image.header.width,
      height: image.header.height,
      format: image.header.format,
      thumb,
      perceptualHash: perceptualHash(small),
      signature: imageSignature(small),
      pixels,
    };
  });
}

/** `readImageFile`, then `decodeImage`. */
export async function readImage(path: string, options: DecodeOptions): Promise<DecodedImage> {
  return decodeImage(await readImageFile(path, options.signal), options);
}

/** What an image looks like, for comparing it with others. @throws {AppError} the codes of `readImageFile` and `decodeImage` */
export async function readLook(
  file: string | Buffer | ImageFile,
  signal?: AbortSignal,
): Promise<{ readonly perceptualHash: Buffer; readonly signature: Buffer }> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, async (opened) => {
    const small = await smallRgb(opened, thumbSide, image.path);
    return { perceptualHash: perceptualHash(small), signature: imageSignature(small) };
  });
}

/** A path is read, bytes are hashed, and what has been read already stays as it is. */
export async function asImageFile(file: string | Buffer | ImageFile, signal?: AbortSignal): Promise<ImageFile> {
  if (typeof file === 'string') return readImageFile(file, signal);
  return Buffer.isBuffer(file) ? imageFileOf(file) : file;
}
