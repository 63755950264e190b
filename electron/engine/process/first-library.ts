/** Which library a new engine opens: the one asked for, else the last one used, else the sample catalog, made when it is missing. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { toAppError } from '../../contract/errors.ts';
import type { Client } from '../../contract/rpc/client.ts';

export interface FirstLibraryOptions {
  /** Opened before any other, but only once: after a crash the library in use at that time is the last one used. */
  readonly library?: string;
  /** Folder of the sample library; null where no sample is wanted. */
  readonly sampleLibrary: string | null;
  /** Makes the files of the sample catalog and answers the path of its table. */
  readonly makeSample: () => Promise<string>;
  readonly log: (text: string) => void;
}

/**
 * Answers the step that a supervisor runs on each new engine.
 * @throws {AppError} (from the step) when the library asked for cannot be opened, or the last one is open in another process
 */
export function firstLibrary(options: FirstLibraryOptions): (client: Client) => Promise<void> {
  let asked = options.library;
  return async (client) => {
    if (asked !== undefined) {
      await client.call('library.open', { dir: path.resolve(asked) });
      asked = undefined;
      return;
    }
    const recent = await client.call('library.recent', {});
    const last = recent.filter(({ exists }) => exists).sort((a, b) => b.openedAt.localeCompare(a.openedAt))[0];
    if (last !== undefined && last.dir !== options.sampleLibrary) await openLast(client, last.dir, options.log);
    else if (options.sampleLibrary !== null) await openSample(client, options.sampleLibrary, options.makeSample);
  };
}

/** A library that cannot be opened leaves the choice to the person, unless another Lookalike has it: then this one is one too many. */
async function openLast(client: Client, dir: string, log: (text: string) => void): Promise<void> {
  try {
    await client.call('library.open', { dir });
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'LIBRARY_LOCKED' || failure.code === 'ENGINE_GONE') throw failure;
    log(failure.message);
  }
}

async function openSample(client: Client, dir: string, makeSample: () => Promise<string>): Promise<void> {
  const table = await makeSample();
  const info = await client.call('library.open', { dir }).catch((error: unknown) => {
    if (toAppError(error).code !== 'LIBRARY_MISSING') throw error;
    return client.call('library.create', { name: 'Sample catalog', dir });
  });
  if (info.sources.length > 0) return;
  await client.call('ingest.start', { path: table });
  const history = path.join(path.dirname(table), 'behaviour.csv');
  if (existsSync(history)) await client.call('events.import', { path: history });
  const documents = path.join(path.dirname(table), 'documents');
  if (existsSync(documents)) await client.call('answers.addDocuments', { path: documents });
}
