/**
 * What was measured on this machine, in one file of the application's home, so that the next start need not measure. A file that cannot be
 * read counts as none.
 */
import { z } from 'zod';
import {
  type Calibration,
  calibrationSchema,
  type ProviderName,
  providerNameSchema,
} from '../../../contract/encoders.ts';
import { JsonFile } from '../../files/json-file.ts';

const fileSchema = z.object({
  version: z.literal(1),
  calibrations: z.record(z.string(), calibrationSchema),
  /** How often the application ended unexpectedly while a provider was at work, by machine and provider. */
  crashes: z.record(z.string(), z.partialRecord(providerNameSchema, z.int())),
});
type Content = z.infer<typeof fileSchema>;

const nothing: Content = { version: 1, calibrations: {}, crashes: {} };

export class CalibrationStore {
  readonly #file: JsonFile<Content> | undefined;
  #memory = nothing;

  /** Without a file it forgets everything with the process. */
  constructor(file: string | undefined) {
    this.#file = file === undefined ? undefined : new JsonFile(file, fileSchema, nothing);
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

  #read(): Content {
    return this.#file?.read() ?? this.#memory;
  }

  /** A home that cannot be written to costs no more than measuring again. */
  #write(content: Content): void {
    this.#memory = content;
    try {
      this.#file?.write(content);
    } catch {
      // Kept in memory.
    }
  }
}
