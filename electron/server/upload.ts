/** An image or a table that was dropped into a browser: kept in a temporary file for as long as the engine needs to read it. */
import { lstat, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';

/** [bytes] */
export const largestUpload = 200 * 1024 * 1024;

export interface UploadLimits {
  /** [bytes] */
  readonly limit?: number;
  /** Without a byte [ms]. */
  readonly silence: number;
}

const prefix = 'lookalike-upload-';
/** An upload and its search have ended long before, or their host was killed [ms]. */
const leftAfterMs = 60 * 60_000;

/** Takes away what hosts left here that were killed while they had an image. */
export async function removeLeftUploads(dir: string = os.tmpdir(), now: number = Date.now()): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const folder = path.join(dir, name);
    const age = await lstat(folder).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    );
    if (age > leftAfterMs) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Writes the body of the request to a file of its own and hands its path to `use`; the file is gone afterwards, come what may.
 * @throws {AppError} `FILE_TOO_LARGE`, as soon as that is known; `BAD_REQUEST` when it stops in the middle; and what `use` throws
 */
export async function withUpload<T>(
  request: IncomingMessage,
  use: (file: string) => Promise<T>,
  { limit = largestUpload, silence }: UploadLimits,
): Promise<T> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const dir = await mkdtemp(path.join(os.tmpdir(), prefix));
  try {
    const file = path.join(dir, 'picture');
    await save(request, file, limit, silence);
    return await use(file);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The request is left open when the limit is passed: a destroyed one could not be answered. */
async function save(request: IncomingMessage, file: string, limit: number, silence: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncGenerator<Buffer, undefined>;
  try {
    let bytes = 0;
    for (;;) {
      const { done, value: chunk } = await within(silence, chunks.next());
      if (done === true) return;
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      await handle.writeFile(chunk);
    }
  } finally {
    // Not waited for: it ends with the chunk that has not come.
    chunks.return(undefined).catch(() => undefined);
    await handle.close();
  }
}

function tooLarge(limit: number): AppError {
  const megabytes = Math.floor(limit / 1024 / 1024);
  return new AppError(
    'FILE_TOO_LARGE',
    `The file is larger than ${megabytes} MB. Save it smaller, or choose it by its path, and try again.`,
  );
}

/** @throws {AppError} `BAD_REQUEST` when it takes longer */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stopped = new AppError('BAD_REQUEST', 'The file stopped coming in the middle. Drop it again.');
  const timer = setTimeout(() => reject(stopped), milliseconds);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
