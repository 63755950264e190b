/** Downloading against a server that plays the hub, with real connections, real files and the faults of both. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryEntry } from '../../../contract/models.ts';
import { freeBytes } from '../disk.ts';
import { type DownloadProgress, download } from './download.ts';
import { openHub } from './hub.ts';
import { openNetwork } from './network.ts';
import { downloadFolder, readState } from './state.ts';
import { FakeHub, FakeProxy } from './testing.ts';

const weights = randomBytes(1_000_003);
const files = { 'config.json': '{"model_type": "clip"}', 'onnx/model.onnx': weights, 'empty.txt': '' };
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

let dir: string;
let hub: FakeHub;
let endpoint: string;
let progress: DownloadProgress[];
let controller: AbortController;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-download-'));
  hub = new FakeHub(files);
  endpoint = await hub.listen();
  progress = [];
  controller = new AbortController();
});
afterEach(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

const entry = (changes: Partial<RegistryEntry> = {}): RegistryEntry => ({
  ...{ id: 'm', name: 'M', family: 'clip', goodAt: 'tests', languages: ['en'], dimensions: 8, bytes: 1_000_000 },
  licence: { name: 'MIT', url: 'https://example.org', commercialUse: 'yes' },
  ...{ repository: 'owner/m', revision: 'main' },
  files: Object.keys(files).map((name) => ({ path: name, bytes: null, sha256: null })),
  ...changes,
});

interface Options {
  entry?: RegistryEntry;
  token?: string;
  stallMs?: number;
  attempts?: number;
  free?: typeof freeBytes;
  onProgress?: (progress: DownloadProgress) => void;
}

async function run(options: Options = {}) {
  const network = openNetwork(options.stallMs ?? 5000);
  try {
    return await download({
      hub: openHub(network, endpoint, options.token),
      entry: options.entry ?? entry(),
      folder: downloadFolder(dir, 'm'),
      signal: controller.signal,
      retries: { retryMs: 1, attempts: options.attempts ?? 5 },
      free: options.free ?? freeBytes,
      onProgress: (now) => {
        progress.push({ ...now });
        options.onProgress?.(now);
      },
    });
  } finally {
    await network.close();
  }
}

const target = (name: string): string => path.join(downloadFolder(dir, 'm').files, name);
const partBytes = (): number => readFileSync(`${target('onnx/model.onnx')}.part`).length;
/** Stops the download once half of the weights are here. */
const stopHalfway: Options = {
  onProgress: ({ phase, done }) => phase === 'download' && done > 500_000 && controller.abort(),
};

async function fetchHalf(): Promise<void> {
  hub.faults.slowMs = 1;
  await expect(run(stopHalfway)).rejects.toMatchObject({ code: 'CANCELLED' });
  hub.faults.slowMs = 0;
  controller = new AbortController();
  hub.seen.length = 0;
  progress = [];
}

async function expectWhole(): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    expect((await readFile(target(name))).equals(Buffer.from(content)), name).toBe(true);
    expect(existsSync(`${target(name)}.part`)).toBe(false);
  }
}

describe('a download', () => {
  it('follows the hub to where the files are, and reports every byte', async () => {
    const found = await run();
    await expectWhole();
    expect(found.get('onnx/model.onnx')).toBe(sha256(weights));
    expect(found.get('config.json')).toBe(sha256(files['config.json']));
    expect(hub.requests('GET', 'cdn')).toHaveLength(1);
    expect(progress[0]).toMatchObject({ phase: 'ask', done: 0, total: 3 });
    const bytes = progress.filter(({ phase }) => phase === 'download').map(({ done }) => done);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ done: 1_000_025, total: 1_000_025 });
  });

  it('asks for all files at the commit that the hub named first', async () => {
    await run();
    const [first, ...others] = hub.requests('HEAD', 'hub').map(({ url }) => url.split('/')[4]);
    expect(first).toBe('main');
    expect(new Set(others)).toEqual(new Set(['c0ffee00'.repeat(5)]));
  });

  it('keeps what has come when it is stopped, and later asks for the rest only', async () => {
    await fetchHalf();
    const here = partBytes();
    expect(here).toBeGreaterThan(500_000);
    await run();
    await expectWhole();
    // Under the mark of the host that sent the first half, which is not the one of the hub.
    const etag = `"v-${sha256(weights).slice(0, 8)}"`;
    const asked = hub.requests('GET', 'cdn').map(({ range, ifRange }) => ({ range, ifRange }));
    expect(asked).toEqual([{ range: `bytes=${here}-`, ifRange: etag }]);
    expect(hub.requests('GET', 'hub', 'config.json')).toEqual([]);
  });

  it('does without files that may be missing, and asks for them no more', async () => {
    const missing = ['special_tokens_map.json', 'processor_config.json'];
    const listed = missing.map((name) => ({ path: name, bytes: null, sha256: null, optional: true }));
    const there = { path: 'preprocessor_config.json', bytes: null, sha256: null, optional: true };
    hub.files.set(there.path, Buffer.from('{}'));
    const whole = entry({ files: [...listed, ...entry().files, there] });
    expect([...(await run({ entry: whole })).keys()].sort()).toEqual([...hub.files.keys()].sort());
    await expectWhole();
    expect(progress.at(-1)).toMatchObject({ done: 1_000_027, total: 1_000_027 });
    expect((await readState(downloadFolder(dir, 'm')))?.entry.files.map(({ path: name }) => name)).not.toContain(
      missing[0],
    );
  });

  it('ends where a file is missing that it needs, or all that say how pictures are prepared', async () => {
    const needed = { path: 'tokenizer.json', bytes: null, sha256: null };
    await expect(run({ entry: entry({ files: [needed, ...entry().files] }) })).rejects.toMatchObject({
      ...{ code: 'NETWORK_FAILED', details: { why: 'not-at-host', file: 'tokenizer.json' } },
    });
    const either = ['preprocessor_config.json', 'processor_config.json'].map((name) => ({
      ...needed,
      path: name,
      optional: true,
    }));
    await expect(run({ entry: entry({ files: [...either, ...entry().files] }) })).rejects.toMatchObject({
      details: { why: 'not-at-host', file: 'preprocessor_config.json' },
    });
    hub.files.set('processor_config.json', Buffer.from('{}'));
    await run({ entry: entry({ files: [...either, ...entry().files] }) });
  });

  it('holds a file to the first digits that were seen of it where the server gives no checksum', async () => {
    const seen = (digits: string) => {
      const checked = { bytes: null, sha256: sha256(weights) };
      const config = { path: 'config.json', bytes: null, sha256: null, sha256Start: digits };
      return entry({ files: [config, { path: 'onnx/model.onnx', ...checked }] });
    };
    const right = sha256(files['config.json']).slice(0, 8);
    hub.faults.noChecksum = true;
    await expect(run({ entry: seen('01234567') })).rejects.toMatchObject({
      ...{ code: 'CHECKSUM_WRONG', details: { why: 'wrong-checksum', expected: '01234567' } },
    });
    expect(existsSync(target('config.json'))).toBe(false);
    await run({ entry: seen(right) });
    hub.faults.noChecksum = false;
    // The checksum of the commit itself says more than a few digits that may be of another version.
    await run({ entry: seen('01234567') });
    const large = { path: 'onnx/model.onnx', bytes: null, sha256: null, sha256Start: '01234567' };
    await expect(run({ entry: entry({ files: [large] }) })).rejects.toMatchObject({
      details: { why: 'changed-at-source' },
    });
  });

  it('goes on by itself when the connection breaks, again and again', async () => {
    Object.assign(hub.faults, { cuts: 7, cutAfter: 120_000 });
    await run();
    await expectWhole();
    const ranges = hub.requests('GET', 'cdn').map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0] ?? 0));
    // More often than it would try without getting any further.
    expect(ranges).toHaveLength(8);
    expect(ranges.slice(1).every((at, i) => at > (ranges[i] ?? 0))).toBe(true);
  });

  it('gives up when nothing comes any more, and can be gone on with', async () => {
    Object.assign(hub.faults, { stallAfter: 130_000 });
    await expect(run({ stallMs: 60, attempts: 2 })).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
      message: expect.stringMatching(/nothing came any more.*go on with it/),
    });
    expect((await readState(downloadFolder(dir, 'm')))?.error?.code).toBe('NETWORK_FAILED');
    expect(partBytes()).toBeGreaterThan(120_000);
    hub.faults.stallAfter = 0;
    await run();
    await expectWhole();
  });

  it('starts over when the server ignores what is here already', async () => {
    await fetchHalf();
    hub.faults.ignoresRange = true;
    await run();
    await expectWhole();
    expect(hub.requests('GET', 'cdn')).toHaveLength(1);
  });

  it('starts over when the file has changed since, even one of the same length', async () => {
    await fetchHalf();
    const changed = Buffer.from(weights).fill(7, 0, 1000);
    hub.files.set('onnx/model.onnx', changed);
    const found = await run();
    expect(found.get('onnx/model.onnx')).toBe(sha256(changed));
    expect(hub.requests('GET', 'cdn').map(({ range }) => range)).toEqual([undefined]);
  });

  it('mends a part file that was damaged in between by fetching the file once more', async () => {
    await fetchHalf();
    const part = `${target('onnx/model.onnx')}.part`;
    writeFileSync(part, readFileSync(part).fill(0, 100, 200));
    await run();
    await expectWhole();
    expect(hub.requests('GET', 'cdn')).toHaveLength(2);
  });

  it('refuses what does not have its checksum, and keeps none of it', async () => {
    hub.faults.garbles = true;
    await expect(run()).rejects.toMatchObject({
      code: 'CHECKSUM_WRONG',
      message: expect.stringMatching(/model\.onnx/),
    });
    expect(existsSync(target('onnx/model.onnx'))).toBe(false);
    expect(existsSync(`${target('onnx/model.onnx')}.part`)).toBe(false);
  });

  it('refuses a file that is not the one the registry speaks of, before fetching it', async () => {
    const listed = entry({ files: [{ path: 'onnx/model.onnx', bytes: null, sha256: 'a'.repeat(64) }] });
    await expect(run({ entry: listed })).rejects.toMatchObject({ code: 'CHECKSUM_WRONG' });
    expect(hub.requests('GET', 'cdn')).toEqual([]);
  });

  it('takes no weights from a mirror without checksums, unless the registry has one', async () => {
    hub.faults.noChecksum = true;
    await expect(run()).rejects.toMatchObject({ message: expect.stringMatching(/no checksum for onnx\/model\.onnx/) });
    const listed = entry().files.map((file) =>
      file.path.startsWith('onnx') ? { ...file, sha256: sha256(weights) } : file,
    );
    await run({ entry: entry({ files: listed }) });
    await expectWhole();
  });

  it('waits for a server that is busy, and asks again when an address has expired', async () => {
    hub.faults.firstAnswers = [503, 429];
    hub.faults.expired = 2;
    await run();
    await expectWhole();
  });
});

describe('refusals', () => {
  it('says what is not there', async () => {
    hub.files.delete('config.json');
    await expect(run()).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
      message: expect.stringMatching(/config\.json of owner\/m is not at 127/),
      details: { status: 404 },
    });
  });

  it('says how to get a model that is given only after its licence was accepted; the token stays with the hub', async () => {
    hub.faults.token = 'hf_right';
    await expect(run()).rejects.toMatchObject({
      message: expect.stringMatching(/Accept it at http.*owner\/m, .*HF_TOKEN/),
    });
    await expect(run({ token: 'hf_wrong' })).rejects.toMatchObject({
      message: expect.stringMatching(/token in HF_TOKEN/),
    });
    await run({ token: 'hf_right' });
    await expectWhole();
    expect(hub.requests('GET', 'cdn').every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('says that nobody answers', async () => {
    await hub.close();
    await expect(run()).rejects.toMatchObject({ code: 'NETWORK_FAILED', message: expect.stringMatching(/refused/) });
  });
});

describe('a full disk', () => {
  it('is seen before anything is fetched', async () => {
    const free = async (): Promise<number> => 1000;
    await expect(run({ free })).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/needs 68 MB .* 0\.0 MB are free/),
    });
    expect(hub.requests('GET', 'cdn')).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('is told from other failures when it fills up on the way', async () => {
    await mkdir(path.dirname(target('onnx/model.onnx')), { recursive: true });
    symlinkSync('/dev/full', `${target('onnx/model.onnx')}.part`);
    await expect(run()).rejects.toMatchObject({ code: 'DISK_FULL' });
    await rm(`${target('onnx/model.onnx')}.part`);
    await run();
    await expectWhole();
  });
});

describe('a proxy', () => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
  const before = names.map((name) => [name, process.env[name]] as const);
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('is used where the environment names one, and left aside where it says so', async () => {
    const proxy = new FakeProxy();
    process.env.HTTP_PROXY = await proxy.listen();
    await run();
    await expectWhole();
    expect(new Set(proxy.targets).size).toBe(2);
    proxy.targets.length = 0;
    process.env.NO_PROXY = '127.0.0.1';
    await rm(dir, { recursive: true });
    await run();
    await expectWhole();
    expect(proxy.targets).toEqual([]);
    await proxy.close();
  });
});
