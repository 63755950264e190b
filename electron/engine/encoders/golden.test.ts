/** Holds decoding, tokenising and inference together to vectors that were made outside this project. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { decodeForModel } from '../images/index.ts';
import { type Encoder, Encoders, encoderHandlers } from './index.ts';
import { readModelFolder } from './manifest.ts';
import { loadTokens } from './tokens.ts';

interface Golden {
  readonly images: readonly { file: string; embedding: number[] }[];
  readonly texts: readonly { text: string; ids: number[]; embedding: number[] }[];
}

const modelsDir = join(import.meta.dirname, '../../../models');
const starter = join(modelsDir, 'starter');
let golden: Golden;
let encoders: Encoders;
let encoder: Encoder;

beforeAll(async () => {
  golden = JSON.parse(await readFile(join(starter, 'golden.json'), 'utf8')) as Golden;
  encoders = new Encoders({ modelsDir, hub: new EventHub() });
  encoder = await encoders.model().active();
});
afterAll(() => encoders.close());

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    product += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return product / Math.sqrt(ofA * ofB);
}

const pixelsOf = (file: string): Promise<Uint8Array> => decodeForModel(join(starter, file), encoder.manifest.vision);

describe('the starter model', () => {
  it('sees every golden picture as its maker did', async () => {
    expect(golden.images).toHaveLength(14);
    const vectors = await encoder.encodeImages(await Promise.all(golden.images.map(({ file }) => pixelsOf(file))));
    golden.images.forEach(({ file, embedding }, i) => {
      expect(vectors[i]).toHaveLength(256);
      expect(cosine(vectors[i] ?? [], embedding), file).toBeGreaterThanOrEqual(0.999);
    });
  });

  it('cuts every golden text into the same ids', async () => {
    expect(golden.texts).toHaveLength(20);
    const { manifest } = await readModelFolder(starter);
    const tokens = await loadTokens(join(starter, manifest.text.tokenizer), manifest.text);
    for (const { text, ids } of golden.texts) expect(tokens.encode(text), text).toEqual(ids);
    expect(tokens.encode('')).toEqual([1]);
    expect(tokens.encode(' \n ')).toEqual([1]);
  });

  it('reads every golden text as its maker did', async () => {
    const vectors = await encoder.encodeTexts(golden.texts.map(({ text }) => text));
    golden.texts.forEach(({ text, embedding }, i) => {
      expect(cosine(vectors[i] ?? [], embedding), text).toBeGreaterThanOrEqual(0.9995);
    });
  });

  it('gives the same vectors alone and in a batch of any size, in order, of length 1', async () => {
    const images = await Promise.all(golden.images.map(({ file }) => pixelsOf(file)));
    const together = await encoder.encodeImages([...images, ...images, ...images], { priority: 'background' });
    for (const [i, image] of images.entries()) {
      const [alone] = await encoder.encodeImages([image]);
      expect(cosine(alone ?? [], together[i + images.length] ?? [])).toBeGreaterThan(0.99999);
      expect(Math.hypot(...(alone ?? []))).toBeCloseTo(1, 5);
    }
    const words = Array.from({ length: 100 }, (_, i) => golden.texts[i % 20]?.text ?? '');
    const texts = await encoder.encodeTexts(words);
    const [alone] = await encoder.encodeTexts(['red shoes']);
    expect(words[60]).toBe('red shoes');
    expect(cosine(alone ?? [], texts[60] ?? [])).toBeGreaterThan(0.99999);
    expect(await encoder.encodeTexts([])).toEqual([]);
  });

  it('reads an empty text as some vector, and not as an error', async () => {
    const [vector] = await encoder.encodeTexts(['']);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  });

  it('does not hold the engine up while it works', async () => {
    const pixels = await pixelsOf('golden/noise.png');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await encoder.encodeImages(new Array(64).fill(pixels), { priority: 'background' });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it('lets a query overtake pictures that are being indexed', async () => {
    const pixels = await pixelsOf('golden/noise.png');
    const done: string[] = [];
    const indexing = Array.from({ length: 10 }, (_, i) =>
      encoder
        .encodeImages([pixels, pixels, pixels, pixels], { priority: 'background' })
        .then(() => done.push(`batch ${i}`)),
    );
    const query = encoder.encodeImages([pixels]).then(() => done.push('query'));
    await Promise.all([...indexing, query]);
    expect(done.indexOf('query')).toBeLessThanOrEqual(2);
    expect(done.filter((name) => name !== 'query').toSorted()).toEqual(
      Array.from({ length: 10 }, (_, i) => `batch ${i}`),
    );
  });

  it('drops work that was cancelled and goes on with the rest', async () => {
    const pixels = await pixelsOf('golden/noise.png');
    const controller = new AbortController();
    const long = encoder.encodeImages(new Array(400).fill(pixels), {
      signal: controller.signal,
      priority: 'background',
    });
    setTimeout(() => controller.abort(), 20);
    await expect(long).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await encoder.encodeImages([pixels])).toHaveLength(1);
  });

  it('refuses pixels of another model', async () => {
    await expect(encoder.encodeImages([new Uint8Array(12)])).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  });
});

describe('encoders.embed', () => {
  it('embeds a text or a picture, and wants exactly one', async () => {
    const embed = encoderHandlers(encoders)['encoders.embed'];
    const context = { signal: new AbortController().signal };
    const text = await embed({ text: 'red shoes' }, context);
    expect(text).toMatchObject({ modelId: 'starter-v1', dimensions: 256 });
    const image = await embed({ path: join(starter, 'golden/shoe-red.jpg') }, context);
    const other = await embed({ path: join(starter, 'golden/mug-green.webp') }, context);
    expect(cosine(text.vector, image.vector)).toBeGreaterThan(cosine(text.vector, other.vector) + 0.1);
    await expect(embed({}, context)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(embed({ text: 'a', path: 'b' }, context)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
