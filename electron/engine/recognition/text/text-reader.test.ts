import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TensorFiles } from '../../encoders/index.ts';
import { drawing, type SampleFolder, sampleFolder } from '../../images/image-samples.ts';
import { drawsChinese, type PhotoText, photoWithText } from './testing.ts';
import { TextReader } from './text-reader.ts';

let folder: SampleFolder;
const files = new TensorFiles({ threads: 2, restMs: 200 });
const reader = new TextReader(files);
const sizes = { small: 480, large: 1000 };

beforeAll(async () => {
  folder = await sampleFolder();
});
afterAll(async () => {
  await files.close();
  await folder.remove();
});

async function read(photo: PhotoText) {
  return reader.read(await folder.write('photo.jpg', photoWithText({ size: 60, label: '#f7f4ec', ...photo })), {
    sizes,
  });
}

async function holds(photo: PhotoText): Promise<void> {
  const lines = await read(photo);
  expect(lines.map(({ text }) => text.replaceAll(' ', ''))).toEqual([photo.text.replaceAll(' ', '')]);
  expect(lines[0]?.confidence).toBeGreaterThan(0.8);
}

describe('text on images', () => {
  it.each<[string, PhotoText]>([
    ['as it is', { text: 'KETTLE WK-4021' }],
    ['upside down', { text: 'KETTLE WK-4021', turned: 180 }],
    ['from the bottom up', { text: 'KETTLE WK-4021', turned: 270 }],
    ['aslant', { text: 'KETTLE WK-4021', turned: 20 }],
  ])('%s', async (_, photo) => {
    await holds(photo);
  });

  it.skipIf(!drawsChinese())('in Chinese (skipped where the machine has no Chinese font to draw with)', async () => {
    await holds({ text: '不锈钢保温杯', font: 'Noto Sans SC, sans-serif' });
  });

  it('says where a line lies, beginning where it is read from', async () => {
    const [line] = await read({ text: 'KETTLE WK-4021', turned: 180 });
    const [begin, end] = line?.quad ?? [];
    expect(begin?.[0]).toBeGreaterThan(0.6);
    expect(end?.[0]).toBeLessThan(0.4);
    expect(begin?.[1]).toBeGreaterThan(end?.[1] === undefined ? 1 : end[1] - 0.05);
  });

  it('is none where there is none', async () => {
    expect(await reader.read(await folder.write('plain.png', drawing(600, 400).png()), { sizes })).toEqual([]);
  });

  it('is not looked for once that is cancelled', async () => {
    const file = await folder.write('photo.jpg', photoWithText({ text: 'KETTLE' }));
    await expect(reader.read(file, { sizes, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const controller = new AbortController();
    const reading = reader.read(file, { sizes, signal: controller.signal });
    setTimeout(() => controller.abort(), 60);
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('a file that is no image says so', async () => {
    const file = await folder.write('note.jpg', Buffer.from('hello'));
    await expect(reader.read(file)).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
  });

  it('lets go of the models when nothing was read for a while, and takes them up again', async () => {
    await expect.poll(() => files.isOpen, { timeout: 5000 }).toBe(false);
    expect(await read({ text: 'AGAIN' })).toHaveLength(1);
    await files.close();
    expect(files.isOpen).toBe(false);
  });
});

it('a file that is no model fails with a reason, and others go on', async () => {
  const path = await folder.write('model.onnx', Buffer.from('no model'));
  await expect(files.run(path, { data: new Float32Array(3), dims: [1, 3] })).rejects.toMatchObject({
    code: 'MODEL_FAILED',
  });
  expect(await read({ text: 'STILL' })).toHaveLength(1);
});
