/**
 * Packs the app with electron-builder itself around a stand-in for Electron's program, unpacks what came out into a folder where nothing
 * else can be found, and starts the engine from there: whatever the app needs at run time is inside, or this fails.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { Arch, build, Platform } from 'electron-builder';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIpcTransport } from '../contract/rpc/child-process.ts';
import { type Client, createClient } from '../contract/rpc/client.ts';
import { createMultiplexer } from '../contract/rpc/multiplex.ts';
import { formatProcessArgs } from '../engine/process/options.ts';
import { placesOf } from '../main/places.ts';
import { projectDir } from '../server/project.ts';
import { packagingConfig } from './config.ts';

/** How Electron marks the place of its fuses, and how many there are: `1` is on, `0` off. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeInspect',
  'asarIntegrity',
  'onlyAsar',
  'snapshot',
  'fileProtocol',
];

const platform = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[process.platform as 'linux'];
let dir: string;
let resources: string;
let archive: string;

/** A place for temporary files below which Node finds no package but those that are packed. */
function lonelyPlace(): string {
  const hasPackages = (folder: string): boolean =>
    existsSync(path.join(folder, 'node_modules')) ||
    (path.dirname(folder) !== folder && hasPackages(path.dirname(folder)));
  const place = [os.tmpdir(), '/var/tmp', '/dev/shm', os.homedir()].find((one) => existsSync(one) && !hasPackages(one));
  if (place === undefined)
    throw new Error('There are packages above every folder for temporary files; remove /tmp/node_modules.');
  return place;
}

/** A folder that looks like Electron's, as far as packing looks at it. */
function standIn(): string {
  const electron = path.join(dir, 'electron');
  mkdirSync(path.join(electron, 'resources'), { recursive: true });
  const program = path.join(electron, 'electron');
  const wire = [
    Buffer.alloc(4096),
    Buffer.from(fuseMark),
    Buffer.from([1, fuses.length]),
    Buffer.from('1'.repeat(fuses.length)),
  ];
  writeFileSync(program, Buffer.concat(wire));
  chmodSync(program, 0o755);
  return electron;
}

function buildInItsOwnProcess(): void {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  execFileSync(process.execPath, [path.join(projectDir, 'electron', 'packaging', 'build.ts'), '--if-needed'], { env });
}

// Packing for another system needs that system's libraries, and only Linux packs without asking for more than a folder.
describe.skipIf(process.platform !== 'linux')('the packed app', () => {
  beforeAll(async () => {
    dir = mkdtempSync(path.join(lonelyPlace(), 'lookalike-layout-'));
    buildInItsOwnProcess();
    const config = packagingConfig('https://example.invalid/updates');
    const output = path.join(dir, 'packages');
    await build({
      targets: platform.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
      projectDir,
      publish: 'never',
      config: { ...config, electronDist: standIn(), directories: { ...config.directories, output } },
    });
    const unpacked = readdirSync(output).find((name) => name.endsWith('unpacked')) ?? '';
    resources = path.join(output, unpacked, 'resources');
    archive = path.join(resources, 'app.asar');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('holds what the shell loads, and nothing of the sources', () => {
    const files = listPackage(archive, { isPack: false }).map((file) => file.split(path.sep).join('/'));
    for (const file of [
      '/package.json',
      '/dist/main/main.mjs',
      '/dist/preload/preload.cjs',
      '/dist/renderer/index.html',
    ]) {
      expect(files).toContain(file);
    }
    const { main } = JSON.parse(readFileSync(path.join(projectDir, 'package.json'), 'utf8')) as { main: string };
    expect(files).toContain(`/${main}`);
    expect(files.filter((file) => /\.tsx?$|\.test\.|^\/(electron|renderer|e2e|bench)\//.test(file))).toEqual([]);
    expect(files).toContain('/node_modules/electron-updater/package.json');
    expect(files.filter((file) => /^\/node_modules\/(react|vite|zod|@mantine)/.test(file))).toEqual([]);
  });

  test('every file that the window asks for is inside', () => {
    const inside = new Set(listPackage(archive, { isPack: false }).map((file) => file.split(path.sep).join('/')));
    const ui = path.join(dir, 'ui');
    extractAll(archive, ui);
    const html = readFileSync(path.join(ui, 'dist', 'renderer', 'index.html'), 'utf8');
    const asked = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => `/dist/renderer/${file}`);
    const styles = [...inside].filter((file) => file.endsWith('.css'));
    for (const style of styles) {
      const text = readFileSync(path.join(ui, style), 'utf8');
      for (const [, file = ''] of text.matchAll(/url\(["']?(?!data:)([^"')]+)/g)) {
        asked.push(path.posix.join(path.posix.dirname(style), file));
      }
    }
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((file) => !inside.has(file))).toEqual([]);
  });

  test('shared libraries and all that loads them lie outside of the archive', () => {
    const names = listPackage(archive, { isPack: false });
    const native = names.filter((file) => /\.(node|dll|dylib)$|\.so(\.\d+)*$/.test(file));
    expect(native.length).toBeGreaterThanOrEqual(4);
    const engine = names.filter((file) => /^[\\/]dist[\\/]engine[\\/].+\.mjs$/.test(file));
    for (const name of [
      'entry',
      'session-worker',
      'rebuild-worker',
      'registration-worker',
      'tester-process',
      'memory-watch',
      'sample',
    ]) {
      expect(engine.map((file) => path.basename(file))).toContain(`${name}.mjs`);
    }
    for (const file of [...native, ...engine]) {
      const entry = statFile(archive, file.slice(1));
      expect('unpacked' in entry && entry.unpacked, file).toBe(true);
      expect(existsSync(`${archive}.unpacked${file}`), file).toBe(true);
    }
    const others = native.filter((file) => /win32|darwin/.test(file));
    expect(others).toEqual([]);
  });

  test('bare imports of the bundles are packages that are packed, or Node itself', () => {
    const packed = new Set(listPackage(archive, { isPack: false }).map((file) => file.split(path.sep).join('/')));
    const unpacked = path.join(`${archive}.unpacked`, 'dist', 'engine');
    const main = path.join(dir, 'ui', 'dist', 'main');
    for (const [folder, known] of [
      [unpacked, []],
      [main, ['electron']],
    ] as const) {
      for (const name of readdirSync(folder)) {
        const text = readFileSync(path.join(folder, name), 'utf8');
        expect(text, `${name} names a source file`).not.toMatch(/new URL\(["'`][^"'`]+\.tsx?["'`]/);
        const imports = text.matchAll(
          /^(?:import|export)\b[^'"\n]*?(?:from )?"([^."/][^"]*)";|\bimport\("([^."/][^"]*)"\)/gm,
        );
        const bare = [...imports].map(([, a, b]) => a ?? b ?? '').filter((one) => !isBuiltin(one));
        for (const one of bare.filter((candidate) => !(known as readonly string[]).includes(candidate))) {
          const [scope = '', inside = ''] = one.split('/');
          const owner = scope.startsWith('@') ? `${scope}/${inside}` : scope;
          expect(packed, `${name} imports ${one}`).toContain(`/node_modules/${owner}/package.json`);
        }
      }
    }
  });

  test('what reads barcodes lies where its thread can load it', () => {
    const inside = path.join(`${archive}.unpacked`, 'node_modules', 'zxing-wasm', 'dist');
    expect(existsSync(path.join(inside, 'reader', 'zxing_reader.wasm'))).toBe(true);
    expect(existsSync(path.join(inside, 'es', 'reader', 'index.js'))).toBe(true);
    expect(existsSync(path.join(inside, 'writer'))).toBe(false);
  });

  test('the models that read text lie where ONNX Runtime can open them', () => {
    const inside = path.join(`${archive}.unpacked`, 'node_modules', '@gutenye', 'ocr-models', 'assets');
    expect(readdirSync(inside).filter((name) => name.endsWith('.onnx'))).toHaveLength(3);
    expect(existsSync(path.join(inside, 'ppocr_keys_v1.txt'))).toBe(true);
  });

  test('the fuses are set', () => {
    const program = readFileSync(path.join(resources, '..', 'lookalike'));
    const at = program.indexOf(fuseMark) + fuseMark.length + 2;
    const state = Object.fromEntries(fuses.map((name, index) => [name, String.fromCharCode(program[at + index] ?? 0)]));
    expect(state).toEqual({
      runAsNode: '0',
      cookieEncryption: '1',
      nodeOptions: '0',
      nodeInspect: '0',
      asarIntegrity: '1',
      onlyAsar: '1',
      snapshot: '1',
      fileProtocol: '0',
    });
  });

  test('names the place of later versions only when there is one', () => {
    expect(readFileSync(path.join(resources, 'app-update.yml'), 'utf8')).toContain('example.invalid');
    expect(packagingConfig(undefined).publish).toBeNull();
  });

  describe('its engine', () => {
    let client: Client;
    let stop: () => Promise<void>;
    let engine: ChildProcess;

    beforeAll(async () => {
      const { engineEntry, modelsDir } = placesOf(archive, resources, true);
      const args = formatProcessArgs({ home: path.join(dir, 'home'), modelsDir });
      engine = fork(engineEntry, args, {
        execArgv: [],
        cwd: dir,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: {},
      });
      const line = createIpcTransport(engine);
      const multiplexer = createMultiplexer(line);
      await multiplexer.ready;
      client = createClient(multiplexer.open());
      stop = async () => {
        const exited = once(engine, 'exit');
        line.close();
        expect(await exited).toEqual([0, null]);
      };
    });

    // In case that the test has failed before.
    afterAll(() => void engine.kill());

    test('starts from there, imports, searches and ends', async () => {
      const images = path.join(dir, 'photos');
      mkdirSync(images);
      for (const [name, colour] of [
        ['red', '#c01818'],
        ['blue', '#1830c0'],
        ['green', '#18a030'],
      ] as const) {
        const image = { create: { width: 320, height: 320, channels: 3 as const, background: colour } };
        await sharp(image)
          .jpeg()
          .toFile(path.join(images, `${name} square.jpg`));
      }
      await client.call('library.create', { name: 'packed' });
      const { jobId } = await client.call('ingest.start', { path: images });
      await expect.poll(async () => (await client.call('jobs.get', { id: jobId })).state).toBe('done');
      const found = await client.call('search.run', { parts: [{ kind: 'text', text: 'red' }], cutoff: false });
      expect(found.hits[0]?.title).toBe('red square');
      expect(found.hits).toHaveLength(3);
      const query = await client.call('search.addImage', { path: path.join(images, 'blue square.jpg') });
      const alike = await client.call('search.run', { parts: [{ kind: 'image', hash: query.hash }] });
      expect(alike.hits[0]?.title).toBe('blue square');
      const info = await client.call('library.info', {});
      expect(info.index.reason ?? '').not.toContain('cannot be loaded');
      // In a process of its own, whose file has to be there too.
      expect((await client.call('models.test', { id: 'starter-v1' })).passed).toBe(true);
      await stop();
    });

    test('draws the sample catalog', async () => {
      const { sampleEntry } = placesOf(archive, resources, true);
      const images = path.join(dir, 'sample', 'photos');
      const child = fork(sampleEntry, [path.dirname(images)], { execArgv: [], cwd: dir, env: {} });
      const drawn = () =>
        existsSync(images) && readdirSync(images, { recursive: true }).some((name) => /jpg$/.test(String(name)));
      await expect.poll(drawn).toBe(true);
      // The whole catalog takes its time, and is drawn in other tests.
      child.kill();
      await once(child, 'exit');
    });
  });
});
