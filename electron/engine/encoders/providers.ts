/** Where a model can run: which execution providers this machine may have, and how a session is set up for each. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ProviderName, ProviderReason } from '../../contract/encoders.ts';
import { withoutDriver, withoutFiles, withoutVulkan } from './provider-reasons.ts';

export interface Provider {
  readonly name: ProviderName;
  /** Threads for one run; 0 lets ONNX Runtime choose. */
  readonly threads: number;
  /** How many sessions of that many threads each may work side by side; one when left out, and always except on the CPU. */
  readonly sessions?: number | undefined;
  /** Inputs a run. Except on the CPU, runs of one and of this many are the only ones: smaller ones are padded. */
  readonly batchSize: number;
}

/** What happened when a model was opened, or when the provider that it ran on failed. */
export interface ProviderOutcome {
  readonly provider: ProviderName;
  readonly batchSize: number;
  /** Runs that it can work on side by side. */
  readonly sessions: number;
  /** Why the first choice is not in use; null when it is. */
  readonly reason: ProviderReason | null;
}

/** A provider that the platform has, and what is missing for it on this machine; null when it is worth trying. */
export interface ProviderCandidate {
  readonly name: ProviderName;
  readonly missing: ProviderReason | null;
}

/** As in the README of onnxruntime-node; the order is that of preference. */
const byPlatform: Readonly<Record<string, readonly ProviderName[]>> = {
  'linux/x64': ['tensorrt', 'cuda', 'webgpu', 'cpu'],
  'linux/arm64': ['cpu'],
  'win32/x64': ['dml', 'webgpu', 'cpu'],
  'win32/arm64': ['dml', 'webgpu', 'cpu'],
  'darwin/x64': ['coreml', 'webgpu', 'cpu'],
  'darwin/arm64': ['coreml', 'webgpu', 'cpu'],
};

/** Providers that ONNX Runtime loads from files of their own, which its npm package does not hold. */
const ownFiles: Partial<Record<ProviderName, readonly string[]>> = {
  cuda: ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'],
  tensorrt: [
    'libonnxruntime_providers_shared.so',
    'libonnxruntime_providers_cuda.so',
    'libonnxruntime_providers_tensorrt.so',
  ],
};

const vulkan = 'libvulkan.so.1';

/** What the driver of NVIDIA puts there: on Linux, and on Linux inside Windows. */
const nvidiaDevices = ['/dev/nvidiactl', '/dev/dxg'];

export interface Surroundings {
  /** `os/architecture` as Node names them. */
  readonly platform: string;
  /** Where the files of ONNX Runtime lie. */
  readonly binDir: string | null;
  /** What says that a driver of NVIDIA is running, if it is there. */
  readonly devices: readonly string[];
  /** Whether the loader of the system finds a library. */
  readonly loads: (library: string) => boolean;
}

/**
 * The providers of the platform, best first; the CPU is the last and never missing. Files are looked for before anything is tried:
 * asking ONNX Runtime for a provider whose files are not there can end the process.
 */
export function candidates(around: Surroundings = surroundings()): readonly ProviderCandidate[] {
  const names = byPlatform[around.platform] ?? ['cpu'];
  return names.map((name) => ({ name, missing: whatIsMissing(name, around) }));
}

function surroundings(): Surroundings {
  const platform = `${process.platform}/${process.arch}`;
  return { platform, binDir: runtimeDir(), devices: nvidiaDevices, loads };
}

/** Node takes only its own kind of library, but by the time it says so the loader has found this one. */
function loads(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library);
    return true;
  } catch (error) {
    return !/cannot open shared object file/.test(error instanceof Error ? error.message : '');
  }
}

function whatIsMissing(name: ProviderName, { platform, binDir, devices, loads }: Surroundings): ProviderReason | null {
  if (name === 'webgpu' && platform.startsWith('linux/') && !loads(vulkan)) return withoutVulkan(name, vulkan);
  const files = ownFiles[name];
  if (files === undefined) return null;
  const absent = files.filter((file) => binDir === null || !existsSync(join(binDir, file)));
  if (absent.length > 0) return withoutFiles(name, absent);
  return devices.some((device) => existsSync(device)) ? null : withoutDriver(name);
}

/** The folder of the native files of onnxruntime-node for this platform, found without loading them. */
export function runtimeDir(): string | null {
  try {
    const bin = join(packageDir(), 'bin');
    const abi = readdirSync(bin).find((name) => name.startsWith('napi-v'));
    return abi === undefined ? null : join(bin, abi, process.platform, process.arch);
  } catch {
    return null;
  }
}

/** The version of ONNX Runtime, read without loading it. */
export function runtimeVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)(join(packageDir(), 'package.json')) as { version: string };
    return version;
  } catch {
    return 'unknown';
  }
}

function packageDir(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
}
