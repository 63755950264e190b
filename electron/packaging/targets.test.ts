import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectDir } from '../server/project.ts';
import { nativePackages, updaterPackage } from './bundle.ts';
import { packagingConfig } from './config.ts';
import { runtimeModules } from './runtime-modules.ts';
import { allTargets, explainFailure, missingFor } from './targets.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'lookalike-targets-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function installed(name: string, manifest: object = {}, at = root): void {
  const dir = path.join(at, 'node_modules', name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
}

test('packages are followed to all that they load, optional ones only where they are installed', () => {
  installed('a', {
    dependencies: { b: '1', 'node-addon-api': '1' },
    optionalDependencies: { 'a-linux': '1', 'a-mac': '1' },
  });
  installed('b', { dependencies: { c: '1' } });
  installed('c', { dependencies: { b: '1' } });
  installed('c', {}, path.join(root, 'node_modules', 'b'));
  installed('a-linux');
  expect(runtimeModules(root, ['a'])).toEqual([
    'node_modules/a',
    'node_modules/a-linux',
    'node_modules/b',
    'node_modules/b/node_modules/c',
  ]);
  installed('d', { dependencies: { missing: '1' } });
  expect(() => runtimeModules(root, ['d'])).toThrow('missing is not installed');
});

test('what the app loads is packed, what only installing needs is not', () => {
  const modules = runtimeModules(projectDir, [...nativePackages, updaterPackage]);
  expect(modules).toEqual(expect.arrayContaining(['node_modules/onnxruntime-common', 'node_modules/bindings']));
  expect(modules).toContain(`node_modules/@img/sharp-${process.platform}-${process.arch}`);
  expect(modules.filter((name) => /adm-zip|global-agent|node-addon-api|zod|react/.test(name))).toEqual([]);
});

test('the config asks for every installer, an archive, fuses and the model', () => {
  const config = packagingConfig(undefined);
  expect(config.linux?.target).toEqual(['AppImage', 'deb']);
  expect(config.win?.target).toEqual(['nsis', 'portable']);
  expect(config.mac?.target).toEqual([{ target: 'dmg', arch: ['x64', 'arm64'] }]);
  expect(config.asar).toBe(true);
  expect(config.extraResources).toMatchObject([
    { from: 'models/starter', to: 'models/starter' },
    { from: 'models/registry.json', to: 'models/registry.json' },
  ]);
  expect(config.electronFuses).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true });
});

test('a target says what it lacks', () => {
  const target = { platform: 'darwin', arch: 'x64' } as const;
  expect(missingFor(target, root, 'linux')).toEqual([
    expect.stringContaining('ONNX Runtime has no library for macOS x64'),
    expect.stringContaining('sharp'),
    expect.stringContaining('build on macOS'),
  ]);
  const library = path.join(root, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node');
  mkdirSync(path.dirname(library), { recursive: true });
  writeFileSync(library, '');
  installed('@img/sharp-linux-x64');
  expect(missingFor({ platform: 'linux', arch: 'x64' }, root, 'linux')).toEqual([]);
  expect(allTargets).toHaveLength(4);
});

test('a download that cannot be reached is explained, without a stack', () => {
  const error = Object.assign(new Error('getaddrinfo ENOTFOUND github.com'), {
    code: 'ENOTFOUND',
    name: 'RequestError',
  });
  const text = explainFailure(error, '45.3.4');
  for (const part of ['ENOTFOUND github.com', 'Electron 45.3.4', 'ELECTRON_MIRROR', 'NSIS', 'npm start'])
    expect(text).toContain(part);
  expect(text).not.toMatch(/\n\s+at /);
  expect(explainFailure(new Error('disk full'), '45.3.4')).toBe('The packages could not be made: disk full');
});
