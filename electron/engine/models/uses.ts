/**
 * Which models this process has at work, told to the others that share the application's home: the app and commands at the terminal know
 * nothing of each other, and a model must not be removed under somebody's hands. A note lies beside a lock that ends with its process.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type FileLock, takeFileLock } from '../db/file-lock.ts';
import { jsonNamesIn, readJson } from '../files/json-file.ts';

const noteSchema = z.object({ pid: z.int(), uses: z.array(z.object({ modelId: z.string(), library: z.string() })) });
type Note = z.infer<typeof noteSchema>;

export interface ModelUse {
  /** The process, and the folder of the library that it works on. */
  readonly pid: number;
  readonly library: string;
}

let processes = 0;

export class ModelUses {
  readonly #dir: string;
  readonly #name = `${process.pid}-${Date.now().toString(36)}-${processes++}`;
  readonly #own: Note['uses'] = [];
  #lock: FileLock | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Says that a library works with a model, until what is answered is called. */
  hold(modelId: string, library: string): () => void {
    const use = { modelId, library };
    this.#own.push(use);
    this.#tell();
    return () => {
      const at = this.#own.indexOf(use);
      if (at < 0) return;
      this.#own.splice(at, 1);
      this.#tell();
    };
  }

  /** Uses of a model by this process. */
  here(modelId: string): ModelUse[] {
    return this.#own.filter((use) => use.modelId === modelId).map(({ library }) => ({ pid: process.pid, library }));
  }

  /** Uses of a model by others that are alive. What those who died have left is taken away. */
  elsewhere(modelId: string): ModelUse[] {
    return this.#others().flatMap(({ pid, uses }) =>
      uses.filter((use) => use.modelId === modelId).map(({ library }) => ({ pid, library })),
    );
  }

  close(): void {
    this.#own.length = 0;
    this.#tell();
  }

  /** A home that cannot be written to is shared with nobody. */
  #tell(): void {
    try {
      if (this.#own.length === 0) this.#forget();
      else this.#write({ pid: process.pid, uses: this.#own });
    } catch {
      this.#lock = undefined;
    }
  }

  #write(note: Note): void {
    mkdirSync(this.#dir, { recursive: true });
    this.#lock ??= takeFileLock(this.#path('lock'));
    writeFileSync(this.#path('json'), JSON.stringify(note));
  }

  #forget(): void {
    if (this.#lock === undefined) return;
    rmSync(this.#path('json'), { force: true });
    this.#lock.close();
    this.#lock = undefined;
    rmSync(this.#path('lock'), { force: true });
  }

  #others(): Note[] {
    return jsonNamesIn(this.#dir)
      .map((file) => path.basename(file, '.json'))
      .filter((name) => name !== this.#name && !this.#isAbandoned(name))
      .flatMap((name) => readJson(this.#path('json', name), noteSchema) ?? []);
  }

  #isAbandoned(name: string): boolean {
    const lock = takeFileLock(this.#path('lock', name));
    if (lock === undefined) return false;
    rmSync(this.#path('json', name), { force: true });
    lock.close();
    rmSync(this.#path('lock', name), { force: true });
    return true;
  }

  #path(ending: 'json' | 'lock', name: string = this.#name): string {
    return path.join(this.#dir, `${name}.${ending}`);
  }
}
