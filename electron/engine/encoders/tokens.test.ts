import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { type FamilyModel, type FamilyName, writeFamilyModel } from './testing/index.ts';
import { loadTokens, normaliseText, type TextTokens } from './tokens.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lookalike-texts-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('normaliseText', () => {
  it('strips punctuation as SigLIP does', () => {
    const canonical = (text: string): string =>
      normaliseText(text, { lowercase: true, punctuation: 'strip', clean: false });
    // The docstring of big_vision's canonicalize names these two kinds: case and punctuation; an underscore parts words.
    expect(canonical('A photo of a Cat.')).toBe('a photo of a cat');
    expect(canonical('  Red_Shoe,   size\t38½ (new)!  ')).toBe('red shoe size 38½ new');
    expect(canonical(`!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`)).toBe('');
    // Signs outside ASCII are not in Python's string.punctuation.
    expect(canonical('红色，鞋。—')).toBe('红色，鞋。—');
  });

  it('does the two apart, or neither', () => {
    expect(normaliseText('Red. Shoe', { lowercase: false, punctuation: 'strip', clean: false })).toBe('Red Shoe');
    expect(normaliseText('Red. Shoe ', { lowercase: true, punctuation: 'keep', clean: false })).toBe('red. shoe ');
    expect(normaliseText(' Red. Shoe ', { lowercase: false, punctuation: 'keep', clean: false })).toBe(' Red. Shoe ');
  });
});

it('cleans texts before anything else where the model was trained so', () => {
  const rules = { lowercase: true, punctuation: 'strip', clean: true } as const;
  expect(normaliseText('Men&#39;s “Slim” T-Shirt &amp; tie', rules)).toBe('mens slim tshirt tie');
  expect(normaliseText('Men’s &amp; Co.', { ...rules, punctuation: 'keep' })).toBe("men's & co.");
  expect(normaliseText('Men’s &amp; Co.', { ...rules, punctuation: 'keep', clean: false })).toBe('men’s &amp; co.');
});

describe('the tokenizer of a family', () => {
  async function tokensOf(
    family: FamilyName,
    change: Partial<ModelManifest['text']> = {},
  ): Promise<{ model: FamilyModel; tokens: TextTokens; names: (text: string) => string[] }> {
    const model = await writeFamilyModel(join(root, family), family);
    const tokens = await loadTokens(
      join(model.folder, 'tokenizer.json'),
      { ...model.manifest.text, ...change },
      join(model.folder, 'tokenizer_config.json'),
    );
    const { vocab } = (model.tokenizer.tokenizer as { model: { vocab: Record<string, number> | [string, number][] } })
      .model;
    const list = Array.isArray(vocab)
      ? vocab.map(([token], id): [string, number] => [token, id])
      : Object.entries(vocab);
    const byId = new Map(list.map(([token, id]) => [id, token]));
    return { model, tokens, names: (text) => tokens.encode(text).map((id) => byId.get(id) ?? String(id)) };
  }

  it('cuts words as CLIP does: whole words end in </w>, unknown ones fall apart', async () => {
    const { names } = await tokensOf('clip');
    expect(names('A  Red shoe')).toEqual(['<|startoftext|>', 'a</w>', 'red</w>', 'shoe</w>', '<|endoftext|>']);
    expect(names('zq')).toEqual(['<|startoftext|>', 'z', 'q</w>', '<|endoftext|>']);
    expect(names('')).toEqual(['<|startoftext|>', '<|endoftext|>']);
  });

  it('cuts as SigLIP does: no start, and an end that is the padding too', async () => {
    const { names, model } = await tokensOf('siglip');
    expect(names('A red_shoe!')).toEqual(['▁a', '▁red', '▁shoe', '</s>']);
    expect(model.manifest.text.padId).toBe(model.tokenizer.eosId);
  });

  it('cuts as SigLIP 2 does: spaces are letters, what is unknown is bytes', async () => {
    const { names, model } = await tokensOf('siglip2');
    expect(names('A Red shoe')).toEqual(['a', '▁red', '▁shoe', '<eos>']);
    expect(names('鞋 é')).toEqual(['鞋', '▁', '<0xC3>', '<0xA9>', '<eos>']);
    expect(model.manifest.text.padId).not.toBe(model.tokenizer.eosId);
  });

  it('cuts Chinese into characters as BERT does', async () => {
    const { names } = await tokensOf('chinese-clip');
    expect(names('红色的Shoe')).toEqual(['[CLS]', '红', '色', '的', 'shoe', '[SEP]']);
    expect(names('龘')).toEqual(['[CLS]', '[UNK]', '[SEP]']);
  });

  it('keeps what closes a text that is too long, and only that', async () => {
    const { tokens, model } = await tokensOf('multilingual', { maxLength: 5 });
    const { idOf } = model.tokenizer;
    expect(tokens.encode('red blue green yellow bag')).toEqual([
      idOf('<s>'),
      idOf('▁red'),
      idOf('▁blue'),
      idOf('▁green'),
      idOf('</s>'),
    ]);
    expect(tokens.encode('red')).toEqual([idOf('<s>'), idOf('▁red'), idOf('</s>')]);
    const bare = await tokensOf('multilingual', { maxLength: 2, addSpecialTokens: false });
    expect(bare.tokens.encode('red blue green')).toEqual([idOf('▁red'), idOf('▁blue')]);
  });

  it('has the unknown token stand for a text without any', async () => {
    const { tokens } = await tokensOf('siglip', { addSpecialTokens: false, unknownId: 2 });
    expect(tokens.encode('')).toEqual([2]);
    expect(tokens.encode('...')).toEqual([2]);
  });

  it('follows tokenizer_config.json too', async () => {
    const model = await writeFamilyModel(join(root, 'config'), 'chinese-clip');
    const tokenizer = structuredClone(model.tokenizer.tokenizer) as { normalizer: unknown };
    tokenizer.normalizer = null;
    const [path, config] = [join(model.folder, 'tokenizer.json'), join(model.folder, 'tokenizer_config.json')];
    await writeFile(path, JSON.stringify(tokenizer));
    await writeFile(config, JSON.stringify({ do_lowercase_and_remove_accent: true }));
    const { idOf } = model.tokenizer;
    const [without, following] = [
      await loadTokens(path, model.manifest.text),
      await loadTokens(path, model.manifest.text, config),
    ];
    expect(without.encode('RED')).toEqual([idOf('[CLS]'), idOf('[UNK]'), idOf('[SEP]')]);
    expect(following.encode('RED')).toEqual([idOf('[CLS]'), idOf('red'), idOf('[SEP]')]);
  });

  it('is said to be damaged when it is', async () => {
    const path = join(root, 'broken.json');
    await writeFile(path, '{"model": {}}');
    const { manifest } = await writeFamilyModel(join(root, 'clip'), 'clip');
    await expect(loadTokens(path, manifest.text)).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringContaining(path),
    });
    await expect(
      loadTokens(join(root, 'clip/tokenizer.json'), manifest.text, join(root, 'none.json')),
    ).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
    });
  });
});
