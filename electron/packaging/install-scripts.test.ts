/** What npm may run while it installs: see "ONNX Runtime's install script" in docs/decisions.md. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..');
const read = (name: string) => JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, unknown>;

it('does not let ONNX Runtime fetch its files for graphics cards, whichever npm installs it', () => {
  expect(read('package.json').allowScripts).toMatchObject({ 'onnxruntime-node': false });
  const packages = read('package-lock.json').packages as Record<string, { hasInstallScript?: boolean }>;
  expect(packages['node_modules/onnxruntime-node']).toBeDefined();
  expect(packages['node_modules/onnxruntime-node']).not.toHaveProperty('hasInstallScript');
  // The one that has to be compiled where there is no build of it.
  expect(packages['node_modules/hnswlib-node']).toMatchObject({ hasInstallScript: true });
});

it('has no setting that npm does not know', () => {
  expect(existsSync(path.join(root, '.npmrc'))).toBe(false);
});
