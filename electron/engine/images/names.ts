/**
 * Which files are images: by name when a folder is listed, by their first bytes when one is read. Only formats that the bundled
 * libvips decodes are here, and BMP. SVG is left out on purpose: it is a program for a renderer rather than an image, can refer to other
 * files and can be made to cost any amount of memory.
 */
import type { ImageFormat } from './types.ts';

const extensions: ReadonlySet<string> = new Set([
  'jpg',
  'jpeg',
  'jpe',
  'jfif',
  'png',
  'webp',
  'avif',
  'gif',
  'tif',
  'tiff',
  'bmp',
  'dib',
]);

/** True for names that end like an image that can be read; hidden files and the `._` companions macOS writes are not. */
export function isImageName(name: string): boolean {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  return dot > 0 && !base.startsWith('.') && extensions.has(base.slice(dot + 1).toLowerCase());
}

/** Formats people try that cannot be read here, so that the message can name them. */
export type ForeignFormat =
  | 'SVG'
  | 'PDF'
  | 'HEIC'
  | 'JPEG XL'
  | 'JPEG 2000'
  | 'Photoshop'
  | 'camera RAW'
  | 'moving AVIF'
  | 'rare BMP';

const foreignExtensions: Readonly<Record<string, ForeignFormat>> = Object.fromEntries(
  (
    [
      ['HEIC', 'heic heif hif heics'],
      ['JPEG XL', 'jxl'],
      ['JPEG 2000', 'jp2 j2k jpf jpx'],
      ['Photoshop', 'psd psb'],
      ['camera RAW', 'cr2 cr3 crw nef nrw arw srf sr2 dng orf rw2 raf pef srw x3f 3fr iiq rwl erf mrw kdc dcr'],
    ] as const
  ).flatMap(([format, endings]) => endings.split(' ').map((ending) => [ending, format])),
);

/**
 * The format of a file that by its name is a photo, and that cannot be read here; undefined for other files. SVG and PDF are none: logos
 * and notes lie beside photos without being any.
 */
export function foreignFormatOf(name: string): ForeignFormat | undefined {
  const dot = name.lastIndexOf('.');
  return dot > 0 && !name.startsWith('.') ? foreignExtensions[name.slice(dot + 1).toLowerCase()] : undefined;
}

/** Bytes of the start of a file that `sniffFormat` looks at. */
export const sniffLength = 512;

/** Tells the format from the start of a file by its magic number; undefined when it is nothing known. */
export function sniffFormat(head: Buffer): ImageFormat | ForeignFormat | undefined {
  const ascii = (start: number, end: number): string => head.toString('latin1', start, end);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return 'gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp';
  if (/^(II[*+]\0|MM\0[*+])$/.test(ascii(0, 4))) return 'tiff';
  if (ascii(4, 8) === 'ftyp') return sniffHeif(ascii(8, 64));
  if (ascii(0, 2) === 'BM') return 'bmp';
  if (ascii(0, 5) === '%PDF-') return 'PDF';
  if (ascii(0, 4) === '8BPS') return 'Photoshop';
  if (ascii(0, 2) === '\xff\x0a' || ascii(4, 8) === 'JXL ') return 'JPEG XL';
  if (/<svg[\s>]/i.test(ascii(0, sniffLength))) return 'SVG';
  return undefined;
}

/** AVIF and HEIC share a container and differ in the brands that it lists. */
function sniffHeif(brands: string): ImageFormat | ForeignFormat | undefined {
  if (/avif|avis/.test(brands)) return 'heif';
  return /hei[cxms]|hev[cxms]|mif1|msf1/.test(brands) ? 'HEIC' : undefined;
}
