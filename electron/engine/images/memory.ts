/**
 * How much memory an image takes while it is decoded, from its header. Pixels alone do not tell: an ordinary JPEG of 200 million is read row
 * by row, while a WebP of 38 bytes can ask for as many at eight bytes each. The figures are peaks measured at 36 million pixels with the
 * libvips of this project, rounded up; docs/measurements.md has them.
 */
import type { Metadata } from 'sharp';

type Header = Pick<Metadata, 'format' | 'width' | 'height' | 'channels' | 'depth' | 'isProgressive'>;

/** What one image may take [bytes]: 126 million pixels of interlaced 16-bit RGB, 46 million of 10-bit AVIF. */
export const maxDecodeBytes = 1_200_000_000;

/** Up to this much images are decoded side by side, larger ones one at a time [bytes]. */
export const maxBytesSideBySide = 200_000_000;

const sampleBytes: Readonly<Record<string, number>> = {
  uchar: 1,
  char: 1,
  ushort: 2,
  short: 2,
  uint: 4,
  int: 4,
  float: 4,
  complex: 8,
  double: 8,
  dpcomplex: 16,
};

/** At its peak [bytes]. */
export function memoryToDecode(header: Header): number {
  return header.width * header.height * bytesPerPixel(header);
}

function bytesPerPixel({ format, channels, depth, isProgressive }: Header): number {
  const samples = channels * (sampleBytes[depth] ?? 16);
  switch (format) {
    // Coefficients of the whole image, two bytes a sample, before the first row is known.
    case 'jpeg':
      return isProgressive ? 2.2 * channels : 1;
    // An interlaced image is whole in memory.
    case 'png':
      return isProgressive ? 1.2 * samples + 1 : Math.max(2.5, samples / 2);
    case 'webp':
      return 8.5;
    case 'gif':
      return 5.5;
    // AVIF: planes, their copy, and RGB; twice as much beyond 8 bits.
    case 'heif':
      return depth === 'uchar' ? 19 : 26;
    default:
      return Math.max(4, samples);
  }
}
