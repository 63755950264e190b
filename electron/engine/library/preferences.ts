/** What a person chose for all libraries, in one small JSON file of the application's own folder. A damaged file means no choice. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const fileSchema = z.looseObject({ modelId: z.string().optional(), hubEndpoint: z.string().optional() });

export class Preferences {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The model that a new library takes: the one a person switched to last. */
  get modelId(): string | undefined {
    return this.#read().modelId;
  }

  setModel(modelId: string): void {
    this.#write({ modelId });
  }

  /** The mirror that models are downloaded from; undefined for the hub itself. */
  get hubEndpoint(): string | undefined {
    return this.#read().hubEndpoint;
  }

  setHubEndpoint(hubEndpoint: string | undefined): void {
    this.#write({ hubEndpoint });
  }

  #write(change: Partial<z.infer<typeof fileSchema>>): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify({ ...this.#read(), ...change }, null, 2));
    renameSync(temporary, this.#file);
  }

  #read(): z.infer<typeof fileSchema> {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }
}
