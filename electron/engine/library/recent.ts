/** The list of libraries opened lately, in one small JSON file. A damaged file costs the list, nothing else. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { RecentLibrary } from '../../contract/library.ts';
import { JsonFile } from '../files/json-file.ts';

const fileSchema = z.array(z.object({ dir: z.string(), name: z.string(), openedAt: z.string() }));

const longestList = 20;

export class RecentLibraries {
  readonly #file: JsonFile<z.infer<typeof fileSchema>>;

  constructor(file: string) {
    this.#file = new JsonFile(file, fileSchema, []);
  }

  /** Latest first. */
  list(currentDir: string | undefined): RecentLibrary[] {
    return this.#file.read().map((entry) => ({
      ...entry,
      exists: existsSync(path.join(entry.dir, 'library.sqlite')),
      current: entry.dir === currentDir,
    }));
  }

  remember(dir: string, name: string): void {
    const others = this.#file.read().filter((entry) => entry.dir !== dir);
    this.#file.write([{ dir, name, openedAt: new Date().toISOString() }, ...others].slice(0, longestList));
  }

  forget(dir: string): void {
    this.#file.write(this.#file.read().filter((entry) => entry.dir !== dir));
  }
}
