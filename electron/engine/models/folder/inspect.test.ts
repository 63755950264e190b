/** What is made of the files of each family, held to the model.json that the writer of those files gives; and what is refused, and why. */
import { mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FamilyModelOptions, type FamilyName, writeFamilyModel } from '../../encoders/testing/index.ts';
import { inspectFolder } from './inspect.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-folder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = (family: FamilyName, options: FamilyModelOptions = {}) =>
  writeFamilyModel(dir, family, { layout: 'hugging-face', ...options });

type Json = Record<string, unknown>;

async function edit(name: string, change: (content: Json) => Json | undefined): Promise<void> {
  const file = path.join(dir, name);
  const content = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Json;
  await writeFile(file, JSON.stringify(change(content) ?? content));
}

const refused = (message: RegExp) => ({ code: 'MODEL_UNSUPPORTED', message: expect.stringMatching(message) });

describe('a folder in the layout of Hugging Face', () => {
  const cases: [FamilyName, FamilyModelOptions][] = [
    ['clip', {}],
    ['clip', { combined: true }],
    ['clip', { textOutput: 'sequence', visionOutput: 'sequence' }],
    ['clip', { dtype: 'fp16', io: 'float16' }],
    ['siglip', {}],
    ['siglip', { combined: true, ids: 'int32' }],
    ['siglip2', {}],
    ['chinese-clip', {}],
    ['chinese-clip', { combined: true, externalData: true }],
    ['chinese-clip', { textOutput: 'sequence' }],
    ['multilingual', {}],
  ];
  it.each(cases)('becomes the model.json of %s %o', async (family, options) => {
    const { manifest } = await write(family, options);
    const found = await inspectFolder(dir);
    const same = ['dimensions', 'family', 'dtype'] as const;
    for (const key of same) expect(found.manifest[key], key).toEqual(manifest[key]);
    expect(found.manifest.vision).toEqual(manifest.vision);
    // A causal model without a mask need not be padded to its full length.
    const padding = family === 'clip' ? 'longest' : manifest.text.padding;
    const { prompts: _prompts, ...text } = manifest.text;
    expect(found.manifest.text).toMatchObject({ ...text, padding });
    expect(found.manifest.similarity).toEqual(manifest.similarity);
    const needed = Object.keys(manifest.files).filter((name) => /^onnx|^tokenizer/.test(name));
    expect(found.files).toEqual(expect.arrayContaining(needed));
  });

  it('is refused when its files speak of sizes that no model has', async () => {
    await write('clip');
    const found = await inspectFolder(dir);
    await writeFile(path.join(dir, 'model.json'), JSON.stringify({ ...found.manifest, dimensions: 20_000 }));
    await expect(inspectFolder(dir)).rejects.toMatchObject({
      ...{ code: 'MODEL_DAMAGED', message: expect.stringContaining('dimensions') },
    });
    const { vision } = found.manifest;
    const huge = { ...vision, input: { ...vision.input, width: 20_000, height: 20_000 } };
    await writeFile(path.join(dir, 'model.json'), JSON.stringify({ ...found.manifest, vision: huge }));
    await expect(inspectFolder(dir)).rejects.toMatchObject({ message: expect.stringContaining('vision.input.width') });
    await rm(path.join(dir, 'model.json'));
    await edit('preprocessor_config.json', (content) => ({ ...content, size: { shortest_edge: 20_000 } }));
    await expect(inspectFolder(dir)).rejects.toMatchObject(
      refused(/cannot be run here \(vision\.resize\.shortestEdge/),
    );
  });

  it('says what it assumed, and reads licence and languages from the model card', async () => {
    await write('clip');
    const bare = await inspectFolder(dir);
    expect(bare.notes.map(({ message }) => message).join(' ')).toMatch(
      /no licence.*Languages are not given.*scale of the similarity/,
    );
    expect(bare.manifest).toMatchObject({ licence: 'unknown', languages: ['en'] });
    await writeFile(path.join(dir, 'README.md'), '---\nlicense: mit\nlanguage:\n- en\n- "de"\ntags: [x]\n---\n# M');
    const carded = await inspectFolder(dir);
    expect(carded.manifest).toMatchObject({ licence: 'mit', languages: ['en', 'de'] });
    expect(carded.files).toContain('README.md');
    expect(carded.notes.map(({ why }) => why).join(' ')).not.toMatch(/licence/);
  });

  it('offers every precision, and takes the most exact one unless told otherwise', async () => {
    await write('clip');
    await write('clip', { dtype: 'fp16' });
    const found = await inspectFolder(dir);
    expect(found.choices.map(({ dtype }) => dtype)).toEqual(['fp32', 'fp16']);
    expect(found.choices[0]?.bytes).toBeGreaterThan((found.choices[1]?.bytes ?? 0) * 1.5);
    const half = await inspectFolder(dir, { dtype: 'fp16' });
    expect(half.manifest).toMatchObject({ dtype: 'fp16', vision: { file: 'onnx/vision_model_fp16.onnx' } });
    expect(half.manifest.id).toBe(`${found.manifest.id}-fp16`);
    await expect(inspectFolder(dir, { dtype: 'q4' })).rejects.toMatchObject(refused(/holds: fp32, fp16/));
    for (const tower of ['text', 'vision']) {
      await rename(
        path.join(dir, `onnx/${tower}_model_fp16.onnx`),
        path.join(dir, `onnx/${tower}_model_quantized.onnx`),
      );
    }
    expect((await inspectFolder(dir)).choices.map(({ dtype }) => dtype)).toEqual(['fp32', 'int8']);
  });

  it('finds its name in the cache of the hub, whose files are links', async () => {
    await write('clip');
    const snapshot = path.join(dir, 'models--owner--Some_CLIP', 'snapshots', 'c0ffee');
    await mkdir(path.dirname(snapshot), { recursive: true });
    const files = path.join(dir, 'blobs');
    await mkdir(files);
    for (const name of ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'onnx']) {
      await rename(path.join(dir, name), path.join(files, name));
    }
    await symlink(files, snapshot);
    const found = await inspectFolder(snapshot);
    expect(found.manifest).toMatchObject({
      id: 'some_clip',
      name: 'Some_CLIP',
      source: { repository: 'owner/Some_CLIP', revision: 'c0ffee' },
    });
    expect((await inspectFolder(snapshot, { id: 'mine', name: 'Mine' })).manifest).toMatchObject({
      id: 'mine',
      name: 'Mine',
    });
    expect((await inspectFolder(path.join(snapshot, 'onnx'))).manifest.id).toBe('some_clip');
  });
});

describe('preparing pictures', () => {
  const resize = async (preprocessor: Json) => {
    await edit('preprocessor_config.json', () => preprocessor);
    const { manifest, notes } = await inspectFolder(dir);
    return {
      ...manifest.vision.resize,
      ...manifest.vision.normalise,
      notes: notes.map(({ message }) => message).join(' '),
    };
  };

  it('reads sizes as numbers and as objects, crops, filters and scales', async () => {
    await write('clip', { image: 224 });
    expect(await resize({ size: 256, crop_size: 224, do_center_crop: true, resample: 2 })).toMatchObject({
      ...{ fit: 'cover', shortestEdge: 256, kernel: 'linear', scale: 1 / 255 },
    });
    const square = { height: 224, width: 224 };
    expect(await resize({ size: square, do_center_crop: false, resample: 1 })).toMatchObject({
      fit: 'fill',
      kernel: 'lanczos3',
    });
    expect(await resize({ size: square, crop_size: square, do_center_crop: true })).toMatchObject({ fit: 'fill' });
    expect(await resize({ size: 224, do_normalize: false, do_rescale: false })).toMatchObject({
      ...{ mean: [0, 0, 0], std: [1, 1, 1], scale: 1 },
    });
    expect(await resize({ size: { shortest_edge: 224 }, crop_size: square, resample: 9 })).toMatchObject({
      ...{ fit: 'cover', kernel: 'linear', notes: expect.stringMatching(/filter \(number 9\)/) },
    });
    expect(await resize({ size: 224, resample: 4 })).toMatchObject({ kernel: 'box' });
    expect(await resize({ size: 224, resample: 5 })).toMatchObject({ kernel: 'hamming' });
    expect(await resize({ size: 224, resample: 'bilinear' })).toMatchObject({ kernel: 'linear' });
  });

  it('keeps to the size in the ONNX file', async () => {
    await write('clip', { image: 64 });
    expect(await resize({ size: 224, crop_size: 224 })).toMatchObject({
      notes: expect.stringMatching(/64 x 64.*224 x 224/),
    });
    expect((await inspectFolder(dir)).manifest.vision.input).toMatchObject({ width: 64, height: 64 });
  });

  it('reads open_clip_config.json, and cleans texts as it says', async () => {
    await write('siglip');
    await rm(path.join(dir, 'preprocessor_config.json'));
    await edit('config.json', () => ({ architectures: ['MarqoFashionSigLIP'] }));
    const text_cfg = { context_length: 16, tokenizer_kwargs: { clean: 'canonicalize' } };
    await edit('open_clip_config.json', () => ({
      model_cfg: { embed_dim: 32, init_logit_bias: -10, vision_cfg: { image_size: 32 }, text_cfg },
      preprocess_cfg: {
        mean: [0.1, 0.2, 0.3],
        std: [1, 1, 1],
        interpolation: 'bilinear',
        resize_mode: 'longest',
        fill_color: 7,
      },
    }));
    const { manifest } = await inspectFolder(dir);
    expect(manifest).toMatchObject({ family: 'siglip', dimensions: 32 });
    expect(manifest.vision).toMatchObject({
      resize: { fit: 'contain', background: [7, 7, 7], kernel: 'linear' },
      normalise: { mean: [0.1, 0.2, 0.3] },
    });
    expect(manifest.text).toMatchObject({ maxLength: 16, normalise: { lowercase: true, punctuation: 'strip' } });
  });

  it('tells SigLIP 2 by its tokenizer: lower case, punctuation kept, any language', async () => {
    await write('siglip');
    await edit('tokenizer_config.json', (config) => ({
      ...config,
      tokenizer_class: 'GemmaTokenizerFast',
      model_max_length: 1e30,
    }));
    const { manifest } = await inspectFolder(dir);
    expect(manifest).toMatchObject({ family: 'siglip2', languages: ['mul'] });
    expect(manifest.text).toMatchObject({
      ...{ maxLength: 64, padding: 'fixed', normalise: { lowercase: true, punctuation: 'keep' } },
    });
  });
});

describe('what is refused', () => {
  const expectRefused = async (message: RegExp): Promise<void> => {
    await expect(inspectFolder(dir)).rejects.toMatchObject(refused(message));
  };

  it('a folder without a model, or with weights for another program only', async () => {
    await expectRefused(/holds no model/);
    await writeFile(path.join(dir, 'model.safetensors'), 'x');
    await expectRefused(/model\.safetensors only.*onnx-community.*optimum-cli/);
    await expect(inspectFolder(path.join(dir, 'gone'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(inspectFolder(path.join(dir, 'model.safetensors'))).rejects.toMatchObject({
      code: 'FOLDER_UNREADABLE',
    });
  });

  it.each([
    ['onnx/text_model.onnx', /none for texts/],
    ['onnx/vision_model.onnx', /none for pictures/],
    ['tokenizer.json', /tokenizer\.json is missing: without it/],
    ['config.json', /config\.json is missing/],
  ])('a folder without %s', async (name, message) => {
    await write('clip');
    await rm(path.join(dir, name));
    await expectRefused(message);
  });

  it('an old tokenizer, with the way to a new one', async () => {
    await write('clip');
    await rename(path.join(dir, 'tokenizer.json'), path.join(dir, 'spiece.model'));
    await expectRefused(/spiece\.model is an older form.*save_pretrained/);
    await writeFile(path.join(dir, 'vocab.json'), '{}');
    await expectRefused(/vocab\.json without merges\.txt/);
    await writeFile(path.join(dir, 'merges.txt'), '#version: 0.2\na b\n');
    await expectRefused(/vocab\.json: it is not of CLIP or BERT \(<\|startoftext\|>\)/);
  });

  it('weights that lie in a file that was not copied', async () => {
    await write('clip', { externalData: true });
    await rm(path.join(dir, 'onnx/text_model.onnx_data'));
    await expectRefused(/text_model\.onnx has its weights in onnx\/text_model\.onnx_data/);
  });

  it('files that are not what their names say', async () => {
    await write('clip');
    const whole = await readFile(path.join(dir, 'onnx/vision_model.onnx'));
    await writeFile(path.join(dir, 'onnx/vision_model.onnx'), whole.subarray(0, whole.length >> 1));
    await expectRefused(/vision_model\.onnx is not an ONNX model, or is incomplete/);
    await write('clip');
    await writeFile(path.join(dir, 'config.json'), '{');
    await expectRefused(/config\.json is not valid JSON/);
    // A hole of this size takes no room on the disk.
    await truncate(path.join(dir, 'config.json'), 250e6);
    await expectRefused(/config\.json is far too large/);
  });

  const pointer = (bytes: number): string =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize ${bytes}\n`;

  it.each([
    ['onnx/vision_model.onnx', {}],
    ['onnx/text_model.onnx_data', { externalData: true }],
    ['tokenizer.json', {}],
  ] as [string, FamilyModelOptions][])('a note that Git LFS has left in place of %s', async (name, options) => {
    await write('clip', options);
    await writeFile(path.join(dir, name), pointer(345_060_583));
    await expectRefused(new RegExp(`^${name}: Git LFS has left a note .*345\\.1 MB in all.*git lfs pull`));
  });

  it('no model for notes beside the files that were fetched', async () => {
    await write('clip', { dtype: 'fp16' });
    await writeFile(path.join(dir, 'onnx/vision_model.onnx'), pointer(10));
    await writeFile(path.join(dir, 'onnx/text_model.onnx'), pointer(10));
    expect((await inspectFolder(dir)).choices.map(({ dtype }) => dtype)).toEqual(['fp16']);
  });

  it('a SigLIP from which the head was left away', async () => {
    await write('siglip');
    const clip = await mkdtemp(path.join(tmpdir(), 'lookalike-folder-'));
    await writeFamilyModel(clip, 'clip', { layout: 'hugging-face', visionOutput: 'sequence' });
    await rename(path.join(clip, 'onnx/vision_model.onnx'), path.join(dir, 'onnx/vision_model.onnx'));
    await rm(clip, { recursive: true });
    await expectRefused(/vision_model\.onnx gives last_hidden_state.*with projection/);
  });
});

describe('a Lookalike folder', () => {
  it('is taken as its model.json says', async () => {
    const { manifest } = await write('clip', { layout: 'lookalike' });
    const found = await inspectFolder(dir);
    expect(found).toMatchObject({ layout: 'lookalike', manifest, notes: [] });
    await rm(path.join(dir, 'text.onnx'));
    await expect(inspectFolder(dir)).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringMatching(/text\.onnx/),
    });
  });
});
