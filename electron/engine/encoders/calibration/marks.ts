/**
 * Notes on disk of which provider is at work in which process. A driver that crashes takes the whole process with it, and nothing in that
 * process can tell afterwards; the note that it leaves behind can.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { providerNameSchema } from '../../../contract/encoders.ts';
import { jsonNamesIn, readJson } from '../../files/json-file.ts';
import { isAlive } from '../../side-process/alive.ts';

const markSchema = z.object({
  provider: providerNameSchema,
  machine: z.string(),
  /** trying: measured for the first time; using: chosen, and it worked when it was measured. */
  phase: z.enum(['trying', 'using']),
});
export type Mark = z.infer<typeof markSchema>;

export class Marks {
  readonly #dir: string | undefined;
  readonly #own = new Map<string, Mark>();

  /** Without a folder nothing is noted. */
  constructor(dir: string | undefined) {
    this.#dir = dir;
  }

  /** Notes it before the work begins, and answers what takes the note away. */
  put(mark: Mark): () => void {
    const name = `${process.pid}-${mark.phase}-${mark.provider}.json`;
    const dir = this.#dir;
    if (dir === undefined) return () => {};
    this.#own.set(name, mark);
    try {
      mkdirSync(dir, { recursive: true });
      // To the disk itself: a driver may take the operating system with it.
      writeFileSync(join(dir, name), JSON.stringify(mark), { flush: true });
    } catch {
      // A home that cannot be written to has no notes.
    }
    return () => {
      this.#own.delete(name);
      rmSync(join(dir, name), { force: true });
    };
  }

  /** Notes of processes that ended without taking them away; each is answered once. */
  takeAbandoned(): Mark[] {
    const dir = this.#dir;
    if (dir === undefined) return [];
    const names = jsonNamesIn(dir).filter((name) => {
      const pid = Number.parseInt(name, 10);
      // A note of this process's own number that it did not write is of an earlier one.
      return !this.#own.has(name) && (pid === process.pid || !isAlive(pid));
    });
    return names.flatMap((name) => {
      const mark = readJson(join(dir, name), markSchema);
      rmSync(join(dir, name), { force: true });
      return mark ?? [];
    });
  }
}
