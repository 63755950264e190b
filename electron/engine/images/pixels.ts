/** The one place that decodes: every way from an image file to pixels goes through `withImage`. */
import { readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { throwIfCancelled } from '../../contract/errors.ts';
import { pngOfBitmap } from './bitmap.ts';
import { centred, coverGeometry } from './cover.ts';
import { imageDamaged, imageTooLarge, maxPixels, notAnImage, takesTooMuchMemory, tooNarrow } from './failures.ts';
import { readHead } from './file.ts';
import { maxBytesSideBySide, maxDecodeBytes, memoryToDecode } from './memory.ts';
import { sniffFormat, sniffLength } from './names.ts';
import { isOwnKernel, type Pixels, resample } from './resample.ts';
import type { ImageFile, ImageFormat, VisionInput } from './types.ts';

// Every image is read once, so caching costs memory and saves nothing; images are decoded side by side, one thread each.
sharp.cache(false);
sharp.concurrency(1);

/** Images up to this many pixels may be kept whole in memory while they are worked on. */
const maxPixelsKept = 24_000_000;

const formats: ReadonlySet<string> = new Set<ImageFormat>(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'bmp']);

/** Interleaved RGB bytes [height x width x 3]. */
export interface Rgb extends Pixels {
  readonly data: Buffer;
}

export interface ImageHeader {
  readonly format: ImageFormat;
  /** After EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly metadata: Metadata;
}

/** An image whose header has been checked. */
export interface OpenImage {
  readonly header: ImageHeader;
  /** Starts a pipeline that gives the image upright, opaque on white and in sRGB. */
  pipeline(background?: readonly [number, number, number]): Sharp;
  /** All of it, where it was decoded to memory. */
  readonly decoded?: Rgb;
}

/**
 * Checks what kind of file it is and how large the image is, before anything is decoded.
 * @throws {AppError} `NOT_AN_IMAGE`, `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`
 */
export async function readHeader(file: ImageFile): Promise<ImageHeader> {
  const sniffed = sniffFormat(await readHead(file, sniffLength));
  if (sniffed === undefined) throw notAnImage(file.path);
  if (!isImageFormat(sniffed)) throw notAnImage(file.path, sniffed);
  const metadata = await sharp(await stillSource(file), { limitInputPixels: false })
    .metadata()
    .catch(async (error) => {
      throw (await isMovingAvif(file)) ? notAnImage(file.path, 'moving AVIF') : imageDamaged(file.path, error);
    });
  if (!isImageFormat(metadata.format)) throw notAnImage(file.path);
  const { width, height } = metadata.autoOrient;
  if (width * height > maxPixels) throw imageTooLarge(file.path, width, height);
  const bytes = memoryToDecode(metadata);
  if (bytes > maxDecodeBytes) throw takesTooMuchMemory(file.path, width, height, bytes);
  return { format: sniffed === 'bmp' ? sniffed : metadata.format, width, height, metadata };
}

let lastLarge: Promise<unknown> = Promise.resolve();

/**
 * Checks an image and runs `work` on it. With `vision`, the image is decoded to memory once where that gives the model the very
 * same pixels; otherwise every pipeline reads the file, and JPEGs are shrunk while they load.
 * @throws {AppError} the codes of `readHeader`, `IMAGE_DAMAGED`, `CANCELLED`
 */
export async function withImage<T>(
  file: ImageFile,
  options: { signal?: AbortSignal | undefined; vision?: VisionInput | undefined },
  work: (image: OpenImage) => Promise<T>,
): Promise<T> {
  const header = await readHeader(file);
  const { signal, vision } = options;
  const run = async (): Promise<T> => {
    throwIfCancelled(signal);
    const inMemory = vision !== undefined && canDecodeOnce(header, vision);
    const source = await stillSource(file);
    return work(inMemory ? await decodeOnce(source, header, file.path) : fromFile(source, header));
  };
  if (memoryToDecode(header.metadata) <= maxBytesSideBySide) return run();
  const turn = lastLarge.then(run);
  lastLarge = turn.catch(() => undefined);
  return turn;
}

/**
 * Whether resizing from memory equals resizing from the file. It does not where libvips works on more than 8 bits or turns the image,
 * nor for a JPEG that is four times the model's input or more, which libvips halves while it loads even without `fastShrinkOnLoad`.
 */
function canDecodeOnce({ format, width, height, metadata }: ImageHeader, { input, resize }: VisionInput): boolean {
  const { shortestEdge = input.width, squash = input } = resize;
  const smallest = Math.min(input.width, input.height, shortestEdge, squash.width, squash.height);
  const halvedOnLoad = format === 'jpeg' && Math.max(width, height) >= 4 * smallest;
  const plain = metadata.depth === 'uchar' && !metadata.hasAlpha && (metadata.orientation ?? 1) === 1;
  return plain && !halvedOnLoad && width * height <= maxPixelsKept;
}

/**
 * What libvips is given. Of a BMP that is a PNG, of a moving AVIF that is its first image, which such files hold as a still as well: libvips takes them for
 * unknown by the brand they begin with, and reads the still when they begin with that of AVIF.
 */
async function stillSource(file: ImageFile): Promise<ImageFile['source']> {
  if (sniffFormat(await readHead(file, sniffLength)) === 'bmp') return pngOfBitmap(await bytesOf(file), file.path);
  if (!(await isMovingAvif(file))) return file.source;
  const bytes = Buffer.from(await bytesOf(file));
  bytes.write('avif', brandAt, 'latin1');
  return bytes;
}

async function bytesOf({ source }: ImageFile): Promise<Buffer> {
  return typeof source === 'string' ? readFile(source) : source;
}

const brandAt = 8;

async function isMovingAvif(file: ImageFile): Promise<boolean> {
  return (await readHead(file, brandAt + 4)).toString('latin1', 4) === 'ftypavis';
}

function fromFile(source: ImageFile['source'], header: ImageHeader): OpenImage {
  return {
    header,
    pipeline: (background) => upright(sharp(source, { failOn: 'error', limitInputPixels: maxPixels }), background),
  };
}

async function decodeOnce(source: ImageFile['source'], header: ImageHeader, path: string): Promise<OpenImage> {
  const raw = await toRgb(fromFile(source, header).pipeline(), path);
  return { header, pipeline: () => sharpOfRgb(raw), decoded: raw };
}

/**
 * The image as a model wants it: upright, opaque, sRGB, resized as `model.json` says, [input height x input width x 3]. No
 * `fastShrinkOnLoad`, which is faster and moves vectors by up to 0.004 of cosine.
 */
export async function toModelPixels(image: OpenImage, vision: VisionInput, path: string): Promise<Uint8Array> {
  const { input, resize } = vision;
  const { fit, kernel } = resize;
  const upright = image.pipeline(resize.background);
  if (fit === 'contain') {
    const inside = isOwnKernel(kernel)
      ? await toRgb(upright, path).then((whole) => resample(whole, ...sidesInside(whole, input), kernel))
      : await toRgb(upright.resize(input.width, input.height, { fit: 'inside', kernel, ...exact }), path);
    return letterbox(inside, input, resize.background);
  }
  const size = sizeOf(image.header, vision);
  const enlarged = size.width > image.header.width || size.height > image.header.height;
  // What is enlarged is so in whole, before it is cut: a line of a pixel's width would become gigabytes.
  if (enlarged && size.width * size.height * 6 > maxDecodeBytes)
    throw tooNarrow(path, image.header.width, image.header.height);
  const scaled =
    enlarged || isOwnKernel(kernel)
      ? resample(await toRgb(upright, path), size.width, size.height, kernel)
      : upright.resize(size.width, size.height, { fit: 'fill', kernel, ...exact });
  if (!('crop' in size)) return 'data' in scaled ? scaled.data : (await toRgb(scaled, path)).data;
  const cut = ('data' in scaled ? sharpOfRgb(scaled) : scaled).extract(size.crop);
  const background = rgbColour(resize.padding ?? resize.background);
  return (await toRgb(size.pad === null ? cut : cut.extend({ ...size.pad, background }), path)).data;
}

const exact = { fastShrinkOnLoad: false } as const;

/** What an image is scaled to, and what of it is kept. */
function sizeOf(header: ImageHeader, { input, resize }: VisionInput) {
  if (resize.fit === 'cover') return coverGeometry(header, input, resize.shortestEdge);
  return resize.squash === undefined ? input : centred(resize.squash, input);
}

/** The sides of an image within others, of its own shape. */
function sidesInside(image: Pixels, to: { readonly width: number; readonly height: number }): [number, number] {
  const scale = Math.min(to.width / image.width, to.height / image.height);
  return [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
}

/** An image in the middle of a plain one: what sharp's `contain` gives, in half the time. */
function letterbox(
  { data, width, height }: Pixels,
  to: { readonly width: number; readonly height: number },
  background: readonly [number, number, number],
): Uint8Array {
  if (width === to.width && height === to.height) return data;
  const left = Math.floor((to.width - width) / 2);
  const top = Math.floor((to.height - height) / 2);
  const whole = new Uint8Array(to.width * to.height * 3);
  Buffer.from(whole.buffer).fill(Uint8Array.from(background));
  for (let y = 0; y < height; y++) {
    whole.set(data.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * to.width + left) * 3);
  }
  return whole;
}

/** The image within a square of `side` pixels, never enlarged. */
export function fitInside(image: OpenImage, side: number): Sharp {
  return image.pipeline().resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

/** The image within a square of `side` pixels, never enlarged, as RGB bytes. @throws {AppError} `IMAGE_DAMAGED` */
export async function smallRgb(image: OpenImage, side: number, path: string): Promise<Rgb> {
  const { decoded } = image;
  const fits = decoded !== undefined && Math.max(decoded.width, decoded.height) <= side;
  return fits ? decoded : toRgb(fitInside(image, side), path);
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

export function sharpOfRgb({ data, width, height }: Pixels): Sharp {
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

function isImageFormat(format: string | undefined): format is ImageFormat {
  return format !== undefined && formats.has(format);
}
