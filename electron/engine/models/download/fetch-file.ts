/**
 * One file from the hub to the disk, however often the connection breaks. What has come lies in `<name>.part`; the next attempt asks
 * for the rest with If-Range, so that a server whose file has changed since sends it whole. It gets its name once its checksum is right.
 */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import { FileHashes } from './hashes.ts';
import { type Checksum, type FileFacts, type HubFile, PassingError } from './hub.ts';
import { type Answer, describeFailure } from './network.ts';
import { type HubRequest, withRetries } from './retries.ts';

export interface FileRequest extends HubRequest {
  readonly facts: FileFacts;
  /** Where the file is to be. */
  readonly target: string;
  /** The mark under which a server sent what is in the part file; null when there is none or it cannot be relied on. */
  readonly etag: string | null;
  /** Bytes of this file that are on the disk. */
  readonly onProgress: (bytes: number) => void;
  /** The mark of what is being received, to be kept beside the part file. */
  readonly onEtag: (etag: string | null) => Promise<void>;
}

export interface Fetched {
  readonly bytes: number;
  readonly sha256: string;
}

export const partOf = (target: string): string => `${target}.part`;

/** @throws {AppError} `NETWORK_FAILED`, `CHECKSUM_WRONG`, `CANCELLED`; and what the file system throws, ENOSPC among it */
export async function fetchFile(request: FileRequest): Promise<Fetched> {
  await mkdir(path.dirname(request.target), { recursive: true });
  const state: Attempt = { ...request, resumed: false };
  const tries = (): Promise<Fetched> =>
    withRetries(
      request,
      () => attempt(state),
      () => sizeOf(partOf(request.target)),
    );
  return tries().catch((error) => {
    // The beginning may have been of another version of the file.
    if (error instanceof AppError && error.code === 'CHECKSUM_WRONG' && state.resumed) return tries();
    throw error;
  });
}

type Attempt = { -readonly [K in keyof FileRequest]: FileRequest[K] } & {
  /** Whether what is being received goes on from before. */ resumed: boolean;
};

async function attempt(state: Attempt): Promise<Fetched> {
  const part = partOf(state.target);
  const { facts, signal } = state;
  let at = await sizeOf(part);
  // Without a mark or a checksum nobody could tell that two halves do not belong together.
  if (at > 0 && state.etag === null && facts.checksum === null) at = await drop(part);
  if (facts.bytes !== null && at > facts.bytes) at = await drop(part);
  const whole = facts.bytes !== null && at === facts.bytes && at > 0;
  const answer = whole ? undefined : await state.hub.open(state.file, { from: at, etag: state.etag }, signal);
  try {
    if (answer?.status === 416) {
      await drop(part);
      throw new PassingError(`${state.file.path}: the server has less of it than was fetched`);
    }
    if (answer?.status === 200 && at > 0) at = await drop(part);
    if (answer?.status === 206) requireRange(answer, at);
    state.resumed = at > 0;
    const hashes = new FileHashes(facts.checksum, facts.bytes);
    if (at > 0) await hashes.updateFrom(part, signal);
    if (answer !== undefined) {
      state.etag = strongEtag(answer);
      await state.onEtag(state.etag);
      at = await receive(answer, part, at, hashes, state);
    }
    if (facts.bytes !== null && at < facts.bytes) throw new PassingError('it broke the connection off');
    return await finish(state, part, at, hashes);
  } finally {
    // Lets the connection go when the answer was not read to its end.
    answer?.body.on('error', () => undefined).destroy();
  }
}

async function receive(
  answer: Answer,
  part: string,
  from: number,
  hashes: FileHashes,
  request: FileRequest,
): Promise<number> {
  let at = from;
  const handle = await open(part, from === 0 ? 'w' : 'r+');
  try {
    for await (const piece of piecesOf(answer, request)) {
      await writeWhole(handle, piece, at);
      hashes.update(piece);
      at += piece.length;
      request.onProgress(at);
      if (request.facts.bytes !== null && at > request.facts.bytes) break;
    }
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
  return at;
}

/** Failures of the connection, told from those of the disk. */
async function* piecesOf(answer: Answer, { file, signal }: FileRequest): AsyncGenerator<Buffer> {
  try {
    for await (const piece of answer.body) yield piece as Buffer;
  } catch (cause) {
    throwIfCancelled(signal);
    throw new PassingError(`${file.path}: ${describeFailure(cause)}`, { cause });
  }
}

async function writeWhole(handle: Awaited<ReturnType<typeof open>>, piece: Buffer, at: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    done += (await handle.write(piece, done, piece.length - done, at + done)).bytesWritten;
  }
}

async function finish(state: Attempt, part: string, bytes: number, hashes: FileHashes): Promise<Fetched> {
  const { sha256, git } = hashes.digest();
  const { checksum, bytes: expected } = state.facts;
  const found = checksum?.kind === 'git-sha1' ? git : sha256;
  if ((expected !== null && bytes !== expected) || (checksum !== null && found !== checksum.hex)) {
    await drop(part);
    throw wrongChecksum(state.file, checksum, found);
  }
  await rename(part, state.target);
  return { bytes, sha256 };
}

function requireRange({ headers }: Answer, at: number): void {
  const start = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
  if (Number(start ?? Number.NaN) !== at) throw new PassingError('the server sent another part than was asked for');
}

/** Weak marks (W/) only promise that two versions mean the same, not that their bytes are equal. */
function strongEtag({ headers }: Answer): string | null {
  const { etag } = headers;
  return etag === undefined || etag.startsWith('W/') ? null : etag;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

async function drop(part: string): Promise<0> {
  await rm(part, { force: true });
  return 0;
}

function wrongChecksum(file: HubFile, checksum: Checksum | null, found: string | undefined): AppError {
  const message = `${file.path} of ${file.repository} did not arrive as its source describes it (checksum ${found?.slice(0, 12)}... in place of ${checksum?.hex.slice(0, 12)}...). Try again; if it happens again, the mirror or a proxy changes the file: use another one.`;
  const details = { why: 'wrong-checksum', path: file.path, expected: checksum?.hex, found };
  return new AppError('CHECKSUM_WRONG', message, { details });
}
