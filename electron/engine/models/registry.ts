/** The models worth having, as `models/registry.json` lists them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { type RegistryEntry, registryEntrySchema } from '../../contract/models.ts';

const fileSchema = z.object({ models: z.array(registryEntrySchema) });

/** None when the application came without the file. @throws {AppError} `INTERNAL` when the file is not what it should be */
export async function readRegistry(modelsDir: string): Promise<RegistryEntry[]> {
  const file = path.join(modelsDir, 'registry.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  try {
    return fileSchema.parse(JSON.parse(text)).models;
  } catch (cause) {
    throw new AppError('INTERNAL', `${file} is damaged. Install Lookalike again.`, { cause });
  }
}
