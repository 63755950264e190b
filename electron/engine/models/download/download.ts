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
    // What the repository has not is not asked for again.
    state.entry = { ...entry, files: await askAll(options, state, before?.commit ?? null) };
    await writeState(folder, state);
    const total = bytesInAll(state);
    await requireSpace(
      folder.dir,
      Math.max(0, (total ?? entry.bytes) - (await bytesHere(folder, state))),
      options.free,
    );
    for (const file of state.entry.files) await fetchOne(options, state, file, total);
    return new Map(Object.entries(state.files).map(([name, { sha256 }]) => [name, sha256 ?? '']));
  } catch (error) {
    const failure = diskFull(error) ?? toAppError(error);
    await writeState(folder, { ...state, error: failure.toPayload() }).catch(() => undefined);
    throw failure;
  }
}

/** What the hub says of each file now, and which there are; what came before of a file that is another now is dropped. */
async function askAll(
  { hub, entry, folder, signal, retries, onProgress }: DownloadOptions,
  state: DownloadState,
  was: string | null,
): Promise<RegistryFile[]> {
  const known = new Map(Object.entries(state.files));
  const there: RegistryFile[] = [];
  let unprepared: unknown;
  state.files = {};
  // A commit that was found stays the one that is asked for: the files of one model must be of one version.
  state.commit = was;
  for (const [index, listed] of entry.files.entries()) {
    const { path: source, as: name = source, bytes } = listed;
    onProgress({ phase: 'ask', done: index, total: entry.files.length, current: name });
    const file = { repository: entry.repository, revision: state.commit ?? entry.revision, path: source };
    const said = await withRetries({ hub, file, signal, retries }, () => hub.facts(file, signal)).catch((error) => {
      if (listed.optional !== true || !isNotThere(error)) throw error;
      if (saysHowPicturesAre(name)) unprepared ??= error;
      return undefined;
    });
    if (said === undefined) continue;
    there.push(listed);
    state.commit ??= said.commit;
    const facts = agreed(name, { ...said, bytes: said.bytes ?? bytes }, listed);
    const before = known.get(name);
    const same = before !== undefined && before.bytes === facts.bytes && sameChecksum(before.checksum, facts.checksum);
    if (before !== undefined && !same) await dropFile(folder, name);
    state.files[name] = same ? before : { ...facts, etag: null, sha256: null };
  }
  // One of them will do; without any, pictures would be prepared by guess.
  const isPrepared = there.some(({ path: source, as: name = source }) => saysHowPicturesAre(name));
  if (unprepared !== undefined && !isPrepared) throw unprepared;
  return there;
}

const saysHowPicturesAre = (name: string): boolean =>
  ['preprocessor_config.json', 'processor_config.json', 'open_clip_config.json'].includes(path.posix.basename(name));

const isNotThere = (error: unknown): boolean =>
  error instanceof AppError && error.details?.why === 'not-at-host' && error.code === 'NETWORK_FAILED';

/** A checksum of the registry goes before that of the hub, which must not contradict it. Weights are not taken without one. */
function agreed(
  name: string,
  facts: FileFacts,
  { sha256, sha256Start = '' }: RegistryFile,
): { bytes: number | null; checksum: Checksum | null } {
  const { bytes, checksum } = facts;
  const listed = sha256 ?? sha256Start;
  if (checksum?.kind === 'sha256' && !checksum.hex.startsWith(listed)) {
    const message = `${name} has been changed at its source since it was listed here, and is not taken. Look for a newer Lookalike, or get the model's folder by other means and add that.`;
    throw new AppError('CHECKSUM_WRONG', message, {
      details: { why: 'changed-at-source', path: name, expected: listed, found: checksum.hex },
    });
  }
  const known = sha256 === null ? checksum : { kind: 'sha256' as const, hex: sha256 };
  if (known === null && /\.onnx(_data.*)?$/.test(name)) {
    const message = `The server gives no checksum for ${name}, so nobody could tell a damaged download. Use the hub itself or another mirror.`;
    throw new AppError('NETWORK_FAILED', message, { details: { why: 'no-checksum', path: name } });
  }
  return { bytes, checksum: known };
}

/**
 * Eight digits seen elsewhere decide where the server gives no checksum. Beside one they do not: what has the checksum of the commit that
 * is asked for is the file of that commit, whichever version the digits are of.
 */
async function requireStart(
  { sha256Start: start = '' }: RegistryFile,
  known: FileState,
  target: string,
  sha256: string,
) {
  if (known.checksum !== null || sha256.startsWith(start)) return;
  await rm(target, { force: true });
  const name = path.basename(target);
  const message = `${name} did not arrive as it was seen at its source (its checksum begins with ${sha256.slice(0, 8)} in place of ${start}). Use the hub itself or another mirror.`;
  throw new AppError('CHECKSUM_WRONG', message, {
    details: { why: 'wrong-checksum', path: name, expected: start, found: sha256 },
  });
}

async function fetchOne(
  options: DownloadOptions,
  state: DownloadState,
  listed: RegistryFile,
  total: number | null,
): Promise<void> {
  const { hub, entry, folder, signal, retries, onProgress } = options;
  const { path: source, as: name = source } = listed;
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
  await requireStart(listed, known, target, sha256);
  state.files[name] = { ...known, bytes, sha256, etag: null };
  await writeState(folder, state);
}

const sameChecksum = (a: Checksum | null, b: Checksum | null): boolean => a?.hex === b?.hex;

async function dropFile({ files }: DownloadFolder, name: string): Promise<void> {
  const target = path.join(files, name);
  await Promise.all([rm(target, { force: true }), rm(partOf(target), { force: true })]);
}
