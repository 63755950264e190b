/** The command as scripts run it: the real launcher, the real engine, the starter model, a small folder of images. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderImage } from '../../assets/sample/generate.ts';
import { planSample } from '../../assets/sample/plan.ts';
import { QuietTerminal } from './testing.ts';

const launcher = path.join(import.meta.dirname, 'lookalike.mjs');
const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-'));
const images = path.join(dir, 'photos');
const library = path.join(dir, 'library');
const place = { home: path.join(dir, 'home'), modelsDir: path.join(import.meta.dirname, '..', '..', 'models') };
const env = { ...process.env, LOOKALIKE_HOME: place.home };
const at = (name: string): string => path.join(dir, name);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function lookalike(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { env, cwd: dir, maxBuffer: 1 << 24 }, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
  });
}

async function answer(...args: string[]) {
  const { code, out, error } = await lookalike(...args);
  expect([code, error.includes('"error"')], error).toEqual([0, false]);
  expect(out.trim().split('\n')).toHaveLength(1);
  return JSON.parse(out);
}

/** The same command without the second that a process takes to start, for what comes after how it is started and ends. */
async function inProcess(...args: string[]) {
  const terminal = new QuietTerminal(place);
  await terminal.run(...args);
  expect(terminal.printed).toHaveLength(1);
  return terminal.printed[0];
}

const lastError = ({ error }: Ended) => JSON.parse(error.trim().split('\n').at(-1) ?? '').error;

beforeAll(async () => {
  mkdirSync(images);
  const wanted = new Map<string, number>();
  for (const product of planSample().products) {
    const [image] = product.images;
    const count = wanted.get(product.type) ?? 0;
    if (image === undefined || image.ruin !== null || count === 2 || wanted.size > 4) continue;
    wanted.set(product.type, count + 1);
    writeFileSync(path.join(images, `${product.sku}${path.extname(image.file)}`), await renderImage(image));
  }
  writeFileSync(path.join(images, 'broken.jpg'), 'not a picture');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('import and search, each with one JSON value on standard output', async () => {
  const good = readdirSync(images).filter((name) => name !== 'broken.jpg');
  const imported = await answer('import', 'photos', '--library', 'library', '--layout', 'photo');
  expect(imported).toMatchObject({
    encoded: good.length,
    skipped: 0,
    failed: [{ path: path.join(images, 'broken.jpg'), code: 'NOT_AN_IMAGE', reason: expect.any(String) }],
    seconds: expect.any(Number),
  });

  const file = path.join('photos', good[0] ?? '');
  const found = await answer('search', '--library', 'library', '--image', file, '--k', '3', '--images-only');
  expect(found).toMatchObject({ tookMs: expect.any(Number) });
  expect(found.results).toHaveLength(3);
  expect(found.results[0]).toMatchObject({ rank: 1, image: path.join(dir, file), title: expect.any(String) });
  expect(found.results[0].why.components[0]).toMatchObject({ name: 'picture', value: expect.closeTo(1, 2), share: 1 });
});

test('batch answers until the end of its input', async () => {
  const child = spawn(process.execPath, [launcher, 'batch', '--library', library], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const sku = path.parse(readdirSync(images).find((name) => name !== 'broken.jpg') ?? '').name;
  const requests = [
    { id: 1, method: 'search', params: { text: ['shoe'], k: 2 } },
    { id: 2, method: 'search', params: { like: [sku], k: 4 } },
    { id: 3, method: 'info' },
    { id: 'four', method: 'embed', params: { text: 'red dress' } },
  ];
  child.stdin.end(`${requests.map((request) => JSON.stringify(request)).join('\n')}\nnonsense`);
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  expect((await ended)[0]).toBe(0);
  const byId = new Map(answers.map((one) => [one.id, one]));
  expect(byId.get(1)).toMatchObject({ ok: true, result: { results: [{ rank: 1 }, { rank: 2 }] } });
  expect(byId.get(2).result.results).toHaveLength(4);
  expect(byId.get(3)).toMatchObject({ ok: true, result: { dir: library } });
  expect(Math.hypot(...byId.get('four').result.vector)).toBeCloseTo(1, 4);
  expect(byId.get(null)).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
});

test('failures have a code on standard error, nothing on standard output, and an exit code', async () => {
  const missing = await lookalike('info', '--library', 'nowhere');
  expect([missing.code, missing.out, lastError(missing).code]).toEqual([1, '', 'LIBRARY_MISSING']);
  const misspelt = await lookalike('search', '--libary', 'library');
  expect([misspelt.code, misspelt.out, lastError(misspelt).code]).toEqual([2, '', 'BAD_REQUEST']);
  const both = new QuietTerminal(place).run('embed', '--text', 'a', '--image', 'b');
  await expect(both).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test.skipIf(process.platform === 'win32')(
  'an interrupted import keeps what is done and goes on later',
  async () => {
    const other = path.join(dir, 'other');
    const child = spawn(process.execPath, [launcher, 'import', images, '--library', other, '--layout', 'photo'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let error = '';
    child.stderr.on('data', (text: Buffer) => {
      if (error === '') child.kill('SIGINT');
      error += text;
    });
    const [code] = await once(child, 'exit');
    expect(lastError({ code, out: '', error }).code).toBe('CANCELLED');
    expect(code).toBe(130);
    const rest = await answer('import', images, '--library', other, '--layout', 'photo');
    expect(rest.encoded + rest.skipped).toBe(readdirSync(images).length - 1);
  },
  60_000,
);

test('judgements go in, are measured and come out again; runs can be read by trec_eval', async () => {
  const [first = '', second = ''] = readdirSync(images)
    .filter((name) => name !== 'broken.jpg')
    .map((name) => path.parse(name).name);
  writeFileSync(path.join(dir, 'a.qrels'), `q1 0 ${first} 3\nq1 0 ${second} 0\nq1 0 unknown 1\n`);
  writeFileSync(path.join(dir, 'q.tsv'), 'q1\tred shoes\n');
  const files = ['--queries', at('q.tsv'), '--library', library];
  const report = await inProcess('evaluate', '--qrels', at('a.qrels'), ...files);
  expect(report).toMatchObject({ ranker: 'default', queries: 1, metrics: { 'nDCG@k': { mean: expect.any(Number) } } });
  const { code, out } = await lookalike('run', ...files, '--k', '3');
  expect([code, out.trim().split('\n').length]).toEqual([0, 3]);
  expect(out).toMatch(/^q1 Q0 \S+ 1 0\.\d+ default$/m);
  const imported = await inProcess('judge', 'import', at('a.qrels'), ...files);
  expect(imported).toMatchObject({ judgements: 2, skipped: 1 });
  expect(await inProcess('judge', 'export', '--library', library)).toContain(`q1 0 ${first} 3\n`);
  expect(await inProcess('learn', '--library', library)).toMatchObject({ adopted: false, reason: 'too-few-queries' });
});
