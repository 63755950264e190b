/** The one place that decodes: every way from a picture file to pixels goes through `openPicture` and `toModelPixels`. */
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { throwIfCancelled } from '../../contract/errors.ts';
import { imageDamaged, imageTooLarge, maxPixels, notAnImage } from './failures.ts';
import { readHead } from './file.ts';
import { sniffFormat, sniffLength } from './names.ts';
import type { PictureFile, PictureFormat, VisionInput } from './types.ts';

// Every picture is read once, so caching costs memory and saves nothing; pictures are decoded side by side, one thread each.
sharp.cache(false);
sharp.concurrency(1);

/** Pictures up to this many pixels are decoded to memory once and resized from there (3 bytes a pixel). */
const maxPixelsInMemory = 24_000_000;

const formats: ReadonlySet<string> = new Set<PictureFormat>(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

/** Interleaved RGB bytes [height x width x 3]. */
export interface Rgb {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface PictureHeader {
  readonly format: PictureFormat;
  /** After EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly metadata: Metadata;
}

/** A picture whose header has been checked. */
export interface OpenPicture {
  readonly header: PictureHeader;
  /** Starts a pipeline that gives the picture upright, opaque on white and in sRGB. */
  pipeline(background?: readonly [number, number, number]): Sharp;
}

/**
 * Checks what kind of file it is and how large the picture is, before anything is decoded.
 * @throws {AppError} `NOT_AN_IMAGE`, `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`
 */
export async function readHeader(file: PictureFile): Promise<PictureHeader> {
  const sniffed = sniffFormat(await readHead(file, sniffLength));
  if (sniffed === undefined) throw notAnImage(file.path);
  if (!isPictureFormat(sniffed)) throw notAnImage(file.path, sniffed);
  const metadata = await sharp(file.source, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      throw imageDamaged(file.path, error);
    });
  if (!isPictureFormat(metadata.format)) throw notAnImage(file.path);
  const { width, height } = metadata.autoOrient;
  if (width * height > maxPixels) throw imageTooLarge(file.path, width, height);
  return { format: metadata.format, width, height, metadata };
}

/**
 * Opens a picture so that it can be resized more than once and is decoded once, unless it is so large or so deep that it is better
 * read from the file each time.
 */
export async function openPicture(file: PictureFile, signal?: AbortSignal): Promise<OpenPicture> {
  const header = await readHeader(file);
  throwIfCancelled(signal);
  const fromFile: OpenPicture = {
    header,
    pipeline: (background) => upright(sharp(file.source, { failOn: 'error', limitInputPixels: maxPixels }), background),
  };
  const { metadata } = header;
  if (metadata.depth !== 'uchar' || metadata.hasAlpha || header.width * header.height > maxPixelsInMemory) {
    return fromFile;
  }
  const raw = await toRgb(fromFile.pipeline(), file.path);
  return { header, pipeline: () => sharpOfRgb(raw) };
}

/**
 * The picture as a model wants it: upright, opaque, sRGB, resized as `model.json` says, [input height x input width x 3]. No
 * shrink-on-load, which is faster and moves vectors by up to 0.004 of cosine.
 */
export async function toModelPixels(picture: OpenPicture, vision: VisionInput, path: string): Promise<Uint8Array> {
  const { input, resize } = vision;
  const pipeline = picture.pipeline(resize.background).resize(input.width, input.height, {
    fit: resize.fit,
    position: resize.position,
    background: rgbColour(resize.background),
    kernel: resize.kernel,
    fastShrinkOnLoad: false,
  });
  const { data } = await toRgb(pipeline, path);
  return data;
}

/** The picture within a square of `side` pixels, never enlarged. */
export function fitInside(picture: OpenPicture, side: number): Sharp {
  return picture.pipeline().resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

/** Runs a pipeline to RGB bytes. @throws {AppError} `IMAGE_DAMAGED` */
export async function toRgb(pipeline: Sharp, path: string): Promise<Rgb> {
  const { data, info } = await pipeline
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error) => {
      throw imageDamaged(path, error);
    });
  return { data, width: info.width, height: info.height };
}

export function sharpOfRgb({ data, width, height }: Rgb): Sharp {
  const options: SharpOptions = { raw: { width, height, channels: 3 }, limitInputPixels: maxPixels };
  return sharp(data, options);
}

function upright(image: Sharp, background: readonly [number, number, number] = [255, 255, 255]): Sharp {
  return image
    .rotate()
    .flatten({ background: rgbColour(background) })
    .toColourspace('srgb');
}

function rgbColour([r, g, b]: readonly [number, number, number]): { r: number; g: number; b: number } {
  return { r, g, b };
}

function isPictureFormat(format: string | undefined): format is PictureFormat {
  return format !== undefined && formats.has(format);
}
