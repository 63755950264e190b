/** Where the real catalogs are, for benchmarks; they are not part of the project. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file below ../shared/data, or the end of the program, saying so, when it is not there. */
export function requireData(name: string): string {
  const file = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  if (existsSync(file)) return file;
  console.error(`Skipped: ${file} is not there.`);
  process.exit(0);
}
