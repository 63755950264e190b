/** Files that were being written when the process ended, which nobody will finish: thumbnails and copies of query images. */
import { type Dirent, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * They are written under another name and renamed, so whatever still has that ending is left over. Best effort; done before anything is written
 * there, and at once, so that it cannot meet a file that is being written now.
 */
export function removeLeftParts(dir: string): void {
  for (const entry of entriesOf(dir)) {
    const at = path.join(dir, entry.name);
    if (entry.isDirectory()) removeLeftParts(at);
    else if (entry.isFile() && entry.name.endsWith('.part')) remove(at);
  }
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It takes some room, and is tried again when the library is opened after the next crash.
  }
}
