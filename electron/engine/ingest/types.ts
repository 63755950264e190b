/** What an import needs of the rest of the engine. */
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Encoder } from '../encoders/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { forkTester } from '../models/tester/test-apart.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import type { VectorsPort } from '../vector/types.ts';
import { ClipFrames } from './clip-frames.ts';
import { FilesRepo } from './file-repo.ts';
import { removeLeftParts } from './left-parts.ts';
import { ReadingNote } from './pipeline/reading-note.ts';
import { WebImages } from './web/web-images.ts';

export interface RunDeps {
  readonly database: Database;
  readonly files: FilesRepo;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: { active(): Promise<Encoder> };
  /** Where thumbnails are written, below the library folder. */
  readonly thumbDir: string;
  readonly web: WebImages;
  readonly clips: ClipFrames;
  readonly reading: ReadingNote;
  /** Starts a process that reads images which may have ended this one. */
  readonly startReader: StartSideProcess;
}

export interface ImportDeps extends RunDeps {
  readonly jobs: Jobs;
}

/** `startReader`: a fork of this process when left out. */
export function importDependencies(
  parts: Omit<ImportDeps, 'files' | 'thumbDir' | 'reading' | 'startReader' | 'web' | 'clips'> & {
    readonly libraryDir: string;
    readonly startReader?: StartSideProcess | undefined;
    readonly clips?: ClipFrames | undefined;
  },
): ImportDeps {
  const { libraryDir, startReader = forkTester, clips = new ClipFrames(libraryDir), ...rest } = parts;
  const files = new FilesRepo(parts.database);
  const reading = new ReadingNote(path.join(libraryDir, 'reading.bin'));
  const thumbDir = path.join(libraryDir, 'thumbs');
  const web = new WebImages(parts.database, libraryDir);
  if (!parts.database.readOnly) {
    takeUpAfterCrash(parts.database, files, reading, [
      thumbDir,
      ...['queries', 'references'].map((folder) => path.join(libraryDir, folder)),
    ]);
    web.removeParts();
    parts.database.writing.whenFree(() => web.followMove());
  }
  return { ...rest, files, reading, startReader, thumbDir, web, clips };
}

/** What the process before this one had in hand when it ended is suspect from now on, and what it was writing goes. */
function takeUpAfterCrash(
  database: Database,
  files: FilesRepo,
  note: ReadingNote,
  dirs: readonly [string, ...string[]],
): void {
  const [thumbs, ...copies] = dirs;
  copies.forEach(removeLeftParts);
  const left = note.left();
  if (left.length === 0) return;
  // Looking through all of them takes a second for a million.
  removeLeftParts(thumbs);
  database.writing.whenFree(() => files.suspect(left));
  if (database.writing.reason === undefined) note.clear();
}

/**
 * The encoder whose vectors the library holds.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`; `CONFLICT` when another model was chosen since the library was opened
 */
export async function matchingEncoder({ encoders, vectors }: Pick<RunDeps, 'encoders' | 'vectors'>): Promise<Encoder> {
  const encoder = await encoders.active();
  if (encoder.modelId === vectors.modelId) return encoder;
  throw new AppError(
    'CONFLICT',
    `The library is open with the model ${vectors.modelId}, and ${encoder.modelId} was chosen since. Open the library again.`,
  );
}
