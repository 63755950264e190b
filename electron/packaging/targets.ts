/** For which systems packages can be made here, and what to say when one cannot. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export type PackagePlatform = 'linux' | 'win32' | 'darwin';
export type PackageArch = 'x64' | 'arm64';

export interface PackageTarget {
  readonly platform: PackagePlatform;
  readonly arch: PackageArch;
}

export const allTargets: readonly PackageTarget[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
];

const names: Record<PackagePlatform, string> = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' };

/** Seen in the packages on npm: 1.23.2 has it, 1.24.1 has not. */
const hints: Readonly<Record<string, string>> = {
  'darwin-x64':
    ' The last version with one is 1.23: "npm install --no-save onnxruntime-node@1.23" on the machine that packs.',
};

/** What a package for the target would lack, in words; empty when nothing is missing. */
export function missingFor({ platform, arch }: PackageTarget, root: string, hostPlatform: NodeJS.Platform): string[] {
  const system = `${names[platform]} ${arch}`;
  const has = (...parts: string[]): boolean => existsSync(path.join(root, 'node_modules', ...parts));
  const missing: string[] = [];
  if (!has('onnxruntime-node', 'bin', 'napi-v6', platform, arch, 'onnxruntime_binding.node')) {
    missing.push(`The installed ONNX Runtime has no library for ${system}.${hints[`${platform}-${arch}`] ?? ''}`);
  }
  if (!has('@img', `sharp-${platform}-${arch}`)) {
    missing.push(
      `sharp's library for ${system} is not installed. "npm install --os=${platform} --cpu=${arch} sharp" adds it.`,
    );
  }
  if (platform !== hostPlatform) {
    missing.push(
      `hnswlib-node is compiled for ${names[hostPlatform as PackagePlatform] ?? hostPlatform}; build on ${names[platform]}.`,
    );
  }
  return missing;
}

const networkCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Why packing ended, and what to do; without a stack, which would say nothing to those who run the command. */
export function explainFailure(error: unknown, electronVersion: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.split('\n', 1)[0] ?? '';
  if (!isDownloadFailure(error, message)) return `The packages could not be made: ${message}`;
  return `The packages could not be made, because something that electron-builder downloads cannot be reached: ${reason}

It needs, once for each system:
  - the program of Electron ${electronVersion}, from github.com/electron/electron/releases
  - tools for the installers (AppImage, fpm for .deb, NSIS, dmg-builder), from github.com/electron-userland/electron-builder-binaries

Where github.com cannot be reached, name a mirror:
  ELECTRON_MIRROR=https://host/path/                    for Electron
  ELECTRON_BUILDER_BINARIES_MIRROR=https://host/path/   for the tools
or put electron-v${electronVersion}-<system>-<arch>.zip into the cache folder of @electron/get (~/.cache/electron on Linux,
~/Library/Caches/electron on macOS, %LOCALAPPDATA%/electron/Cache on Windows), or into the folder named by electron_config_cache.

Everything before that step worked: "npm run build" has filled dist/, and "npm start" shows the app in the browser.`;
}

function isDownloadFailure(error: unknown, message: string): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : '';
  return (
    networkCodes.has(code) ||
    name === 'HTTPError' ||
    name === 'RequestError' ||
    /cannot download|getaddrinfo/i.test(message)
  );
}
