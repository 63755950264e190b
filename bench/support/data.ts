/** Where the public data sets are that benchmarks and some tests measure on; see docs/data.md. They are not part of the project. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that LOOKALIKE_DATA names; `../shared/data` beside the project when it names none. */
export const dataDir = path.resolve(
  process.env.LOOKALIKE_DATA ?? path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data'),
);

/** The path of a file or folder of the data sets; undefined when it is not there. */
export function findData(name: string): string | undefined {
  const file = path.join(dataDir, name);
  return existsSync(file) ? file : undefined;
}

/** The same, or the end of the program, saying so, when it is not there. */
export function requireData(name: string): string {
  const file = findData(name);
  if (file !== undefined) return file;
  console.error(`Skipped: ${path.join(dataDir, name)} is not there. docs/data.md says where it comes from.`);
  process.exit(0);
}
