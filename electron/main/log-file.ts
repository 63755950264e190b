/** What the shell and the engine have to say, for those who look for a fault: one file, begun anew when it has grown large. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** [bytes] */
const largest = 2 * 1024 * 1024;

/** The last file is kept as `.old`. A log that cannot be written is no reason to stop. */
export function createLog(file: string, now: () => Date = () => new Date()): (text: string) => void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.old`);
  } catch {}
  return (text) => {
    try {
      appendFileSync(file, `${now().toISOString()} ${text.trimEnd()}\n`);
    } catch {}
  };
}
