/** What goes into the reading of images and what comes out. */
import type { Database } from '../../db/database.ts';
import type { Encoder } from '../../encoders/index.ts';
import type { StartSideProcess } from '../../side-process/side-process.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { FileStamp, FilesRepo } from '../file-repo.ts';
import type { FileFailure } from './file-failure.ts';
import type { ReadingNote } from './reading-note.ts';

/** A file that has to be read because it is new, has changed, or has no vector of this model. */
export interface ImageTask {
  readonly fileId: number;
  readonly path: string;
  /** As it was when it was looked at: should it change while it is read, the next scan sees a difference. */
  readonly stamp: FileStamp;
  /** It was being decoded when the process ended, which it may have caused. */
  readonly suspect: boolean;
}

export type ImageOutcome =
  | {
      readonly kind: 'ready';
      readonly task: ImageTask;
      readonly contentHash: string;
      /** False when the vector was there. */
      readonly encoded: boolean;
    }
  | { readonly kind: 'failed'; readonly task: ImageTask; readonly failure: FileFailure };

export interface PipelineOptions {
  readonly database: Database;
  readonly files: FilesRepo;
  readonly vectors: Pick<VectorsPort, 'embedded' | 'storeEmbeddings'>;
  readonly encoder: Encoder;
  readonly thumbDir: string;
  readonly reading: ReadingNote;
  /** Starts a process that reads suspects. */
  readonly startReader: StartSideProcess;
  readonly signal: AbortSignal;
  /** Called after each commit. */
  readonly onStored: (outcomes: readonly ImageOutcome[]) => void | Promise<void>;
  /** Called when a file is opened. */
  readonly onRead?: (task: ImageTask) => void;
}
