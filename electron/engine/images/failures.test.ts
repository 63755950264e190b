import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, open, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';
import { deflateSync } from 'node:zlib';
import sharp, { type Metadata } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../contract/errors.ts';
import { AppError } from '../../contract/errors.ts';
import { imageDamaged } from './failures.ts';
import { drawing, type SampleFolder, sampleFolder } from './image-samples.ts';
import { decodeImage, maxFileBytes, readImage, readImageFile, type VisionInput } from './index.ts';
import { maxDecodeBytes, memoryToDecode } from './memory.ts';

const vision: VisionInput = {
  input: { width: 32, height: 32 },
  resize: { fit: 'contain', background: [255, 255, 255], kernel: 'cubic', position: 'centre' },
};
let folder: SampleFolder;

beforeAll(async () => {
  folder = await sampleFolder();
});
afterAll(() => folder.remove());

/** Reads an image that cannot be read; the message must be a sentence, and say which file in the details. */
async function failureOf(path: string): Promise<ErrorCode> {
  const failure = await readImage(path, { vision, thumbDir: join(folder.path, 'thumbs') }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof AppError)) throw new Error(`${path} gave ${String(failure)}`);
  expect(failure.details?.path).toBe(path);
  expect(failure.message).toMatch(/^[A-Z].*\. .*\.$|^[A-Z].*: .*\.$/s);
  return failure.code;
}

/** A valid PNG header and one row of an image that claims to be much larger. `kind`: bits, colour type, ..., interlaced. */
function hugePng(width: number, height: number, kind = [8, 2, 0, 0, 0]): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), body.length + 4);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(kind, 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = chunk('IDAT', deflateSync(Buffer.alloc(width * 3 + 1)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('files that cannot be read', () => {
  it('an empty one', async () => {
    expect(await failureOf(await folder.write('empty.jpg', Buffer.alloc(0)))).toBe('FILE_EMPTY');
  });

  it('one that is not there, and a link to nothing', async () => {
    expect(await failureOf(join(folder.path, 'nowhere.jpg'))).toBe('FILE_MISSING');
    const link = join(folder.path, 'dangling.jpg');
    await symlink(join(folder.path, 'gone.jpg'), link);
    expect(await failureOf(link)).toBe('LINK_BROKEN');
  });

  it('a link that leads back to itself', async () => {
    const link = join(folder.path, 'loop.jpg');
    await symlink(link, link);
    expect(await failureOf(link)).toBe('LINK_LOOP');
  });

  it('a folder', async () => {
    const path = join(folder.path, 'folder.jpg');
    await mkdir(path);
    expect(await failureOf(path)).toBe('FILE_UNREADABLE');
  });

  it.skipIf(platform === 'win32')('a pipe, without waiting for it', async () => {
    const path = join(folder.path, 'pipe.jpg');
    execFileSync('mkfifo', [path]);
    expect(await failureOf(path)).toBe('FILE_UNREADABLE');
  });

  it.skipIf(getuid?.() === 0)('one without permission', async () => {
    const path = await folder.write('secret.jpg', drawing(10, 10).jpeg());
    await chmod(path, 0o000);
    expect(await failureOf(path)).toBe('FILE_UNREADABLE');
  });

  it('one of more bytes than any photo has', async () => {
    const path = await folder.write('huge.jpg', Buffer.from('x'));
    await truncate(path, maxFileBytes + 1);
    expect(await failureOf(path)).toBe('FILE_TOO_LARGE');
  });
});

describe('files that are not a picture that can be shown', () => {
  it('text named .jpg', async () => {
    expect(
      await failureOf(await folder.write('notes.jpg', Buffer.from('Dear customer, the red one is sold out.'))),
    ).toBe('NOT_AN_IMAGE');
  });

  it('formats that are left out, whatever their name', async () => {
    const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect(await failureOf(await folder.write('drawing.png', svg))).toBe('NOT_AN_IMAGE');
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    const path = await folder.write('phone.jpg', heic);
    await expect(readImage(path, { vision, thumbDir: folder.path })).rejects.toThrow(/HEIC.*Save it as JPEG/);
  });

  it('a moving AVIF, of which the first image is taken where it is there as a still', async () => {
    const still = await drawing(60, 40).avif().toBuffer();
    const moving = Buffer.from(still);
    moving.write('avis', 8, 'latin1');
    const options = { vision, thumbDir: folder.path };
    const read = await readImage(await folder.write('moving.avif', moving), options);
    expect(read).toMatchObject({ width: 60, height: 40 });
    expect(Buffer.from(read.pixels)).toEqual(
      Buffer.from((await readImage(await folder.write('still.avif', still), options)).pixels),
    );
    const bare = Buffer.concat([Buffer.from('\0\0\0\x18ftypavis\0\0\0\0avisavis', 'latin1'), Buffer.alloc(400, 1)]);
    await expect(readImage(await folder.write('bare.avif', bare), options)).rejects.toThrow(
      /moving AVIF.*Save a still/,
    );
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('a %s that was cut off', async (format) => {
    const whole = await drawing(500, 400).toFormat(format).toBuffer();
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    expect(await failureOf(await folder.write(`half.${format}`, half))).toBe('IMAGE_DAMAGED');
    const start = whole.subarray(0, 40);
    expect(await failureOf(await folder.write(`start.${format}`, start))).toBe('IMAGE_DAMAGED');
  });

  it('a JPEG that lacks only its end', async () => {
    const whole = await drawing(500, 400).jpeg().toBuffer();
    const most = whole.subarray(0, Math.floor(whole.length * 0.97));
    expect(await failureOf(await folder.write('most.jpg', most))).toBe('IMAGE_DAMAGED');
  });

  it('few bytes that take gigabytes to open', async () => {
    // 16 bits, red, green, blue and alpha, interlaced: 8 bytes a pixel, all of them at once.
    const png = hugePng(12_000, 12_000, [16, 6, 0, 0, 1]);
    expect(await failureOf(await folder.write('interlaced.png', png))).toBe('IMAGE_TOO_LARGE');
    const webp = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .webp({ lossless: true })
      .toBuffer();
    // VP8L: width - 1 and height - 1 in 14 bits each, behind the signature.
    webp.writeUInt32LE((16_382 | (11_999 << 14)) >>> 0, webp.indexOf('VP8L') + 9);
    expect(webp.length).toBeLessThan(100);
    const path = await folder.write('empty.webp', webp);
    expect(await failureOf(path)).toBe('IMAGE_TOO_LARGE');
    await expect(readImage(path, { vision, thumbDir: folder.path })).rejects.toThrow(
      'The picture (16383 x 12000 pixels) would take 1671 MB of memory to open; the limit is 1200 MB.',
    );
  });

  it('a line of a pixel that a model would enlarge to gigabytes', async () => {
    const cover: VisionInput = { ...vision, resize: { ...vision.resize, fit: 'cover' } };
    const line = (height: number) =>
      sharp({ create: { width: 1, height, channels: 3, background: '#246' } }).png({ compressionLevel: 1 });
    const read = async (height: number) =>
      readImage(await folder.write(`line-${height}.png`, line(height)), { vision: cover, thumbDir: folder.path });
    await expect(read(500_000)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(await read(200)).toMatchObject({ width: 1, height: 200 });
  });

  it('20,000 x 20,000 pixels, told by the header', async () => {
    const path = await folder.write('poster.png', hugePng(20_000, 20_000));
    expect(await failureOf(path)).toBe('IMAGE_TOO_LARGE');
  });
});

describe('files that are large and fine', () => {
  it('the largest photos of phones and cameras', async () => {
    const header = { width: 16_320, height: 12_240, channels: 3, depth: 'uchar', isProgressive: false } as const;
    const fits = (format: Metadata['format'], other: Partial<Metadata> = {}) =>
      memoryToDecode({ ...header, ...other, format }) <= maxDecodeBytes;
    expect(fits('jpeg')).toBe(true);
    expect(fits('png')).toBe(true);
    const mediumFormat = { width: 11_662, height: 8_746, depth: 'ushort' } as const;
    expect(fits('tiff', mediumFormat)).toBe(true);
    expect(fits('png', { ...mediumFormat, isProgressive: true })).toBe(true);
    expect(fits('jpeg', { ...mediumFormat, depth: 'uchar', isProgressive: true })).toBe(true);
    expect(fits('heif', { width: 8192, height: 5464, depth: 'ushort' })).toBe(true);
    expect(fits('webp', { width: 11_662, height: 8_746 })).toBe(true);
  });

  it('more bytes than are held in memory are hashed in pieces and decoded from disk', async () => {
    const jpeg = await drawing(300, 200).jpeg().toBuffer();
    const path = await folder.write('padded.jpg', jpeg);
    // A JPEG may be followed by anything, as phones do with depth maps and films.
    await truncate(path, 50 * 1024 * 1024);
    const file = await readImageFile(path);
    expect(file.source).toBe(path);
    const handle = await open(path);
    const whole = await handle.readFile();
    await handle.close();
    expect(file.contentHash).toBe(createHash('sha256').update(whole).digest('hex'));
    const image = await decodeImage(file, { vision, thumbDir: join(folder.path, 'thumbs') });
    expect(image).toMatchObject({ width: 300, height: 200, bytes: 50 * 1024 * 1024 });
  });

  it('30 million pixels, two at once', async () => {
    const flat = sharp({ create: { width: 6000, height: 5000, channels: 3, background: '#246' } });
    const path = await folder.write('large.png', flat.png({ compressionLevel: 1 }));
    const read = (): Promise<unknown> => readImage(path, { vision, thumbDir: join(folder.path, 'thumbs') });
    const images = await Promise.all([read(), read()]);
    expect(images).toMatchObject([{ width: 6000 }, { height: 5000 }]);
  });

  it('a name with spaces and emoji', async () => {
    const path = await folder.write('red shoe 👟 (1).jpg', drawing(50, 50).jpeg());
    expect(await readImage(path, { vision, thumbDir: folder.path })).toMatchObject({ width: 50, thumb: 'original' });
  });
});

it('says what is wrong with a damaged picture, where that is known', () => {
  const messageOf = (said: string): string => imageDamaged('a.jpg', new Error(said)).message;
  expect(messageOf('Input file\nVipsJpeg: premature end')).toContain('incomplete (VipsJpeg: premature end). Copy');
  expect(messageOf('Unknown error')).toContain('incomplete. Copy');
});
