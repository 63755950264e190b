/** Everything that may stand in the way of opening, in real folders, each told by its own name. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toAppError } from '../../contract/errors.ts';
import { openDatabase } from './open-database.ts';
import { mountReadOnly, mountSmall, unmount } from './testing.ts';

let root: string;
let library: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'lookalike-opening-'));
  chmodSync(root, 0o755);
  library = path.join(root, 'library');
  const database = openDatabase(library, { create: true });
  database.run("INSERT INTO settings VALUES ('here', '1')");
  database.close();
});
afterEach(() => {
  chmodSync(library, 0o755);
  rmSync(root, { recursive: true, force: true });
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'opened';
  } catch (error) {
    return toAppError(error).code;
  }
};

/** As a user whom the rights of files concern. */
function openAsAnyone(dir: string, create = ''): Record<string, unknown> {
  const child = path.join(import.meta.dirname, 'fixtures/open-child.ts');
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return JSON.parse(execFileSync(process.execPath, [child, dir, create], { ...user, encoding: 'utf8' }));
}

/** Whether another user can run this project at all. */
const anyone = ((): boolean => {
  if (process.platform === 'win32') return false;
  try {
    openAsAnyone('/nowhere');
    return true;
  } catch {
    return false;
  }
})();

it('says that a path is too long, or leads through a file', () => {
  const long = path.join(root, ...Array.from({ length: 6 }, () => 'x'.repeat(100)));
  for (const create of [true, false]) expect(codeOf(() => openDatabase(long, { create }))).toBe('PATH_TOO_LONG');
  expect(codeOf(() => openDatabase(path.join(root, 'x'.repeat(300)), { create: true }))).toBe('PATH_TOO_LONG');
  writeFileSync(path.join(root, 'file'), '');
  expect(codeOf(() => openDatabase(path.join(root, 'file', 'library'), { create: true }))).toBe('LIBRARY_MISSING');
  mkdirSync(path.join(root, 'odd', 'library.sqlite'), { recursive: true });
  expect(codeOf(() => openDatabase(path.join(root, 'odd')))).toBe('LIBRARY_DAMAGED');
});

describe.runIf(anyone)('without rights', () => {
  it('opens for reading what may only be read, and says so', () => {
    for (const name of ['library.sqlite', 'library.lock']) chmodSync(path.join(library, name), 0o444);
    chmodSync(library, 0o555);
    const closed = { rows: ['here'], closed: 'LIBRARY_FORBIDDEN', written: 'LIBRARY_FORBIDDEN' };
    expect(openAsAnyone(library)).toEqual(closed);
  });

  it('does not take a closed folder or file for a missing or a damaged one', () => {
    chmodSync(path.join(library, 'library.sqlite'), 0o000);
    expect(openAsAnyone(library)).toMatchObject({ code: 'LIBRARY_FORBIDDEN' });
    chmodSync(library, 0o000);
    expect(openAsAnyone(library)).toMatchObject({ code: 'LIBRARY_FORBIDDEN' });
  });

  it('says that a new one may not be made there', () => {
    const closed = path.join(root, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    expect(openAsAnyone(path.join(closed, 'new'), 'create')).toMatchObject({ code: 'LIBRARY_FORBIDDEN' });
    expect(openAsAnyone(closed, 'create')).toMatchObject({ code: 'LIBRARY_FORBIDDEN' });
    expect(openAsAnyone(closed)).toMatchObject({ code: 'LIBRARY_MISSING' });
  });
});

const mounts = ((): boolean => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-mount-'));
  const may = mountSmall(dir, '1m');
  unmount(dir);
  rmSync(dir, { recursive: true });
  return may;
})();

describe.runIf(mounts)('on another disk (skipped where mounting is not permitted)', () => {
  const disk = (): string => path.join(root, 'disk');
  afterEach(() => unmount(disk()));

  it('opens for reading what a read-only disk holds, and says so', () => {
    expect(mountReadOnly(root, disk())).toBe(true);
    const database = openDatabase(path.join(disk(), 'library'));
    expect(database.all('SELECT key FROM settings')).toEqual([{ key: 'here' }]);
    expect(database.closedBecause?.code).toBe('LIBRARY_READ_ONLY');
    expect(codeOf(() => database.run('DELETE FROM settings'))).toBe('LIBRARY_READ_ONLY');
    database.close();
    expect(codeOf(() => openDatabase(path.join(disk(), 'new'), { create: true }))).toBe('LIBRARY_READ_ONLY');
  });

  it('reads a library there as a crash left it, or says what to do', () => {
    const open = openDatabase(library);
    open.run("INSERT INTO settings VALUES ('later', '1')");
    const left = path.join(root, 'left');
    cpSync(library, left, { recursive: true });
    open.close();
    rmSync(path.join(left, 'library.sqlite-shm'), { force: true });
    expect(existsSync(path.join(left, 'library.sqlite-wal'))).toBe(true);
    expect(mountReadOnly(root, disk())).toBe(true);
    expect(() => openDatabase(path.join(disk(), 'left'))).toThrow(
      expect.objectContaining({ code: 'LIBRARY_READ_ONLY', message: expect.stringContaining('journal') }),
    );
  });

  it('opens for reading on a disk without room even for a journal', () => {
    expect(mountSmall(disk(), '1m')).toBe(true);
    mkdirSync(path.join(disk(), 'library'));
    for (const name of ['library.sqlite', 'library.lock']) {
      copyFileSync(path.join(library, name), path.join(disk(), 'library', name));
    }
    const full = codeOf(() => writeFileSync(path.join(disk(), 'filler'), Buffer.alloc(2_000_000)));
    expect(full).toBe('INTERNAL');
    const database = openDatabase(path.join(disk(), 'library'));
    expect(database.all('SELECT key FROM settings')).toEqual([{ key: 'here' }]);
    expect(database.closedBecause?.code).toBe('DISK_FULL');
    database.close();
    expect(codeOf(() => openDatabase(path.join(disk(), 'new'), { create: true }))).toBe('DISK_FULL');
  });
});
