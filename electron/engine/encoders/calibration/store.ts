/**
 * What was measured on this machine, in one file of the application's home, so that the next start need not measure. A file that cannot be
 * read counts as none.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import {
  type Calibration,
  calibrationSchema,
  type ProviderName,
  providerNameSchema,
} from '../../../contract/encoders.ts';

const fileSchema = z.object({
  version: z.literal(1),
  calibrations: z.record(z.string(), calibrationSchema),
  /** How often the application ended unexpectedly while a provider was at work, by machine and provider. */
  crashes: z.record(z.string(), z.partialRecord(providerNameSchema, z.int())),
});
type Content = z.infer<typeof fileSchema>;

export class CalibrationStore {
  readonly #file: string | undefined;
  #memory: Content = { version: 1, calibrations: {}, crashes: {} };

  /** Without a file it forgets everything with the process. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  get(key: string): Calibration | null {
    return this.#read().calibrations[key] ?? null;
  }

  set(key: string, calibration: Calibration): void {
    const content = this.#read();
    this.#write({ ...content, calibrations: { ...content.calibrations, [key]: calibration } });
  }

  crashes(machine: string): Partial<Record<ProviderName, number>> {
    return this.#read().crashes[machine] ?? {};
  }

  setCrashes(machine: string, provider: ProviderName, count: number): void {
    const content = this.#read();
    const ofMachine = { ...content.crashes[machine], [provider]: count };
    this.#write({ ...content, crashes: { ...content.crashes, [machine]: ofMachine } });
  }

  /** Read each time: another process of the application may have written meanwhile. */
  #read(): Content {
    if (this.#file === undefined) return this.#memory;
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return { version: 1, calibrations: {}, crashes: {} };
    }
  }

  /** A home that cannot be written to costs no more than measuring again. */
  #write(content: Content): void {
    this.#memory = content;
    if (this.#file === undefined) return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      const temporary = `${this.#file}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(content, null, 2));
      renameSync(temporary, this.#file);
    } catch {
      // Kept in memory.
    }
  }
}
