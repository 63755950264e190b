/** Testing and removing models that were added. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPlace } from './testing.ts';

const place = await modelPlace();

describe('testing a model', () => {
  it('gives every check with its figure', async () => {
    const { passed, checks } = await place.tasks.test('starter-v1', new AbortController().signal);
    expect(passed).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(['vectors', 'batch', 'padding', 'distinct', 'match']);
    expect(checks.every(({ value, message }) => value !== null && message !== '')).toBe(true);
    expect(checks.at(-1)?.value).toBeCloseTo(1 / 120);
    expect(await place.tasks.list()).toMatchObject([{ kind: 'test', state: 'done', modelId: 'starter-v1' }]);
  });

  it('finds an installed model that has been damaged since', async () => {
    await place.family('one', 'clip');
    await place.add('one');
    const file = path.join(place.own, 'one', 'onnx', 'text_model.onnx');
    const whole = await readFile(file);
    await writeFile(file, Buffer.from(whole).fill(0x5a, 100, 164));
    await expect(place.tasks.test('one', new AbortController().signal)).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
    });
    await writeFile(file, whole.subarray(0, 100));
    expect((await place.installed.describe('one')).summary.problem).toMatchObject({
      ...{ code: 'MODEL_DAMAGED', message: expect.stringMatching(/text_model\.onnx has 100 bytes/) },
      details: { why: 'model-file-cut' },
    });
    await expect(place.tasks.test('none', new AbortController().signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends with the call', async () => {
    const controller = new AbortController();
    const testing = place.tasks.test('starter-v1', controller.signal);
    setTimeout(() => controller.abort(), 1);
    await expect(testing).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('removing a model', () => {
  it('leaves those alone that are needed', async () => {
    await expect(place.remove('starter-v1')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/came with/),
    });
    await place.family('one', 'clip');
    await place.add('one');
    await place.encoders.use('one');
    await expect(place.remove('one')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/in use/),
    });
    await place.encoders.use('starter-v1');
    await place.encoders.model('one').active();
    expect((await place.remove('one')).map(({ id }) => id)).toEqual(['starter-v1']);
    expect(await place.leftovers()).toEqual([]);
    await expect(place.remove('one')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves one alone that is at work, here or in another process, and says where', async () => {
    await place.family('one', 'clip');
    await place.add('one');
    const release = place.uses.hold('one', '/shop');
    await expect(place.remove('one')).rejects.toMatchObject({ code: 'CONFLICT', details: { why: 'model-busy' } });
    release();
    // Another process holds it, and dies without a word.
    const file = path.join(import.meta.dirname, 'uses.ts');
    const script = `const { ModelUses } = await import(${JSON.stringify(file)});
      new ModelUses(${JSON.stringify(path.join(place.dir, 'uses'))}).hold('one', '/other/shop');
      console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    try {
      await once(child.stdout, 'data');
      await expect(place.remove('one')).rejects.toMatchObject({
        ...{ code: 'CONFLICT', message: expect.stringContaining(`process ${child.pid}), on the library /other/shop`) },
        details: { why: 'model-in-use-elsewhere', pid: child.pid, library: '/other/shop' },
      });
      expect(await place.ids()).toContain('one');
    } finally {
      child.kill('SIGKILL');
    }
    await exited;
    expect((await place.remove('one')).map(({ id }) => id)).toEqual(['starter-v1']);
    expect(await readdir(path.join(place.dir, 'uses'))).toEqual([]);
  });

  it('takes away a folder that nobody can read any more', async () => {
    await mkdir(path.join(place.own, 'broken'), { recursive: true });
    await writeFile(path.join(place.own, 'broken', 'model.json'), '{');
    expect(await place.installed.list()).toMatchObject([
      {},
      { id: 'broken', problem: { message: expect.stringMatching(/not valid JSON/) } },
    ]);
    expect(await place.remove('broken')).toHaveLength(1);
  });
});
