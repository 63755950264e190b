/** A small file of the shell's own: what cannot be read costs the defaults, nothing else. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  readonly #fallback: T;

  constructor(file: string, schema: z.ZodType<T>, fallback: T) {
    this.#path = file;
    this.#schema = schema;
    this.#fallback = fallback;
  }

  read(): T {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return this.#fallback;
    }
  }

  /** Written beside and renamed, so that a crash leaves the old one or the new one. */
  write(value: T): void {
    mkdirSync(path.dirname(this.#path), { recursive: true });
    const temporary = `${this.#path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(value, null, 2));
    renameSync(temporary, this.#path);
  }
}
