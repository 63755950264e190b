/** The list of libraries opened lately, in one small JSON file. A damaged file costs the list, nothing else. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { RecentLibrary } from '../../contract/library.ts';

const fileSchema = z.array(z.object({ dir: z.string(), name: z.string(), openedAt: z.string() }));
type Entry = z.infer<typeof fileSchema>[number];

const longestList = 20;

export class RecentLibraries {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Latest first. */
  list(currentDir: string | undefined): RecentLibrary[] {
    return this.#read().map((entry) => ({
      ...entry,
      exists: existsSync(path.join(entry.dir, 'library.sqlite')),
      current: entry.dir === currentDir,
    }));
  }

  /** The library opened last that still exists. */
  latest(): string | undefined {
    return this.list(undefined).find((entry) => entry.exists)?.dir;
  }

  remember(dir: string, name: string): void {
    const others = this.#read().filter((entry) => entry.dir !== dir);
    this.#write([{ dir, name, openedAt: new Date().toISOString() }, ...others].slice(0, longestList));
  }

  forget(dir: string): void {
    this.#write(this.#read().filter((entry) => entry.dir !== dir));
  }

  #read(): Entry[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return [];
    }
  }

  #write(entries: readonly Entry[]): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(entries, null, 2));
    renameSync(temporary, this.#file);
  }
}
