/** Disks that are small or closed, for tests; where the system does not allow it, a test says so and is skipped. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

function run(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A file system in memory of this size at `dir`, or false where mounting is not permitted. */
export function mountSmall(dir: string, size: string): boolean {
  mkdirSync(dir, { recursive: true });
  return process.platform === 'linux' && run('mount', '-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'tmpfs', dir);
}

/** The same folder once more at `dir`, for reading only. */
export function mountReadOnly(of: string, dir: string): boolean {
  mkdirSync(dir, { recursive: true });
  if (process.platform !== 'linux' || !run('mount', '--bind', of, dir)) return false;
  return run('mount', '-o', 'remount,bind,ro', dir);
}

export function unmount(dir: string): void {
  if (process.platform === 'linux') run('umount', '-l', dir);
}
