/**
 * Compares what a scan found with what is known of its files: which can be taken as they are, which have to be read, and which
 * are broken and have not changed since. Costs one stat a file.
 */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { FileStamp, FilesRepo, KnownFile } from './file-repo.ts';
import { type FileFailure, isPassing } from './pipeline/file-failure.ts';
import type { ImageTask } from './pipeline/types.ts';
import type { ScanItem, ScannedProduct } from './scan/types.ts';
import { errnoOf } from './scan/walk.ts';

export type PlannedFile =
  /** Read before and unchanged. */
  | { readonly kind: 'ready'; readonly fileId: number; readonly path: string }
  | { readonly kind: 'todo'; readonly fileId: number; readonly path: string; readonly task: ImageTask }
  /** Broken; `fileId` is null when it could not even be looked at. */
  | { readonly kind: 'failed'; readonly fileId: number | null; readonly path: string; readonly failure: FileFailure };

export interface PlannedProduct {
  readonly product: ScannedProduct;
  readonly files: readonly PlannedFile[];
}

export type PlanItem = PlannedProduct | Extract<ScanItem, { kind: 'problem' }>;

const itemsPerLook = 64;

export interface PlanDeps {
  readonly files: FilesRepo;
  readonly vectors: Pick<VectorsPort, 'embedded'>;
}

/** The items of a scan in their order, in groups, with the state of every image. */
export async function* plan(
  items: AsyncIterable<ScanItem>,
  deps: PlanDeps,
  signal?: AbortSignal,
): AsyncGenerator<PlanItem[]> {
  let group: ScanItem[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < itemsPerLook) continue;
    yield await planGroup(group, deps, signal);
    group = [];
  }
  if (group.length > 0) yield await planGroup(group, deps, signal);
}

async function planGroup(group: readonly ScanItem[], deps: PlanDeps, signal?: AbortSignal): Promise<PlanItem[]> {
  throwIfCancelled(signal);
  const paths = new Set(group.flatMap((item) => (item.kind === 'product' ? item.imagePaths : [])));
  const looks = await Promise.all([...paths].map(lookAt));
  const known = new Map(looks.map(({ path }) => [path, deps.files.known(path)]));
  const hashes = [...known.values()].map((file) => file?.contentHash).filter((hash) => typeof hash === 'string');
  const embedded = deps.vectors.embedded('image', new Set(hashes));
  const states = new Map(
    looks.map((found) => [found.path, stateOf(found, known.get(found.path), embedded, deps.files)]),
  );
  return group.map((item) =>
    item.kind === 'problem'
      ? item
      : { product: item, files: item.imagePaths.map((path) => states.get(path) as PlannedFile) },
  );
}

interface LookedAtFile {
  readonly path: string;
  readonly stamp?: FileStamp;
  readonly failure?: FileFailure;
}

async function lookAt(path: string): Promise<LookedAtFile> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    return { path, failure: statFailure(error) };
  }
  if (stats.isFile())
    return { path, stamp: { bytes: stats.size, modifiedMs: stats.mtimeMs, changedMs: stats.ctimeMs } };
  return { path, failure: { code: 'FILE_UNREADABLE', reason: 'This is not a file. Give the path of a picture file.' } };
}

function statFailure(error: unknown): FileFailure {
  const code = errnoOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'FILE_MISSING', reason: 'The file is not there. Put it back, or take it out of the table.' };
  }
  if (code === 'ELOOP') {
    return { code: 'LINK_LOOP', reason: 'The link leads back to itself. Replace it by the picture.' };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'FILE_UNREADABLE', reason: `The file cannot be looked at (${message}). Check its permissions.` };
}

function stateOf(
  found: LookedAtFile,
  known: KnownFile | undefined,
  embedded: ReadonlySet<string>,
  files: FilesRepo,
): PlannedFile {
  const { path, stamp } = found;
  if (stamp === undefined) {
    return { kind: 'failed', fileId: known?.id ?? null, path, failure: found.failure as FileFailure };
  }
  if (known !== undefined && isUnchanged(known, stamp)) {
    if (known.changedMs === null) files.noteChange(known.id, stamp);
    const { id, contentHash, failureCode, failureReason } = known;
    if (failureCode === null && contentHash !== null && known.hasImage && embedded.has(contentHash))
      return { kind: 'ready', fileId: id, path };
    if (failureCode !== null && !isPassing(failureCode)) {
      return { kind: 'failed', fileId: id, path, failure: { code: failureCode, reason: failureReason ?? '' } };
    }
  }
  const fileId = known?.id ?? files.add(path, stamp);
  return { kind: 'todo', fileId, path, task: { fileId, path, stamp, suspect: known?.suspect ?? false } };
}

/** Programs that keep the time of a file they write anew cannot keep the time of its change. Of files read long ago that was not noted. */
function isUnchanged(known: KnownFile, stamp: FileStamp): boolean {
  const { bytes, modifiedMs, changedMs } = known;
  return bytes === stamp.bytes && modifiedMs === stamp.modifiedMs && (changedMs ?? stamp.changedMs) === stamp.changedMs;
}
