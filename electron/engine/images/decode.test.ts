import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelManifestSchema } from '../../contract/model-manifest.ts';
import { drawing, type SampleFolder, sampleFolder } from './image-samples.ts';
import {
  decodeForModel,
  decodeImage,
  hammingDistance,
  preparePreview,
  readImage,
  readImageFile,
  thumbnailPath,
  type VisionInput,
} from './index.ts';

const starter = join(import.meta.dirname, '../../../models/starter');
const white = [255, 255, 255];
let vision: VisionInput;
let folder: SampleFolder;

beforeAll(async () => {
  vision = modelManifestSchema.parse(JSON.parse(await readFile(join(starter, 'model.json'), 'utf8'))).vision;
  folder = await sampleFolder();
});
afterAll(() => folder.remove());

function pixelAt(pixels: Uint8Array, x: number, y: number): number[] {
  return [...pixels.slice((y * vision.input.width + x) * 3, (y * vision.input.width + x) * 3 + 3)];
}

/** The pipeline that the model card gives, straight from the file. */
function asTheModelCardSays(file: string): Promise<Buffer> {
  return sharp(file)
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(160, 160, { fit: 'contain', background: '#fff', kernel: 'cubic', fastShrinkOnLoad: false })
    .removeAlpha()
    .raw()
    .toBuffer();
}

describe('pixels for a model', () => {
  it('are the bytes of the model card for every golden picture', async () => {
    const names = await readdir(join(starter, 'golden'));
    expect(names).toHaveLength(14);
    for (const name of names) {
      const file = join(starter, 'golden', name);
      const pixels = await decodeForModel(file, vision);
      expect(Buffer.compare(Buffer.from(pixels), await asTheModelCardSays(file)), name).toBe(0);
    }
  });

  it.each([
    ['jpeg', 1500, 900],
    ['jpeg', 640, 640],
    ['jpeg', 400, 300],
    ['webp', 1500, 900],
    ['png', 1500, 900],
    ['tiff', 700, 300],
    ['avif', 300, 700],
    ['gif', 200, 100],
    ['png', 61, 80],
    ['png', 7, 333],
    ['png', 151, 5],
  ] as const)('are those bytes for a %s of %i x %i, decoded once or not', async (format, width, height) => {
    const file = await folder.write(`size-${width}x${height}.${format}`, drawing(width, height).toFormat(format));
    const expected = await asTheModelCardSays(file);
    const { pixels } = await readImage(file, { vision, thumbDir: join(folder.path, 'thumbs') });
    expect(Buffer.compare(Buffer.from(pixels), expected)).toBe(0);
  });

  it('put a wide picture in the middle of white', async () => {
    const red = sharp({ create: { width: 320, height: 160, channels: 3, background: '#ff0000' } });
    const pixels = await decodeForModel(await red.png().toBuffer(), vision);
    expect(pixels).toHaveLength(160 * 160 * 3);
    expect(pixelAt(pixels, 80, 20)).toEqual(white);
    expect(pixelAt(pixels, 80, 80)).toEqual([255, 0, 0]);
    expect(pixelAt(pixels, 80, 140)).toEqual(white);
  });

  it('follow the fit that the manifest asks for', async () => {
    const red = await sharp({ create: { width: 320, height: 160, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    const cover = { ...vision, resize: { ...vision.resize, fit: 'cover' as const } };
    expect(pixelAt(await decodeForModel(red, cover), 80, 2)).toEqual([255, 0, 0]);
  });

  it('show what is transparent as white and 16 bits as 8', async () => {
    const clear = sharp({
      create: { width: 50, height: 50, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    });
    expect(pixelAt(await decodeForModel(await clear.png().toBuffer(), vision), 80, 80)).toEqual(white);
    const deep = await drawing(64, 64).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    const shallow = await drawing(64, 64).png().toBuffer();
    const [a, b] = await Promise.all([decodeForModel(deep, vision), decodeForModel(shallow, vision)]);
    expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))))).toBeLessThanOrEqual(2);
  });
});

function grainy(width: number, height: number): ReturnType<typeof sharp> {
  return sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });
}

describe('reading a picture', () => {
  it('says what is true of it and writes a thumbnail', async () => {
    const path = await folder.write('large.jpg', drawing(1200, 800).withMetadata({ orientation: 6 }).jpeg());
    const thumbDir = join(folder.path, 'thumbs');
    const image = await readImage(path, { vision, thumbDir });
    expect(image).toMatchObject({ width: 800, height: 1200, format: 'jpeg', thumb: 'own' });
    expect(image.bytes).toBe((await stat(path)).size);
    const thumb = await sharp(thumbnailPath(thumbDir, image.contentHash)).metadata();
    expect(thumb).toMatchObject({ format: 'jpeg', width: 256, height: 384 });
    const left = await readdir(join(thumbDir, image.contentHash.slice(0, 2)));
    expect(left.filter((name) => name.includes('part'))).toEqual([]);
  });

  it('leaves a small plain picture as its own thumbnail, and no other', async () => {
    const thumbDir = join(folder.path, 'small-thumbs');
    const thumbOf = async (name: string, content: Parameters<SampleFolder['write']>[1]): Promise<string> => {
      const file = await readImageFile(await folder.write(name, content));
      const { thumb } = await decodeImage(file, { vision, thumbDir });
      const written = await stat(thumbnailPath(thumbDir, file.contentHash)).then(
        () => true,
        () => false,
      );
      expect(written).toBe(thumb === 'own');
      return thumb;
    };
    expect(await thumbOf('small.jpg', drawing(60, 80).jpeg())).toBe('original');
    expect(await thumbOf('small.webp', drawing(384, 80).webp())).toBe('original');
    expect(await thumbOf('light.jpg', drawing(640, 80).jpeg({ quality: 50 }))).toBe('original');
    expect(await thumbOf('wide.jpg', drawing(641, 80).jpeg({ quality: 50 }))).toBe('own');
    expect(await thumbOf('heavy.png', grainy(500, 400).png())).toBe('own');
    expect(await thumbOf('turned.jpg', drawing(60, 81).withMetadata({ orientation: 8 }).jpeg())).toBe('own');
    expect(await thumbOf('small.tiff', drawing(60, 82).tiff())).toBe('own');
    expect(await thumbOf('small.avif', drawing(60, 83).avif())).toBe('own');
    expect(await thumbOf('deep.png', drawing(60, 84).toColourspace('rgb16').png())).toBe('own');
    expect(await thumbOf('ink.jpg', readFile(join(starter, 'golden/cmyk.jpg')))).toBe('own');
  });

  it('takes the first frame of an animation', async () => {
    const frame = (colour: string): Promise<Buffer> =>
      sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
        .png()
        .toBuffer();
    const frames = await Promise.all(['#ff0000', '#00ff00'].map(frame));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const path = await folder.write('moving.gif', gif);
    const image = await readImage(path, { vision, thumbDir: join(folder.path, 'thumbs') });
    expect(image).toMatchObject({ width: 40, height: 40, thumb: 'own' });
    expect(pixelAt(image.pixels, 80, 80)).toEqual([255, 0, 0]);
  });

  it('fingerprints copies alike and other pictures apart', async () => {
    const hashOf = async (name: string, content: Parameters<SampleFolder['write']>[1]): Promise<Buffer> =>
      (await readImage(await folder.write(name, content), { vision, thumbDir: join(folder.path, 'thumbs') }))
        .perceptualHash;
    const original = await hashOf('p.png', drawing(900, 700).png());
    expect(original).toHaveLength(8);
    expect(
      hammingDistance(original, await hashOf('p30.jpg', drawing(900, 700).jpeg({ quality: 30 }))),
    ).toBeLessThanOrEqual(4);
    expect(hammingDistance(original, await hashOf('small-p.webp', drawing(90, 70).webp()))).toBeLessThanOrEqual(6);
    expect(
      hammingDistance(original, await hashOf('bright.jpg', drawing(900, 700).modulate({ brightness: 1.1 }).jpeg())),
    ).toBeLessThanOrEqual(8);
    expect(hammingDistance(original, await hashOf('flop.png', drawing(900, 700).flop().png()))).toBeGreaterThan(16);
  });

  it('stops when told to', async () => {
    const path = await folder.write('stop.jpg', drawing(60, 80).jpeg());
    const signal = AbortSignal.abort();
    await expect(readImageFile(path, signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    const file = await readImageFile(path);
    await expect(decodeImage(file, { vision, thumbDir: folder.path, signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

it('a query picture leaves a preview with the size of the original', async () => {
  const path = await folder.write('asked.jpg', drawing(1000, 2000).jpeg());
  const preview = await preparePreview(path, join(folder.path, 'queries'));
  expect(preview).toMatchObject({ width: 1000, height: 2000, contentHash: (await readImageFile(path)).contentHash });
  expect(await sharp(preview.path).metadata()).toMatchObject({ format: 'webp', width: 640, height: 1280 });
});
