/**
 * Every family in each layout that the hub uses, and with processor files in each form that they have had: whatever the form, what is
 * made of them is what is made of the usual one. The values of published models are written out.
 */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import {
  type FamilyModelOptions,
  type FamilyName,
  familyNames,
  writeFamilyModel,
} from '../../encoders/testing/index.ts';
import { inspectFolder } from './inspect.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-forms-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

type Json = Record<string, unknown>;
const at = (name: string): string => path.join(dir, name);
const write = (family: FamilyName, options: FamilyModelOptions = {}) =>
  writeFamilyModel(dir, family, { layout: 'hugging-face', ...options });
const read = async (name: string): Promise<Json> => JSON.parse(await readFile(at(name), 'utf8')) as Json;
const put = (name: string, content: object): Promise<void> => writeFile(at(name), JSON.stringify(content));

async function move(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(at(to)), { recursive: true });
  await rename(at(from), at(to));
}

/** What must be the same, whatever the layout: how images and texts are fed, not where the files lie. */
function feeding({ vision, text, dimensions, family }: ModelManifest) {
  const { file: _vision, ...pictures } = vision;
  const { file: _text, tokenizerConfig: _config, ...words } = text;
  return { dimensions, family, pictures, words };
}

const shortest = (side: number) => ({ shortest_edge: side });

describe.each(familyNames)('%s', (family) => {
  const cuts = family === 'clip' || family === 'multilingual';

  /** Older and newer forms of what the writer gives as `preprocessor_config.json`, by name. */
  const forms: Readonly<Record<string, (written: Json) => Promise<void>>> = {
    async 'processor_config.json of transformers 5, and nothing else'(written) {
      const config = await read('tokenizer_config.json');
      const special = await read('special_tokens_map.json');
      for (const name of ['preprocessor_config', 'tokenizer_config', 'special_tokens_map'])
        await rm(at(`${name}.json`));
      const { feature_extractor_type: _old, ...image_processor } = written;
      await put('processor_config.json', { image_processor, tokenizer: { ...special, ...config } });
    },
    async 'both, of which the newer one counts'(written) {
      await put('processor_config.json', { image_processor: written, processor_class: 'CLIPProcessor' });
      await put('preprocessor_config.json', { size: 999, crop_size: 999, image_mean: [0, 0, 0], image_std: [1, 1, 1] });
    },
    async 'a feature extractor with sizes as numbers'(written) {
      const { do_rescale: _a, rescale_factor: _b, image_processor_type: type, ...rest } = written;
      const numbers = { size: 32, ...(cuts ? { crop_size: 32 } : {}) };
      await put('preprocessor_config.json', { ...rest, ...numbers, feature_extractor_type: type ?? 'X' });
    },
    async 'sizes as lists, and numbers for all channels'(written) {
      const mean = written.image_mean as number[];
      const same = mean.every((value) => value === mean[0]);
      const each = same ? { image_mean: mean[0], image_std: [(written.image_std as number[])[0]] } : {};
      const lists = cuts ? { crop_size: [32, 32] } : { size: [32, 32] };
      await put('preprocessor_config.json', { ...written, ...each, ...lists });
    },
    async 'no sizes, which config.json has'(written) {
      const { size: _size, crop_size: _crop, ...rest } = written;
      await put('preprocessor_config.json', rest);
    },
    async 'null where the usual is meant'(written) {
      await put('preprocessor_config.json', { ...written, do_rescale: null, rescale_factor: null, do_resize: null });
    },
  };

  it.each(Object.keys(forms))('reads %s', async (form) => {
    await write(family);
    const usual = feeding((await inspectFolder(dir)).manifest);
    await forms[form]?.(await read('preprocessor_config.json'));
    const { manifest, notes } = await inspectFolder(dir);
    expect(feeding(manifest)).toEqual(usual);
    expect(notes.map(({ why }) => why)).not.toContain('pictures-fixed-size');
  });

  const layouts: Readonly<Record<string, () => Promise<string>>> = {
    async 'everything in onnx/'() {
      const names = ['config', 'preprocessor_config', 'tokenizer', 'tokenizer_config', 'special_tokens_map'];
      for (const name of names) await move(`${name}.json`, `onnx/${name}.json`);
      return dir;
    },
    async 'towers below a shared tokenizer'() {
      for (const name of ['config.json', 'preprocessor_config.json']) await move(name, `onnx/s2/${name}`);
      for (const tower of ['text', 'vision']) await move(`onnx/${tower}_model.onnx`, `onnx/s2/${tower}_model.onnx`);
      return dir;
    },
    async 'the same, named by the folder of the towers'() {
      await layouts['towers below a shared tokenizer']?.();
      return at('onnx/s2');
    },
    async 'files without a folder'() {
      for (const tower of ['text', 'vision']) await move(`onnx/${tower}_model.onnx`, `${tower}_model.onnx`);
      return dir;
    },
    async 'names of older exports'() {
      await move('onnx/text_model.onnx', 'onnx/textual.onnx');
      await move('onnx/vision_model.onnx', 'onnx/visual.onnx');
      return dir;
    },
  };

  it.each(Object.keys(layouts))('reads %s', async (layout) => {
    await write(family);
    const usual = feeding((await inspectFolder(dir)).manifest);
    const folder = (await layouts[layout]?.()) ?? dir;
    const found = await inspectFolder(folder);
    expect(feeding(found.manifest)).toEqual(usual);
    for (const name of found.files) expect(found.source.sizes.get(name), name).toBeGreaterThan(0);
    expect(found.files).toEqual(expect.arrayContaining([found.manifest.vision.file, found.manifest.text.file]));
  });

  it('takes towers of different precision, and calls the model after the rougher one', async () => {
    await write(family);
    await write(family, { dtype: 'fp16' });
    await rm(at('onnx/text_model_fp16.onnx'));
    expect((await inspectFolder(dir)).choices.map(({ dtype }) => dtype)).toEqual(['fp32']);
    await rm(at('onnx/vision_model.onnx'));
    const { manifest, choices } = await inspectFolder(dir);
    expect(choices.map(({ dtype }) => dtype)).toEqual(['fp16']);
    expect(manifest).toMatchObject({
      dtype: 'fp16',
      vision: { file: 'onnx/vision_model_fp16.onnx' },
      text: { file: 'onnx/text_model.onnx' },
    });
  });
});

describe('Immich', () => {
  /** As its repositories are: OpenCLIP's own config, and the small files beside the tower that they are of. */
  async function immich(family: 'clip' | 'siglip', preprocess: Json, text: Json = {}): Promise<void> {
    await write(family);
    for (const name of ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']) {
      await move(name, `textual/${name}`);
    }
    await move('onnx/text_model.onnx', 'textual/model.onnx');
    await move('onnx/vision_model.onnx', 'visual/model.onnx');
    await rm(at('preprocessor_config.json'));
    const bias = family === 'siglip' ? { init_logit_bias: -10 } : {};
    const vision_cfg = { image_size: 32, layers: 12 };
    await put('config.json', { embed_dim: family === 'clip' ? 16 : 32, ...bias, vision_cfg, text_cfg: text });
    await put('visual/preprocess_cfg.json', preprocess);
  }

  it('has a CLIP in two folders', async () => {
    const mean = [0.48145466, 0.4578275, 0.40821073];
    const std = [0.26862954, 0.26130258, 0.27577711];
    const common = { mode: 'RGB', mean, std, interpolation: 'bicubic', resize_mode: 'shortest', fill_color: 0 };
    await immich('clip', { size: [32, 32], ...common }, { context_length: 24, vocab_size: 49408 });
    const { manifest, files } = await inspectFolder(dir);
    expect(manifest).toMatchObject({
      ...{ family: 'clip', dimensions: 16 },
      vision: {
        file: 'visual/model.onnx',
        input: { width: 32, height: 32 },
        resize: { fit: 'cover', shortestEdge: 32, kernel: 'cubic', padding: [0, 0, 0] },
        normalise: { mean, std },
      },
      text: { file: 'textual/model.onnx', tokenizer: 'tokenizer.json', maxLength: 24, normalise: { clean: true } },
    });
    expect(files).toEqual(expect.arrayContaining(['tokenizer.json', 'config.json', 'visual/preprocess_cfg.json']));
  });

  it('has a SigLIP that squashes', async () => {
    const half = [0.5, 0.5, 0.5];
    const preprocess = { size: 32, mean: half, std: half, interpolation: 'bicubic', resize_mode: 'squash' };
    await immich('siglip', preprocess, { context_length: 64, tokenizer_kwargs: { clean: 'canonicalize' } });
    const { manifest } = await inspectFolder(dir);
    expect(manifest).toMatchObject({
      family: 'siglip',
      vision: { resize: { fit: 'fill', kernel: 'cubic' }, normalise: { mean: half } },
      text: { maxLength: 64, padding: 'fixed', normalise: { lowercase: true, punctuation: 'strip', clean: true } },
    });
  });
});

describe('several models below one tokenizer', () => {
  it('are told apart by the folder that is named', async () => {
    await write('clip');
    for (const size of ['s0', 's2']) {
      await write('clip');
      for (const name of ['config.json', 'preprocessor_config.json']) await move(name, `onnx/${size}/${name}`);
      for (const tower of ['text', 'vision'])
        await move(`onnx/${tower}_model.onnx`, `onnx/${size}/${tower}_model.onnx`);
    }
    await expect(inspectFolder(dir)).rejects.toMatchObject({
      ...{ code: 'MODEL_UNSUPPORTED', details: { why: 'several-models' } },
      message: expect.stringContaining(path.join(dir, 'onnx', 's2')),
    });
    const { manifest } = await inspectFolder(at('onnx/s2'));
    expect(manifest.id).toBe(`${path.basename(dir).toLowerCase()}-s2`);
  });
});

describe('a tokenizer in its older form', () => {
  it.each([['clip'], ['chinese-clip']] as const)('is made into the tokenizer.json of %s', async (family) => {
    const { tokenizer } = await write(family);
    const { model } = tokenizer.tokenizer as unknown as { model: { vocab: Record<string, number>; merges?: string[] } };
    const usual = await inspectFolder(dir);
    await rm(at('tokenizer.json'));
    if (model.merges === undefined) {
      const tokens = Object.entries(model.vocab).sort(([, a], [, b]) => a - b);
      await writeFile(at('vocab.txt'), `${tokens.map(([token]) => token).join('\n')}\n`);
    } else {
      await put('vocab.json', model.vocab);
      await writeFile(at('merges.txt'), ['#version: 0.2', ...model.merges, ''].join('\n'));
    }
    const found = await inspectFolder(dir);
    expect(feeding(found.manifest)).toEqual(feeding(usual.manifest));
    const made = JSON.parse(found.source.madeOf('tokenizer.json')?.toString() ?? '{}') as Json;
    const { normalizer, pre_tokenizer, model: same } = tokenizer.tokenizer as unknown as Json;
    expect(made).toMatchObject({ normalizer, pre_tokenizer, model: same } as Json);
  });
});

describe('published models', () => {
  const processor = {
    do_center_crop: true,
    do_convert_rgb: true,
    do_normalize: true,
    do_rescale: true,
    do_resize: true,
  };
  const vision = async (): Promise<ModelManifest['vision']> => (await inspectFolder(dir)).manifest.vision;

  it('MobileCLIP: 256, bilinear, mean 0 and deviation 1, as its processor_config.json says', async () => {
    await write('clip', { image: 256 });
    const { size: _size, ...config } = await read('preprocessor_config.json');
    const own = { crop_size: { height: 256, width: 256 }, size: shortest(256), resample: 2 };
    const image_processor = { ...config, ...processor, ...own, image_mean: [0, 0, 0], image_std: [1, 1, 1] };
    await put('processor_config.json', { image_processor, processor_class: 'CLIPProcessor' });
    await rm(at('preprocessor_config.json'));
    expect(await vision()).toMatchObject({
      input: { width: 256, height: 256 },
      resize: { fit: 'cover', shortestEdge: 256, kernel: 'linear' },
      normalise: { mean: [0, 0, 0], std: [1, 1, 1], scale: 1 / 255 },
    });
  });

  it.each([336, 384])('of %d a side, where only config.json says so', async (side) => {
    await write('clip', { image: side });
    await put('preprocessor_config.json', { image_processor_type: 'CLIPImageProcessor' });
    expect(await vision()).toMatchObject({
      input: { width: side, height: side },
      resize: { fit: 'cover', shortestEdge: side },
    });
    await rm(at('preprocessor_config.json'));
    expect(await vision()).toMatchObject({ input: { width: side }, resize: { fit: 'cover', shortestEdge: side } });
  });

  it('CLIP without any size: the shorter side to 224, and the middle', async () => {
    await write('clip', { image: 224 });
    const { vision_config: _vision, ...config } = await read('config.json');
    await put('config.json', config);
    await put('preprocessor_config.json', { image_processor_type: 'CLIPImageProcessor' });
    const found = await vision();
    expect(found).toMatchObject({ input: { width: 224, height: 224 }, resize: { fit: 'cover', shortestEdge: 224 } });
    expect(found.normalise.mean).toEqual([0.48145466, 0.4578275, 0.40821073]);
  });

  it('a square of 256 with a crop of 224 is squashed, then cut', async () => {
    await write('clip', { image: 224 });
    const crop = { height: 224, width: 224 };
    await put('preprocessor_config.json', { ...processor, size: { height: 256, width: 256 }, crop_size: crop });
    expect(await vision()).toMatchObject({
      input: { width: 224, height: 224 },
      resize: { fit: 'fill', squash: { width: 256, height: 256 } },
    });
  });

  it('a crop larger than the size has zeros around it', async () => {
    await write('clip', { image: 256 });
    await put('preprocessor_config.json', { ...processor, size: shortest(224), crop_size: 256 });
    expect(await vision()).toMatchObject({
      input: { width: 256, height: 256 },
      resize: { fit: 'cover', shortestEdge: 224, padding: [0, 0, 0] },
    });
  });

  it('Jina CLIP v1 reads long texts, to a bound', async () => {
    await write('clip');
    const config = await read('config.json');
    const text_config = { model_type: 'jina_clip_text', embed_dim: 768, pooler_type: 'mean_pooler' };
    await put('config.json', { ...config, model_type: 'jina_clip', architectures: ['JinaCLIPModel'], text_config });
    const tokenizer = await read('tokenizer_config.json');
    await put('tokenizer_config.json', { ...tokenizer, model_max_length: 8192 });
    const long = await inspectFolder(dir);
    expect(long.manifest.text).toMatchObject({ maxLength: 2048, padding: 'longest' });
    expect(long.notes).toContainEqual(
      expect.objectContaining({ why: 'texts-bounded', values: { said: 8192, length: 2048 } }),
    );
    await put('tokenizer_config.json', { ...tokenizer, model_max_length: 512 });
    expect((await inspectFolder(dir)).manifest.text.maxLength).toBe(512);
  });

  it('CLIP has 77 positions, whatever a tokenizer says, unless its config has others', async () => {
    await write('clip');
    const { text_config, ...config } = await read('config.json');
    const { max_position_embeddings: _positions, ...text } = text_config as Json;
    const tokenizer = await read('tokenizer_config.json');
    await put('tokenizer_config.json', { ...tokenizer, model_max_length: 512 });
    await put('config.json', { ...config, text_config: text });
    expect((await inspectFolder(dir)).manifest.text.maxLength).toBe(77);
    await put('config.json', { ...config, text_config: { ...text, max_position_embeddings: 248 } });
    expect((await inspectFolder(dir)).manifest.text.maxLength).toBe(248);
  });

  it.each([
    ['laion/CLIP-ViT-B-32-laion2B-s34B-b79K', true],
    ['apple/MobileCLIP-S2-OpenCLIP', true],
    ['openai/clip-vit-base-patch32', false],
    ['patrickjohncyh/fashion-clip', false],
  ])('%s: texts are cleaned: %s', async (name, cleans) => {
    await write('clip');
    await put('config.json', { ...(await read('config.json')), _name_or_path: name });
    expect((await inspectFolder(dir)).manifest.text.normalise.clean).toBe(cleans);
  });

  it('MobileCLIP in 8 bits is not offered, and refused by name where there is nothing else', async () => {
    const mobile = at('mobileclip_s2');
    const options = { layout: 'hugging-face' } as const;
    await writeFamilyModel(mobile, 'clip', { ...options, dtype: 'int8' });
    await expect(inspectFolder(mobile)).rejects.toMatchObject({ details: { why: 'broken-tower' } });
    await writeFamilyModel(mobile, 'clip', options);
    expect((await inspectFolder(mobile)).choices.map(({ dtype }) => dtype)).toEqual(['fp32']);
    await rm(path.join(mobile, 'onnx/text_model.onnx'));
    // Its tower for texts is sound in 8 bits.
    expect((await inspectFolder(mobile)).manifest).toMatchObject({
      dtype: 'int8',
      vision: { file: 'onnx/vision_model.onnx' },
      text: { file: 'onnx/text_model_int8.onnx' },
    });
  });

  it('MobileCLIP: padded with zeros where its length is fixed, and a second way to try where it is free', async () => {
    await write('clip', { textTower: 'mobile', fixedLength: true });
    const fixed = await inspectFolder(dir);
    expect(fixed.manifest.text).toMatchObject({ padding: 'fixed', maxLength: 24, padId: 0 });
    expect(fixed.alternatives).toEqual([]);
    await write('clip', { textTower: 'mobile' });
    const free = await inspectFolder(dir);
    expect(free.manifest.text).toMatchObject({ padding: 'longest' });
    expect(free.alternatives.map(({ text }) => text)).toEqual([
      { ...free.manifest.text, padding: 'fixed', padId: 0, maxLength: 24 },
    ]);
  });
});
