/** A model of the registry to the disk: asks for sizes and checksums, looks for room, and fetches file after file. */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, toAppError } from '../../../contract/errors.ts';
import type { RegistryEntry, RegistryFile } from '../../../contract/models.ts';
import { diskFull } from '../../db/storage-error.ts';
import { type freeBytes, requireSpace } from '../disk.ts';
import { fetchFile, partOf } from './fetch-file.ts';
import type { Checksum, FileFacts, Hub } from './hub.ts';
import { type Retries, withRetries } from './retries.ts';
import {
  bytesHere,
  bytesInAll,
  type DownloadFolder,
  type DownloadState,
  type FileState,
  readState,
  writeState,
} from './state.ts';

export interface DownloadProgress {
  phase: 'ask' | 'download';
  done: number;
  total: number | null;
  current: string | null;
}

export interface DownloadOptions {
  readonly hub: Hub;
  readonly entry: RegistryEntry;
  readonly folder: DownloadFolder;
  readonly signal: AbortSignal;
  readonly retries: Retries;
  readonly free: typeof freeBytes;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/**
 * Answers the SHA-256 of every file, all of which lie in `folder.files` then. What has come stays there when it fails.
 * @throws {AppError} `NETWORK_FAILED`, `CHECKSUM_WRONG`, `DISK_FULL`, `CANCELLED`
 */
export async function download(options: DownloadOptions): Promise<Map<string, string>> {
  const { folder, entry } = options;
  const before = await readState(folder);
  const state: DownloadState = { entry, commit: null, files: before?.files ?? {}, error: null };
  try {
    await askAll(options, state, before?.commit ?? null);
    await writeState(folder, state);
    const total = bytesInAll(state);
    await requireSpace(
      folder.dir,
      Math.max(0, (total ?? entry.bytes) - (await bytesHere(folder, state))),
      options.free,
    );
    for (const file of entry.files) await fetchOne(options, state, file, total);
    return new Map(Object.entries(state.files).map(([name, { sha256 }]) => [name, sha256 ?? '']));
  } catch (error) {
    const failure = diskFull(error) ?? toAppError(error);
    await writeState(folder, { ...state, error: failure.toPayload() }).catch(() => undefined);
    throw failure;
  }
}

/** What the hub says of each file now; what came before of a file that is another now is dropped. */
async function askAll(
  { hub, entry, folder, signal, retries, onProgress }: DownloadOptions,
  state: DownloadState,
  was: string | null,
) {
  const known = new Map(Object.entries(state.files));
  state.files = {};
  // A commit that was found stays the one that is asked for: the files of one model must be of one version.
  state.commit = was;
  for (const [index, { path: source, as: name = source, bytes, sha256 }] of entry.files.entries()) {
    onProgress({ phase: 'ask', done: index, total: entry.files.length, current: name });
    const file = { repository: entry.repository, revision: state.commit ?? entry.revision, path: source };
    const said = await withRetries({ hub, file, signal, retries }, () => hub.facts(file, signal));
    state.commit ??= said.commit;
    const facts = agreed(name, { ...said, bytes: said.bytes ?? bytes }, sha256);
    const before = known.get(name);
    const same = before !== undefined && before.bytes === facts.bytes && sameChecksum(before.checksum, facts.checksum);
    if (before !== undefined && !same) await dropFile(folder, name);
    state.files[name] = same ? before : { ...facts, etag: null, sha256: null };
  }
}

/** A checksum of the registry goes before that of the hub, which must not contradict it. Weights are not taken without one. */
function agreed(
  name: string,
  facts: FileFacts,
  sha256: string | null,
): { bytes: number | null; checksum: Checksum | null } {
  const { bytes, checksum } = facts;
  if (sha256 !== null && checksum?.kind === 'sha256' && checksum.hex !== sha256) {
    const message = `${name} has been changed at its source since it was listed here, and is not taken. Look for a newer Lookalike, or get the model's folder by other means and add that.`;
    throw new AppError('CHECKSUM_WRONG', message, {
      details: { why: 'changed-at-source', path: name, expected: sha256, found: checksum.hex },
    });
  }
  const known = sha256 === null ? checksum : { kind: 'sha256' as const, hex: sha256 };
  if (known === null && /\.onnx(_data.*)?$/.test(name)) {
    const message = `The server gives no checksum for ${name}, so nobody could tell a damaged download. Use the hub itself or another mirror.`;
    throw new AppError('NETWORK_FAILED', message, { details: { why: 'no-checksum', path: name } });
  }
  return { bytes, checksum: known };
}

async function fetchOne(
  options: DownloadOptions,
  state: DownloadState,
  { path: source, as: name = source }: RegistryFile,
  total: number | null,
): Promise<void> {
  const { hub, entry, folder, signal, retries, onProgress } = options;
  const known = state.files[name] as FileState;
  const target = path.join(folder.files, name);
  if (known.sha256 !== null && (await stat(target).catch(() => undefined))?.size === known.bytes) return;
  const others = (await bytesHere(folder, state)) - (await stat(partOf(target)).catch(() => ({ size: 0 }))).size;
  const { bytes, sha256 } = await fetchFile({
    hub,
    file: { repository: entry.repository, revision: state.commit ?? entry.revision, path: source },
    facts: { ...known, commit: state.commit },
    target,
    etag: known.etag,
    signal,
    retries,
    onProgress: (here) => onProgress({ phase: 'download', done: others + here, total, current: name }),
    onEtag: async (etag) => {
      if (etag === known.etag) return;
      known.etag = etag;
      await writeState(folder, state);
    },
  });
  state.files[name] = { ...known, bytes, sha256, etag: null };
  await writeState(folder, state);
}

const sameChecksum = (a: Checksum | null, b: Checksum | null): boolean => a?.hex === b?.hex;

async function dropFile({ files }: DownloadFolder, name: string): Promise<void> {
  const target = path.join(files, name);
  await Promise.all([rm(target, { force: true }), rm(partOf(target), { force: true })]);
}
