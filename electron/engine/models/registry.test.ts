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
  const known = entry.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  expect(entry.bytes).toBeGreaterThan(known);
});
