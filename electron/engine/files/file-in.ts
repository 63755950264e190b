/**
 * The one place where an id becomes the name of a file. Ids come from calls, from libraries and from model folders that others made, so
 * none is joined to a path unless it is a plain name: nothing that leaves its folder, and nothing that Windows reads as something else.
 */
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';

const plain = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;
/** Devices, whatever ending they are given. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a name means one entry of its folder on every system. */
export function isFileName(name: string): boolean {
  return plain.test(name) && !name.endsWith('.') && !device.test(name);
}

/** The path of `name` in `dir`. @throws {AppError} `BAD_REQUEST` when it is not a plain name */
export function fileIn(dir: string, name: string): string {
  if (isFileName(name)) return path.join(dir, name);
  const shown = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  throw new AppError('BAD_REQUEST', `"${shown}" cannot be the name of a file here. Use letters, digits, ., _ and -.`, {
    details: { why: 'not-a-name', name: shown },
  });
}
