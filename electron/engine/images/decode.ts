/** From a picture file to everything that indexing keeps of it, decoding it as few times as possible. */
import { throwIfCancelled } from '../../contract/errors.ts';
import { pictureFileOf, readPictureFile } from './file.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { smallRgb, toModelPixels, withPicture } from './pixels.ts';
import { pictureSignature } from './signature.ts';
import { thumbnailOf, thumbSide, writeThumbnail } from './thumbnail.ts';
import type { DecodedPicture, DecodeOptions, PictureFile, VisionInput } from './types.ts';

/**
 * The pixels of a picture for a model: interleaved RGB bytes [input height x input width x 3].
 * @throws {AppError} the codes of `readPictureFile` and `decodePicture`
 */
export async function decodeForModel(
  file: string | Buffer | PictureFile,
  vision: VisionInput,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const picture = await asPictureFile(file, signal);
  return withPicture(picture, { signal }, (opened) => toModelPixels(opened, vision, picture.path));
}

/**
 * Decodes a picture for a model, writes its thumbnail and says what is true of it.
 * @throws {AppError} `NOT_AN_IMAGE`, `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`, `DISK_FULL`, `CANCELLED`
 */
export async function decodePicture(file: PictureFile, options: DecodeOptions): Promise<DecodedPicture> {
  return withPicture(file, options, async (picture) => {
    const pixels = await toModelPixels(picture, options.vision, file.path);
    throwIfCancelled(options.signal);
    const small = await smallRgb(picture, thumbSide, file.path);
    const thumb = thumbnailOf(picture.header, file.bytes);
    if (thumb === 'own') await writeThumbnail(small, options.thumbDir, file.contentHash);
    return {
      contentHash: file.contentHash,
      bytes: file.bytes,
      width: picture.header.width,
      height: picture.header.height,
      format: picture.header.format,
      thumb,
      perceptualHash: perceptualHash(small),
      signature: pictureSignature(small),
      pixels,
    };
  });
}

/** `readPictureFile`, then `decodePicture`. */
export async function readPicture(path: string, options: DecodeOptions): Promise<DecodedPicture> {
  return decodePicture(await readPictureFile(path, options.signal), options);
}

/** Writes the thumbnail of a picture whose vector is known already; answers as `DecodedPicture.thumb`. */
export async function makeThumbnail(
  file: PictureFile,
  thumbDir: string,
  signal?: AbortSignal,
): Promise<'own' | 'original'> {
  return withPicture(file, { signal }, async (picture) => {
    const thumb = thumbnailOf(picture.header, file.bytes);
    if (thumb === 'own') {
      await writeThumbnail(await smallRgb(picture, thumbSide, file.path), thumbDir, file.contentHash);
    }
    return thumb;
  });
}

/** What a picture looks like, for comparing it with others. @throws {AppError} the codes of `readPictureFile` and `decodePicture` */
export async function readLook(
  file: string | Buffer | PictureFile,
  signal?: AbortSignal,
): Promise<{ readonly perceptualHash: Buffer; readonly signature: Buffer }> {
  const picture = await asPictureFile(file, signal);
  return withPicture(picture, { signal }, async (opened) => {
    const small = await smallRgb(opened, thumbSide, picture.path);
    return { perceptualHash: perceptualHash(small), signature: pictureSignature(small) };
  });
}

/** A path is read, bytes are hashed, and what has been read already stays as it is. */
export async function asPictureFile(file: string | Buffer | PictureFile, signal?: AbortSignal): Promise<PictureFile> {
  if (typeof file === 'string') return readPictureFile(file, signal);
  return Buffer.isBuffer(file) ? pictureFileOf(file) : file;
}
