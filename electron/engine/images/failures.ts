/** What can be wrong with an image file, said so that a person knows what to do. */
import { AppError } from '../../contract/errors.ts';
import { maxDecodeBytes } from './memory.ts';
import type { ForeignFormat } from './names.ts';

const mebibyte = 1024 * 1024;

/** Larger files are not images of products but mistakes; the limit keeps one of them from filling memory. */
export const maxFileBytes = 256 * mebibyte;

/** The largest image that phones and medium-format cameras make today has 200 million pixels. */
export const maxPixels = 200_000_000;

export function fileFailure(path: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { details: { path }, cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('FILE_MISSING', 'The file is not there. Put it back, or correct the path.', options);
  }
  if (code === 'ELOOP') {
    return new AppError('LINK_LOOP', 'The link leads back to itself. Replace it by the picture.', options);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('FILE_UNREADABLE', 'Reading the file is not allowed. Change its permissions.', options);
  }
  if (code === 'EISDIR') {
    return new AppError(
      'FILE_UNREADABLE',
      'This is a folder, not a picture. Give the path of a picture file.',
      options,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    'FILE_UNREADABLE',
    `The file could not be read (${reason}). Check the disk or the connection and import again.`,
    options,
  );
}

export function brokenLink(path: string, target: string): AppError {
  return new AppError(
    'LINK_BROKEN',
    `The link leads to ${target}, which is not there. Put the picture back or remove it.`,
    {
      details: { path, target },
    },
  );
}

export function notAFile(path: string): AppError {
  return new AppError('FILE_UNREADABLE', 'This is not a regular file. Give the path of a picture file.', {
    details: { path },
  });
}

export function emptyFile(path: string): AppError {
  return new AppError('FILE_EMPTY', 'The file is empty (0 bytes). Copy the picture here again.', { details: { path } });
}

export function fileTooLarge(path: string, bytes: number): AppError {
  const size = Math.round(bytes / mebibyte);
  return new AppError(
    'FILE_TOO_LARGE',
    `The file has ${size} MB; the limit is ${maxFileBytes / mebibyte} MB. Save the picture smaller, for example as JPEG.`,
    { details: { path, bytes, limit: maxFileBytes } },
  );
}

/** What to do about a format, where more can be said than to save it as another. */
const advice: Partial<Record<ForeignFormat, string>> = {
  HEIC: 'Save it as JPEG; an iPhone takes JPEG itself under Settings, Camera, Formats, "Most Compatible".',
  'camera RAW': 'Develop it in the photo program and export it as JPEG.',
  Photoshop: 'Export it as JPEG, PNG or WebP.',
  'moving AVIF': 'Save a still of it as JPEG, PNG or WebP.',
};

/** What is said of a file in a format that cannot be read. */
export function foreignReason(format: ForeignFormat): string {
  return `This is a ${format} file, which cannot be read here. ${advice[format] ?? 'Save it as JPEG, PNG or WebP.'}`;
}

export function notAnImage(path: string, foreign?: ForeignFormat): AppError {
  const message =
    foreign === undefined
      ? 'The content is not a picture, whatever the name says. Replace the file by a JPEG, PNG, WebP, AVIF, GIF or TIFF.'
      : foreignReason(foreign);
  return new AppError('NOT_AN_IMAGE', message, { details: { path } });
}

export function imageTooLarge(path: string, width: number, height: number): AppError {
  return new AppError(
    'IMAGE_TOO_LARGE',
    `The picture has ${width} x ${height} pixels (${Math.round((width * height) / 1e6)} million); the limit is ` +
      `${maxPixels / 1e6} million. Save it smaller.`,
    { details: { path, width, height, limit: maxPixels } },
  );
}

export function takesTooMuchMemory(path: string, width: number, height: number, bytes: number): AppError {
  const needed = Math.round(bytes / 1e6);
  return new AppError(
    'IMAGE_TOO_LARGE',
    `The picture (${width} x ${height} pixels) would take ${needed} MB of memory to open; the limit is ` +
      `${maxDecodeBytes / 1e6} MB. Save it smaller, or as an ordinary JPEG.`,
    { details: { path, width, height, bytes: needed, limit: maxDecodeBytes } },
  );
}

export function tooNarrow(path: string, width: number, height: number): AppError {
  return new AppError(
    'IMAGE_TOO_LARGE',
    `The picture is too long and narrow (${width} x ${height} pixels) to be enlarged for the model. Cut it to what it shows.`,
    { details: { path, width, height } },
  );
}

/** An error of libvips while an image with a known header was decoded. */
export function imageDamaged(path: string, error: unknown): AppError {
  const said = error instanceof Error ? (error.message.split('\n').at(-1) ?? '').trim() : String(error);
  // What libvips says may be lost while others decode beside it.
  const reason = said === '' || said === 'Unknown error' ? '' : ` (${said})`;
  return new AppError(
    'IMAGE_DAMAGED',
    `The picture is damaged or incomplete${reason}. Copy it here again from where it came.`,
    { details: { path }, cause: error },
  );
}
