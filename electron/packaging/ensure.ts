/** Builds what the desktop app needs when it is missing or older than its sources. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '../server/project.ts';
import { ensureUi, newestChange } from '../server/ui-build.ts';
import { bundleDesktop, bundleSources } from './bundle.ts';

const outputs = ['main/main.mjs', 'preload/preload.cjs', 'engine/entry.mjs', 'engine/sample.mjs'];

export async function ensureDesktop(log: (text: string) => void): Promise<void> {
  await ensureUi(log);
  const distDir = path.join(projectDir, 'dist');
  const built = Math.min(...outputs.map((name) => changeOf(path.join(distDir, name))));
  if (built >= Math.max(...bundleSources.map(newestChange))) return;
  log('Bundling the desktop app (needed once, and after changes) ...');
  await bundleDesktop(distDir);
}

const changeOf = (file: string): number => (existsSync(file) ? statSync(file).mtimeMs : 0);
