/** What a calibration depends on: with another processor, graphics card, driver or ONNX Runtime it is measured anew. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { promisify } from 'node:util';
import type { Calibration } from '../../../contract/encoders.ts';
import { runtimeVersion } from '../providers.ts';

export interface Machine {
  readonly described: Calibration['machine'];
  /** Cards and drivers as far as they can be told, to be compared only. */
  readonly graphics: string;
}

export async function describeMachine(threads: number): Promise<Machine> {
  return {
    described: {
      processor: cpus()[0]?.model.trim() || 'unknown',
      threads,
      platform: `${process.platform}/${process.arch}`,
      runtime: runtimeVersion(),
    },
    graphics: await graphics(),
  };
}

/**
 * Threads for one run: the cores of the machine, where Linux tells which of its processors share one, and otherwise all processors.
 * Two threads on one core get in each other's way, since a run is nothing but arithmetic.
 */
export function runThreads(): number {
  return Math.min(availableParallelism(), physicalCores() ?? Number.POSITIVE_INFINITY);
}

function physicalCores(): number | undefined {
  try {
    const root = '/sys/devices/system/cpu';
    const processors = readdirSync(root).filter((name) => /^cpu\d+$/.test(name));
    const cores = new Set(processors.map((name) => read(`${root}/${name}/topology/thread_siblings_list`)));
    return cores.has('') || cores.size === 0 ? undefined : cores.size;
  } catch {
    return undefined;
  }
}

async function graphics(): Promise<string> {
  const chosen = [process.env.VK_DRIVER_FILES, process.env.VK_ICD_FILENAMES];
  const found = process.platform === 'win32' ? await windowsCards() : linuxCards();
  return [...found, ...chosen].filter(Boolean).join('; ');
}

function linuxCards(): string[] {
  try {
    const cards = readdirSync('/sys/class/drm').filter((name) => /^card\d+$/.test(name));
    const ids = cards.map((card) => {
      const device = `/sys/class/drm/${card}/device`;
      return `${read(`${device}/vendor`)}:${read(`${device}/device`)}`;
    });
    return [...ids, read('/proc/driver/nvidia/version').split('\n')[0] ?? ''];
  } catch {
    return [];
  }
}

/** Display adapters of the registry: this class of devices has this name on every Windows. */
async function windowsCards(): Promise<string[]> {
  const adapters = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';
  const value = async (name: string): Promise<string[]> => {
    const args = ['query', adapters, '/s', '/v', name];
    const { stdout } = await promisify(execFile)('reg', args, { timeout: 5000, windowsHide: true });
    return [...stdout.matchAll(/REG_SZ\s+(.+)/g)].map(([, text = '']) => text.trim());
  };
  try {
    return [...(await value('DriverDesc')), ...(await value('DriverVersion'))];
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
