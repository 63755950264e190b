/** Adding models from folders: real files, small real models, and what is refused. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FamilyModelOptions, FamilyName } from '../encoders/testing/index.ts';
import { freeBytes } from './disk.ts';
import { modelHandlers } from './methods.ts';
import { modelPlace } from './testing.ts';

const place = await modelPlace();

interface Vocabulary {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges?: readonly string[];
}

describe('adding a folder', () => {
  it.each<[FamilyName, FamilyModelOptions]>([
    ['clip', { combined: true, externalData: true }],
    ['siglip', { dtype: 'fp16' }],
    ['chinese-clip', {}],
  ])('installs a %s %o, tested, with its checksums', async (kind, options) => {
    await place.family('My Model', kind, options);
    const changes: string[][] = [];
    place.hub.on('models.changed', (list) => changes.push(list.map(({ id }) => id)));
    expect(await place.add('My Model')).toMatchObject({ kind: 'add', state: 'done', error: null, phase: 'finish' });
    const id = options.dtype === 'fp16' ? 'my-model-fp16' : 'my-model';
    expect(changes).toEqual([['starter-v1', id]]);
    const { summary, manifest } = await place.installed.describe(id);
    expect(summary).toMatchObject({ bundled: false, active: false, problem: null, folder: path.join(place.own, id) });
    expect(Object.keys(manifest.files)).toEqual(expect.arrayContaining([manifest.vision.file, 'tokenizer.json']));
    const [vector] = await (await place.encoders.model(id).active()).encodeTexts(['red']);
    expect(vector).toHaveLength(manifest.dimensions);
    expect(existsSync(path.join(place.own, '.adding')) ? await readdir(path.join(place.own, '.adding')) : []).toEqual(
      [],
    );
  });

  it('tries the way of MobileCLIP when the usual one fails, and keeps the one that passes the test', async () => {
    const plain = await place.family('plain', 'clip');
    const mobile = await place.family('mobile', 'clip', { textTower: 'mobile' });
    expect(await place.add('plain')).toMatchObject({ state: 'done' });
    expect(await place.add('mobile')).toMatchObject({ state: 'done', error: null });
    const text = async (id: string) => (await place.installed.describe(id)).manifest.text;
    // The short way is several times faster, and right for a tower that reads no padding.
    expect(await text('plain')).toMatchObject({ padding: 'longest', padId: plain.tokenizer.padId });
    expect(await text('mobile')).toMatchObject({ padding: 'fixed', padId: 0, maxLength: 24 });
    const { idOf, eosId } = mobile.tokenizer;
    const ids = [idOf('<|startoftext|>'), idOf('red</w>'), eosId, ...new Array<number>(21).fill(0)];
    const expected = mobile.reference.text(ids, 3, eosId);
    const length = Math.hypot(...expected);
    const [vector = []] = await (await place.encoders.model('mobile').active()).encodeTexts(['red']);
    expect(Math.max(...[...vector].map((value, i) => Math.abs(value - (expected[i] ?? 0) / length)))).toBeLessThan(
      1e-4,
    );
  });

  it.each([
    ['chinese-clip', 'vocab.txt'],
    ['clip', 'vocab.json'],
  ] as const)('installs a %s whose tokenizer is in an older form, and reads texts the same', async (kind, older) => {
    const { tokenizer } = await place.family('new form', kind);
    await place.family('old form', kind);
    const { vocab, merges } = (tokenizer.tokenizer as unknown as { model: Vocabulary }).model;
    const tokens = Object.entries(vocab).sort(([, a], [, b]) => a - b);
    const lines = tokens.map(([token]) => `${token}\n`).join('');
    await writeFile(place.folder(`old form/${older}`), older === 'vocab.txt' ? lines : JSON.stringify(vocab));
    if (merges !== undefined)
      await writeFile(place.folder('old form/merges.txt'), `#version: 0.2\n${merges.join('\n')}\n`);
    await rm(place.folder('old form/tokenizer.json'));
    for (const name of ['new form', 'old form'])
      expect(await place.add(name)).toMatchObject({ state: 'done', error: null });
    const texts = ['a Red shoe', '红色的裙子, 2 bags', 'zq!', ''];
    const [made, own] = await Promise.all(
      ['old-form', 'new-form'].map(async (id) => (await place.encoders.model(id).active()).encodeTexts(texts)),
    );
    expect(made).toEqual(own);
    const { manifest } = await place.installed.describe('old-form');
    expect(Object.keys(manifest.files)).toContain('tokenizer.json');
  });

  it('installs towers that lie below a shared tokenizer, and towers in two folders', async () => {
    await place.family('usual', 'clip');
    const towers = async (name: string, places: Readonly<Record<string, string>>): Promise<void> => {
      await place.family(name, 'clip');
      for (const [from, to] of Object.entries(places)) {
        await mkdir(path.dirname(place.folder(`${name}/${to}`)), { recursive: true });
        await rename(place.folder(`${name}/${from}`), place.folder(`${name}/${to}`));
      }
    };
    const [vision, text] = ['onnx/vision_model.onnx', 'onnx/text_model.onnx'];
    const below = ['config.json', 'preprocessor_config.json', vision, text];
    await towers('mobile', Object.fromEntries(below.map((name) => [name, `onnx/s2/${path.posix.basename(name)}`])));
    await towers('immich', {
      [vision]: 'visual/model.onnx',
      [text]: 'textual/model.onnx',
      'tokenizer.json': 'textual/tokenizer.json',
    });
    await place.add('usual');
    expect(await place.add('mobile/onnx/s2')).toMatchObject({ state: 'done', error: null, modelId: 'mobile-s2' });
    expect(await place.add('immich')).toMatchObject({ state: 'done', error: null, modelId: 'immich' });
    const [first, ...others] = await Promise.all(
      ['usual', 'mobile-s2', 'immich'].map(async (id) =>
        (await place.encoders.model(id).active()).encodeTexts(['a red shoe']),
      ),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('refuses a model that mixes things up, says why, and keeps nothing of it', async () => {
    await place.family('confused', 'clip', { skill: 'confused' });
    expect(await place.add('confused')).toMatchObject({
      state: 'failed',
      error: { code: 'MODEL_FAILED', message: expect.stringMatching(/Captions do not match pictures: .* of 120 ways/) },
    });
    await place.family('random', 'siglip', { skill: 'random' });
    expect(await place.add('random')).toMatchObject({ state: 'failed', error: { code: 'MODEL_FAILED' } });
    expect(await place.leftovers()).toEqual([]);
    expect(await place.ids()).toEqual(['starter-v1']);
  });

  it('refuses one whose length of vectors is not what its files say', async () => {
    await place.family('wrong', 'clip');
    const config = JSON.parse(await readFile(place.folder('wrong/config.json'), 'utf8'));
    await writeFile(place.folder('wrong/config.json'), JSON.stringify({ ...config, projection_dim: 99 }));
    expect(await place.add('wrong')).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(/99/) },
    });
    expect(await place.leftovers()).toEqual([]);
  });

  it('never writes over an installed model', async () => {
    await place.family('one', 'clip');
    await place.add('one');
    expect(await place.add('one')).toMatchObject({
      error: { code: 'CONFLICT', message: expect.stringMatching(/id one is installed/) },
    });
    await place.family('elsewhere/one', 'clip', { seed: 2 });
    expect(await place.add('elsewhere/one')).toMatchObject({ state: 'done', error: null, modelId: 'one-2' });
    expect(await place.ids()).toEqual(['starter-v1', 'one', 'one-2']);
    expect(await place.add('elsewhere/one', { id: 'one' })).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await place.add('elsewhere/one', { id: 'other', name: 'Other' })).toMatchObject({
      state: 'done',
      title: 'Other',
    });
    const inspect = modelHandlers(place.installed, place.tasks, place.source)['models.inspectFolder'];
    expect((await inspect({ path: place.folder('one') })).installed).toBe(true);
  });

  it('takes a Lookalike folder, whose checksums must be right', async () => {
    await place.family('own', 'clip', { layout: 'lookalike' });
    expect(await place.add('own')).toMatchObject({ state: 'done' });
    expect(await place.ids()).toContain('test-clip');
    await place.remove('test-clip');
    const whole = await readFile(place.folder('own/text.onnx'));
    await writeFile(place.folder('own/text.onnx'), whole.fill(1, 100, 110));
    expect(await place.add('own')).toMatchObject({
      error: { code: 'MODEL_DAMAGED', message: expect.stringMatching(/text\.onnx/) },
    });
    expect(await place.leftovers()).toEqual([]);
  });

  it('looks for room first, can be stopped, and cleans up after a crash', async () => {
    await place.family('one', 'clip');
    place.free = async () => 1000;
    expect(await place.add('one')).toMatchObject({ error: { code: 'DISK_FULL' } });
    place.free = freeBytes;
    const task = await place.tasks.addFolder(place.folder('one'), {});
    await place.tasks.stop(task.id, false);
    expect(await place.ended(task)).toMatchObject({ state: 'cancelled', error: null });
    expect(await place.leftovers()).toEqual([]);
    await place.stop();
    await mkdir(path.join(place.own, '.adding', '999999-x'), { recursive: true });
    await mkdir(path.join(place.own, '.adding', `${process.ppid}-x`), { recursive: true });
    place.start();
    await place.tasks.list();
    expect(await readdir(path.join(place.own, '.adding'))).toEqual([`${process.ppid}-x`]);
  });
});
