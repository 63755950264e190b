/** `npm run build`: everything that an installed copy needs, in `dist`. With `--if-needed` only what is older than its sources. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { renderIcons } from '../../assets/icons/render.ts';
import { toAppError } from '../contract/errors.ts';
import { projectDir } from '../server/project.ts';
import { buildUi } from '../server/ui-build.ts';
import { bundleDesktop } from './bundle.ts';
import { ensureDesktop } from './ensure.ts';

const distDir = path.join(projectDir, 'dist');
const icons = path.join(distDir, 'icons');

/** Writes `dist/{main,preload,engine,renderer,icons}`. */
export async function buildAll(ifNeeded: boolean, log: (text: string) => void): Promise<void> {
  if (ifNeeded) {
    await ensureDesktop(log);
    if (!existsSync(path.join(icons, 'icon.icns'))) await renderIcons(icons);
    return;
  }
  await buildUi();
  await bundleDesktop(distDir);
  await renderIcons(icons);
}

if (import.meta.main) {
  const started = performance.now();
  try {
    await buildAll(process.argv.includes('--if-needed'), console.log);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`dist/{main,preload,engine,renderer,icons} is complete after ${seconds} s.`);
  } catch (error) {
    console.error(toAppError(error).message);
    process.exitCode = 1;
  }
}
