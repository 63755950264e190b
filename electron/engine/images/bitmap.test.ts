/** BMP files of the kinds that scanners and paint programs write, and what is said of broken ones. */
import { expect, it } from 'vitest';
import { imageFileOf } from './file.ts';
import { readHeader, toRgb, withImage } from './pixels.ts';

const red = [220, 30, 40];
const blue = [20, 60, 200];

interface Bitmap {
  readonly width: number;
  /** Negative: rows from the top down. */
  readonly height: number;
  readonly bits: number;
  readonly palette?: readonly (readonly number[])[];
  readonly rows: Buffer;
  readonly compression?: number;
}

function bitmap({ width, height, bits, palette = [], rows, compression = 0 }: Bitmap): Buffer {
  const offset = 54 + palette.length * 4;
  const header = Buffer.alloc(offset);
  header.write('BM', 'latin1');
  header.writeUInt32LE(offset + rows.length, 2);
  header.writeUInt32LE(offset, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(palette.length, 46);
  for (const [i, [r = 0, g = 0, b = 0]] of palette.entries()) header.set([b, g, r, 0], 54 + i * 4);
  return Buffer.concat([header, rows]);
}

const bgr = ([r = 0, g = 0, b = 0]: readonly number[]): number[] => [b, g, r];

/** Red above blue, three pixels wide. */
const kinds: Readonly<Record<string, Buffer>> = {
  '24 bits': bitmap({
    width: 3,
    height: 2,
    bits: 24,
    rows: Buffer.from([blue, red].flatMap((colour) => [...[0, 1, 2].flatMap(() => bgr(colour)), 0, 0, 0])),
  }),
  '32 bits, from the top down': bitmap({
    width: 3,
    height: -2,
    bits: 32,
    rows: Buffer.from([red, blue].flatMap((colour) => [0, 1, 2].flatMap(() => [...bgr(colour), 0]))),
  }),
  '8 bits': bitmap({ width: 3, height: 2, bits: 8, palette: [red, blue], rows: Buffer.from([1, 1, 1, 0, 0, 0, 0, 0]) }),
  '1 bit': bitmap({
    width: 3,
    height: 2,
    bits: 1,
    palette: [red, blue],
    rows: Buffer.from([0xe0, 0, 0, 0, 0, 0, 0, 0]),
  }),
};

it.each(Object.entries(kinds))('reads %s', async (_kind, bytes) => {
  const file = imageFileOf(bytes, 'scan.bmp');
  const { format, width, height } = await readHeader(file);
  expect([format, width, height]).toEqual(['bmp', 3, 2]);
  const { data } = await withImage(file, {}, (image) => toRgb(image.pipeline(), file.path));
  expect([...data]).toEqual([...[red, red, red].flat(), ...[blue, blue, blue].flat()]);
});

it.each([
  ['cut off in its header', Buffer.from('BM\0\0\0\0'), 'IMAGE_DAMAGED'],
  ['cut off in its pixels', (kinds['24 bits'] as Buffer).subarray(0, 60), 'IMAGE_DAMAGED'],
  ['of no size', bitmap({ width: 0, height: 2, bits: 24, rows: Buffer.alloc(8) }), 'IMAGE_DAMAGED'],
  ['of an unknown header', Buffer.from(kinds['24 bits'] as Buffer).fill(9, 14, 15), 'IMAGE_DAMAGED'],
  ['too large', bitmap({ width: 60_000, height: 60_000, bits: 8, rows: Buffer.alloc(8) }), 'IMAGE_TOO_LARGE'],
  ['too much at once', bitmap({ width: 14_000, height: 14_000, bits: 24, rows: Buffer.alloc(8) }), 'IMAGE_TOO_LARGE'],
] as const)('says of one %s what is wrong', async (_kind, bytes, code) => {
  await expect(readHeader(imageFileOf(bytes, 'scan.bmp'))).rejects.toMatchObject({ code });
});
