/**
 * A graphics card made of software, for tests of the WebGPU provider on machines without one: Chromium brings SwiftShader, a Vulkan driver
 * that computes on the processor. Vulkan reads which driver to use when a process starts, so such tests run in a process of their own.
 */
import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const browserFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
];
const playwrightFolders = ['chromium-*/chrome-linux*', 'chromium_headless_shell-*/chrome-*linux*'];

/** The variables that make a new process use it; null where no Chromium has it. */
export function softwareGpuEnv(): NodeJS.ProcessEnv | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const downloaded = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  const folders = [
    ...browserFolders,
    ...globSync(playwrightFolders, { cwd: downloaded }).map((name) => join(downloaded, name)),
  ];
  const driver = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((file) => existsSync(file));
  if (driver === undefined) return null;
  // Where Vulkan itself is not installed, Chromium's copy of it lies beside the driver.
  const libraries = [dirname(driver), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: libraries };
}
