/** The registry that ships: every entry is one that a download can begin with. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { modelManifestSchema } from '../../contract/model-manifest.ts';
import { familyFacts } from './folder/family.ts';
import { readRegistry } from './registry.ts';

const entries = await readRegistry(path.join(import.meta.dirname, '../../../models'));

it('lists models, each under an id of its own', () => {
  expect(entries.length).toBeGreaterThan(5);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

it.each(entries)('$id is complete and true to form', (entry) => {
  expect(modelManifestSchema.shape.id.safeParse(entry.id).success).toBe(true);
  expect(Object.keys(familyFacts)).toContain(entry.family);
  expect(entry.repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
  expect(entry.revision).toMatch(/^(main|[0-9a-f]{40})$/);
  expect(new URL(entry.licence.url).protocol).toBe('https:');
  const names = entry.files.map((file) => file.as ?? file.path);
  expect(new Set(names).size).toBe(names.length);
  for (const name of ['config.json', 'preprocessor_config.json', 'tokenizer.json']) {
    expect(
      names.some((one) => one === name || one === `onnx/${name}`),
      name,
    ).toBe(true);
  }
  const onnx = names.filter((name) => name.endsWith('.onnx'));
  expect(onnx.length === 1 ? onnx : onnx.map((name) => name.replace(/(text|vision)_/, '')).slice(1)).toEqual([
    expect.stringMatching(/^onnx\/model(_fp16)?\.onnx$/),
  ]);
  for (const { sha256 } of entry.files) expect(sha256 ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
  const mayBeMissing = entry.files
    .filter(({ optional }) => optional)
    .map(({ path: name }) => path.posix.basename(name));
  for (const name of ['config.json', 'tokenizer.json']) expect(mayBeMissing).not.toContain(name);
  const known = entry.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  expect(entry.bytes).toBeGreaterThan(known);
});

const listed = (id: string) => entries.find((entry) => entry.id === id);
const sums = (id: string) =>
  Object.fromEntries((listed(id)?.files ?? []).map((file) => [path.posix.basename(file.as ?? file.path), file]));

it('has the sizes and checksums that were seen of published files', () => {
  expect(sums('clip-vit-base-patch32')).toMatchObject({
    'vision_model.onnx': { sha256: 'fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40' },
    'text_model.onnx': { sha256: '3f6571f5bad13a97c469c1622e1cfc4d9aef78b79fdbfcff804ca357bfada8cc' },
  });
  expect(sums('mobileclip-s2')).toMatchObject({
    'vision_model.onnx': { sha256: 'd28b92d7a3a6ba99bd000cce5c91678c0e279dc934c887a3785908a811872a6c' },
    'text_model.onnx': { sha256: 'ff82e945c6c652c51df687e10f102a8e43c87d37c9108ff692468be3732f3710' },
    'tokenizer.json': { bytes: 2_224_081, sha256: null },
  });
  expect(sums('siglip2-base-patch16-224-fp16')['tokenizer.json']).toMatchObject({
    bytes: 34_363_039,
    sha256: 'cb9140fae3ac5122c972d37adf83e1248471a38147ad76f8215c8872c6fd8322',
  });
  for (const id of ['marqo-fashionclip', 'marqo-fashionclip-fp16']) {
    const sha256 = 'd2c22662278b8c26ed9ffb46428534fdda1a9f60de2fbec87b2c4377e775d1ac';
    expect(sums(id)['tokenizer.json']).toMatchObject({ sha256 });
  }
  // Of these only the first digits were seen, which is no checksum.
  expect(sums('chinese-clip-vit-base-patch16')).toMatchObject({
    'tokenizer.json': { bytes: 439_124, sha256: null, sha256Start: '7dfbf196' },
    'preprocessor_config.json': { bytes: 546, sha256: null, sha256Start: '61a78fdd' },
  });
});

it('says what the files do not: how MobileCLIP is padded, and whose texts are cleaned', () => {
  for (const id of ['mobileclip-s2', 'mobileclip2-s2']) {
    expect(listed(id)?.manifest).toMatchObject({ text: { padding: 'fixed', maxLength: 77, padId: 0 } });
  }
  const cleaned = entries.filter(({ manifest }) => JSON.stringify(manifest ?? {}).includes('"clean":true'));
  expect(cleaned.map(({ id }) => id).sort()).toEqual(
    ['marqo-fashionclip', 'marqo-fashionclip-fp16', 'marqo-fashionsiglip', 'mobileclip-s2', 'mobileclip2-s2'].sort(),
  );
  expect(listed('jina-clip-v1-fp16')?.manifest).toMatchObject({ text: { maxLength: 2048 } });
});

it('offers no MobileCLIP in 8 bits, whose tower for pictures is broken', () => {
  const files = entries.filter(({ id }) => id.startsWith('mobileclip')).flatMap((entry) => entry.files);
  expect(files.filter(({ path: name }) => /int8|quantized|uint8/.test(name))).toEqual([]);
});
