/**
 * Models with the structure of each family, run by ONNX Runtime as the app runs them, held to a forward pass in plain TypeScript with
 * the same weights. The files are a few kilobytes, made from a seed.
 */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { decodeForModel } from '../images/index.ts';
import { createGate } from '../threads/native-gate.ts';
import { type ModelFolder, readModelFolder } from './manifest.ts';
import { type OnnxEncoder, openEncoder } from './onnx-encoder.ts';
import { Session } from './session.ts';
import { openSession, runSession } from './session-run.ts';
import { type FileSpec, sessionSpecs } from './session-spec.ts';
import { idRows } from './tensors.ts';
import {
  type FamilyModel,
  type FamilyModelOptions,
  type FamilyName,
  familyNames,
  writeFamilyModel,
} from './testing/index.ts';
import { loadTokens } from './tokens.ts';

let root: string;
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lookalike-families-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const write = (family: FamilyName, options: FamilyModelOptions = {}): Promise<FamilyModel> =>
  writeFamilyModel(join(root, String(folders++)), family, { skill: 'random', ...options });

const cpu = { name: 'cpu', threads: 1, batchSize: 4 } as const;
const texts = ['a red shoe', '', 'photo of the plain blue shirt, 2 bags', '红色的鞋'];

/** Runs the files of a model in this thread, as a session worker does in its own. */
class Bench {
  readonly model: FamilyModel;
  readonly manifest: ModelManifest;
  readonly #folder: ModelFolder;
  readonly #sessions = new Map<string, InferenceSession>();

  private constructor(model: FamilyModel, folder: ModelFolder) {
    this.model = model;
    this.#folder = folder;
    this.manifest = folder.manifest;
  }

  static async of(family: FamilyName, options: FamilyModelOptions = {}): Promise<Bench> {
    const model = await write(family, options);
    return new Bench(model, await readModelFolder(model.folder));
  }

  async images(
    pictures: readonly Uint8Array[],
    edit: (manifest: ModelManifest) => void = () => {},
  ): Promise<number[][]> {
    return this.#run('images', Buffer.concat(pictures), pictures.length, edit);
  }

  /** As `OnnxEncoder.encodeTexts` feeds them; `length` overrules the padding of the manifest. */
  async texts(
    words: readonly string[],
    { length, edit = () => {} }: { length?: number; edit?: (manifest: ModelManifest) => void } = {},
  ): Promise<number[][]> {
    const lists = await this.ids(words);
    return this.#run(
      'texts',
      idRows(lists, length ?? this.#lengthOf(lists), this.manifest.text.padId),
      words.length,
      edit,
    );
  }

  async ids(words: readonly string[]): Promise<number[][]> {
    const { text } = this.manifest;
    const tokens = await loadTokens(join(this.model.folder, text.tokenizer), text);
    return words.map((each) => tokens.encode(each));
  }

  /** The vectors that the reference gives, for ids padded as in `texts`. */
  async expectedTexts(words: readonly string[]): Promise<number[][]> {
    const lists = await this.ids(words);
    const length = this.#lengthOf(lists);
    return lists.map((ids) => {
      const padded = [...ids, ...new Array(length - ids.length).fill(this.manifest.text.padId)];
      return this.model.reference.text(padded, ids.length, this.model.tokenizer.eosId);
    });
  }

  expectedImages(pictures: readonly Uint8Array[]): number[][] {
    return pictures.map((bytes) => this.model.reference.image(normalised(bytes, this.manifest)));
  }

  #lengthOf(lists: readonly (readonly number[])[]): number {
    const { padding, maxLength } = this.manifest.text;
    return padding === 'fixed' ? maxLength : Math.max(...lists.map((ids) => ids.length));
  }

  async #run(
    task: 'images' | 'texts',
    data: Uint8Array | Int32Array,
    count: number,
    edit: (manifest: ModelManifest) => void,
  ): Promise<number[][]> {
    const manifest = structuredClone(this.manifest);
    edit(manifest);
    const spec: FileSpec = (await sessionSpecs({ folder: this.#folder.folder, manifest }))[task];
    const full = { ...spec, providers: [cpu] };
    const session = this.#sessions.get(spec.path) ?? (await openSession(full)).session;
    this.#sessions.set(spec.path, session);
    const run = { type: 'run', id: 1, priority: 'interactive', count, data } as const;
    const flat = await runSession(session, full, createGate(), run);
    return Array.from({ length: count }, (_, i) => [
      ...flat.slice(i * manifest.dimensions, (i + 1) * manifest.dimensions),
    ]);
  }
}

/** RGB bytes of an image of the models' size, unlike for each seed. */
function noise(seed: number, side = 32): Uint8Array {
  return Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => Math.abs(Math.sin(i * (seed + 0.7)) * 43758.5453) % 256,
  );
}

/** Planar (byte / 255 - mean) / std, written out. */
function normalised(bytes: Uint8Array, { vision }: ModelManifest): number[] {
  const size = bytes.length / 3;
  return Array.from({ length: bytes.length }, (_, at) => {
    const channel = Math.floor(at / size);
    const byte = bytes[(at % size) * 3 + channel] as number;
    return (byte / 255 - (vision.normalise.mean[channel] as number)) / (vision.normalise.std[channel] as number);
  });
}

const unit = (vector: readonly number[]): number[] => vector.map((value) => value / Math.hypot(...vector));
const cosine = (a: readonly number[], b: readonly number[]): number =>
  unit(a).reduce((sum, value, i) => sum + value * (unit(b)[i] as number), 0);

/** The largest difference of any two numbers. */
function difference(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  expect(found.map((vector) => vector.length)).toEqual(expected.map((vector) => vector.length));
  return Math.max(
    ...found.flatMap((vector, i) => vector.map((x, j) => Math.abs(x - (expected[i]?.[j] ?? Number.NaN)))),
  );
}

const pictures = [noise(1), noise(2), noise(3)];

describe.each(familyNames)('%s', (family) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.of(family);
  });

  it('gives what the reference gives, for pictures and for texts', async () => {
    // Components are of the order of 1; single precision leaves errors of about 1e-6.
    const images = await bench.images(pictures);
    expect(difference(images, bench.expectedImages(pictures))).toBeLessThan(1e-5);
    const words = await bench.texts(texts);
    expect(difference(words, await bench.expectedTexts(texts))).toBeLessThan(1e-5);
    // The check can fail: other weights give other vectors.
    const other = await Bench.of(family, { seed: 2 });
    expect(difference(images, other.expectedImages(pictures))).toBeGreaterThan(0.1);
    expect(difference(words, await other.expectedTexts(texts))).toBeGreaterThan(0.1);
  });

  it('gives the same alone and in a batch', async () => {
    const images = await bench.images(pictures);
    const words = await bench.texts(texts);
    for (const [i, picture] of pictures.entries()) {
      expect(difference(await bench.images([picture]), [images[i] ?? []])).toBeLessThan(1e-5);
    }
    for (const [i, text] of texts.entries()) {
      expect(difference(await bench.texts([text]), [words[i] ?? []])).toBeLessThan(1e-5);
    }
  });

  it.runIf(!family.startsWith('siglip'))('is not moved by padding', async () => {
    const short = await bench.texts(['a red shoe'], { length: 6 });
    expect(difference(await bench.texts(['a red shoe'], { length: 24 }), short)).toBeLessThan(1e-5);
  });

  it.runIf(family.startsWith('siglip'))('is moved by padding, and therefore always given 64 tokens', async () => {
    const [fixed] = await bench.texts(['a red shoe']);
    const [shorter] = await bench.texts(['a red shoe'], { length: 6 });
    expect(cosine(fixed ?? [], shorter ?? [])).toBeLessThan(0.99);
    expect(
      difference(await bench.texts(['a red shoe', 'a bag']), await bench.expectedTexts(['a red shoe', 'a bag'])),
    ).toBeLessThan(1e-5);
  });

  it('keeps the closing token of a text that is too long', async () => {
    const long = [`red shoe ${'blue bag '.repeat(60)}`];
    const [ids] = await bench.ids(long);
    expect(ids).toHaveLength(bench.manifest.text.maxLength);
    expect(ids?.at(-1)).toBe(bench.model.tokenizer.eosId);
    expect(difference(await bench.texts(long), await bench.expectedTexts(long))).toBeLessThan(1e-5);
  });

  it('in half precision differs by what half precision costs', async () => {
    const halves = await Bench.of(family, { dtype: 'fp16', io: 'float16' });
    expect(await lowestCosine(halves)).toBeGreaterThan(0.99999);
    // What is compared really was computed otherwise.
    expect(difference(await halves.images(pictures), await bench.images(pictures))).toBeGreaterThan(1e-5);
  });

  it('in 4 bits gives what the rounded weights give', async () => {
    const q4 = await Bench.of(family, { dtype: 'q4' });
    expect(difference(await q4.images(pictures), q4.expectedImages(pictures))).toBeLessThan(1e-5);
    expect(difference(await q4.texts(texts), await q4.expectedTexts(texts))).toBeLessThan(1e-5);
    expect(difference(await q4.images(pictures), await bench.images(pictures))).toBeGreaterThan(0.01);
  });

  it('in 8 bits differs by what rounding inside the model costs', async () => {
    const int8 = await Bench.of(family, { dtype: 'int8' });
    expect(await lowestCosine(int8)).toBeGreaterThan(0.9995);
    // One scale serves all that a run multiplies, so a vector depends a little on its neighbours.
    const [together] = await int8.images(pictures);
    const [alone] = await int8.images(pictures.slice(0, 1));
    expect(cosine(together ?? [], alone ?? [])).toBeGreaterThan(0.9995);
  });
});

/** Between what a model gives and the reference, of all images and texts. */
async function lowestCosine(bench: Bench): Promise<number> {
  const found = [...(await bench.images(pictures)), ...(await bench.texts(texts))];
  const expected = [...bench.expectedImages(pictures), ...(await bench.expectedTexts(texts))];
  return Math.min(...found.map((vector, i) => cosine(vector, expected[i] ?? [])));
}

describe('a file of both towers', () => {
  it.each(['clip', 'siglip', 'chinese-clip'] as const)('is fed the other half by fillers: %s', async (family) => {
    const bench = await Bench.of(family, { combined: true });
    expect(bench.manifest.vision.file).toBe(bench.manifest.text.file);
    expect(difference(await bench.images(pictures), bench.expectedImages(pictures).map(unit))).toBeLessThan(1e-5);
    expect(difference(await bench.texts(texts), (await bench.expectedTexts(texts)).map(unit))).toBeLessThan(1e-5);
  });

  it('gets fillers of any type, with the batch or without', async () => {
    const bench = await Bench.of('clip', { combined: true, dtype: 'fp16', io: 'float16', ids: 'int32' });
    const follow = (manifest: ModelManifest): void => {
      for (const filler of [...manifest.text.fillers, ...manifest.vision.fillers]) filler.batch = true;
    };
    expect(difference(await bench.texts(texts, { edit: follow }), await bench.texts(texts))).toBeLessThan(1e-3);
    expect(difference(await bench.images(pictures, follow), await bench.images(pictures))).toBeLessThan(1e-3);
  });
});

describe('a file that leaves pooling to its user', () => {
  it.each([
    ['clip', 'eos'],
    ['clip', 'last'],
    ['chinese-clip', 'cls'],
  ] as const)('is pooled as model.json says: %s by %s', async (family, pooling) => {
    const bench = await Bench.of(family, { textOutput: 'sequence', visionOutput: 'sequence' });
    const edit = ({ text }: ModelManifest): void => {
      text.outputs.pooling = pooling;
    };
    expect(difference(await bench.texts(texts, { edit }), await bench.expectedTexts(texts))).toBeLessThan(1e-5);
    expect(difference(await bench.images(pictures), bench.expectedImages(pictures))).toBeLessThan(1e-5);
  });

  it('takes ids of 32 bits', async () => {
    const bench = await Bench.of('multilingual', { ids: 'int32' });
    expect(difference(await bench.texts(texts), await bench.expectedTexts(texts))).toBeLessThan(1e-5);
  });
});

const withOutputs = (changes: object) => (text: ModelManifest['text']) => {
  return { text: { ...text, outputs: { ...text.outputs, ...changes } } };
};
const withInput = (changes: object) => (text: ModelManifest['text']) => {
  return { text: { ...text, input: { ...text.input, ...changes } } };
};

describe('what does not fit is said together with what to change', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.of('chinese-clip');
  });

  it.each<[string, (text: ModelManifest['text']) => object, RegExp]>([
    ['dimensions', () => ({ dimensions: 20 }), /\[1, 16\] as "text_embeds".*"dimensions": 20/],
    ['output', withOutputs({ embedding: 'embeds' }), /no output "embeds".*"text_embeds"/],
    ['missing input', withInput({ attentionMask: undefined }), /wants the input "attention_mask"/],
    ['unknown input', withInput({ positionIds: 'where' }), /no input "where".*"token_type_ids"/],
    ['not pooled', withOutputs({ embedding: 'last_hidden_state' }), /each of 24 tokens.*pooled output/],
    ['pooled already', withOutputs({ pooling: 'mean' }), /pooled already.*"none"/],
  ])('%s', async (_, changes, message) => {
    const edit = (manifest: ModelManifest): void => void Object.assign(manifest, changes(manifest.text));
    await expect(bench.texts(['a red shoe'], { length: 24, edit })).rejects.toThrow(message);
  });
});

describe('an opened model', () => {
  async function withEncoder(model: FamilyModel, work: (encoder: OnnxEncoder) => Promise<void>): Promise<void> {
    const encoder = await openEncoder(await readModelFolder(model.folder), { threads: 1 });
    await work(encoder).finally(() => encoder.close());
  }

  it.each([
    ['clip', { io: 'float16', dtype: 'fp16' }, 'a photo of a'],
    ['siglip', { combined: true }, 'Product: '],
    ['chinese-clip', { combined: true }, '一张照片'],
    ['siglip2', {}, 'A photo of:'],
    ['multilingual', {}, '一张照片'],
  ] as const)('finds the picture of which the words speak: %s %o', async (family, options, prompt) => {
    const model = await write(family, { ...options, skill: 'colours' });
    const colours = { red: '#ff0000', blue: '#0000ff', yellow: '#ffff00' };
    await withEncoder(model, async (encoder) => {
      const files = await Promise.all(
        Object.values(colours).map((background) =>
          sharp({ create: { width: 90, height: 60, channels: 3, background } })
            .png()
            .toBuffer(),
        ),
      );
      const decoded = await Promise.all(files.map((file) => decodeForModel(file, model.manifest.vision)));
      const images = await encoder.encodeImages(decoded);
      const words = await encoder.encodeTexts(Object.keys(colours).map((colour) => `${prompt} ${colour} shoe`));
      words.forEach((word, i) => {
        const cosines = images.map((image) => cosine([...word], [...image]));
        expect(cosines.indexOf(Math.max(...cosines))).toBe(i);
        expect(Math.hypot(...word)).toBeCloseTo(1, 5);
      });
    });
  });

  it('reads weights that lie beside its files, once they were found to be the right ones', async () => {
    const model = await write('clip', { externalData: true });
    const weights = join(model.folder, 'vision.onnx_data');
    const whole = await readFile(weights);
    await withEncoder(model, async (encoder) => {
      const [vector] = await encoder.encodeImages([noise(1)]);
      const expected = unit(model.reference.image(normalised(noise(1), model.manifest)));
      expect(cosine([...(vector ?? [])], expected)).toBeGreaterThan(0.99999);
    });
    const opening = async (): Promise<OnnxEncoder> => openEncoder(await readModelFolder(model.folder), { threads: 1 });
    await writeFile(weights, Buffer.from(whole).fill(0x3f, 200, 300));
    await expect(opening()).rejects.toMatchObject({ code: 'MODEL_DAMAGED', message: expect.stringContaining(weights) });
    await rm(weights);
    await expect(opening()).rejects.toMatchObject({ code: 'MODEL_MISSING', message: expect.stringContaining(weights) });
  });

  it('has its files verified once, however often it is opened on other providers', async () => {
    const model = await write('clip', { externalData: true });
    const { images: spec } = await sessionSpecs(await readModelFolder(model.folder));
    const session = new Session({ ...spec, providers: [cpu] });
    await session.load();
    // ONNX Runtime does not mind bytes after the last weight; the checksum would.
    await appendFile(join(model.folder, 'vision.onnx_data'), 'more');
    expect(await session.moveTo([{ ...cpu, threads: 2 }])).toMatchObject({ provider: 'cpu' });
    await session.close();
    const another = new Session({ ...spec, providers: [cpu] });
    await expect(another.load()).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
    await another.close();
  });
});
