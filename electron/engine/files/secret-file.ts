/** A secret of this installation: random bytes in a file of the application's home that nobody else may read. */
import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const length = 32;

/**
 * The secret, made at first asking. One that others may read is none and is made anew. Where the file cannot be kept, the secret ends with
 * the process.
 */
export function secretAt(file: string): Uint8Array {
  const known = readSecret(file);
  if (known !== undefined) return known;
  const made = randomBytes(length);
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, made.toString('hex'), { mode: 0o600, flag: 'wx' });
    return keep(temporary, file) ? made : (readSecret(file) ?? made);
  } catch {
    return made;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** False when another process was quicker. */
function keep(temporary: string, file: string): boolean {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
    try {
      linkSync(temporary, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      // Not every file system has links.
    }
  }
  renameSync(temporary, file);
  return true;
}

function readSecret(file: string): Uint8Array | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  const isOurs = stat?.isFile() && (process.platform === 'win32' || (stat.mode & 0o077) === 0);
  if (!isOurs) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    return new RegExp(`^[0-9a-f]{${2 * length}}$`).test(text) ? Buffer.from(text, 'hex') : undefined;
  } catch {
    return undefined;
  }
}
