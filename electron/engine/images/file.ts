/** Reads an image file once: its size is checked, its content hashed, and its bytes kept for decoding. */
import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, readlink } from 'node:fs/promises';
import { throwIfCancelled } from '../../contract/errors.ts';
import { brokenLink, emptyFile, fileFailure, fileTooLarge, maxFileBytes, notAFile } from './failures.ts';
import type { ImageFile } from './types.ts';

/** Larger files are hashed in pieces and decoded from disk, so that several at once do not fill memory. */
const maxBytesInMemory = 32 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

/**
 * Opens, checks and hashes an image file. Symbolic links are followed.
 * @throws {AppError} `FILE_MISSING`, `FILE_EMPTY`, `FILE_TOO_LARGE`, `FILE_UNREADABLE`, `LINK_BROKEN`, `LINK_LOOP`,
 * `CANCELLED`
 */
export async function readImageFile(path: string, signal?: AbortSignal): Promise<ImageFile> {
  throwIfCancelled(signal);
  let handle: FileHandle | undefined;
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error) =>
      openFailure(path, error),
    );
    const stat = await handle.stat();
    if (stat.isDirectory()) throw fileFailure(path, Object.assign(new Error('a folder'), { code: 'EISDIR' }));
    if (!stat.isFile()) throw notAFile(path);
    if (stat.size > maxFileBytes) throw fileTooLarge(path, stat.size);
    if (stat.size > maxBytesInMemory) return await hashInPieces(path, handle, signal);

    const source = await handle.readFile().catch((error) => {
      throw fileFailure(path, error);
    });
    if (source.length === 0) throw emptyFile(path);
    return { path, contentHash: hashBytes(source), bytes: source.length, source };
  } finally {
    await handle?.close();
  }
}

/** An image that is already in memory, such as one that was pasted. `name` is what messages call it. */
export function imageFileOf(bytes: Buffer, name = 'picture'): ImageFile {
  if (bytes.length === 0) throw emptyFile(name);
  if (bytes.length > maxFileBytes) throw fileTooLarge(name, bytes.length);
  return { path: name, contentHash: hashBytes(bytes), bytes: bytes.length, source: bytes };
}

/** Sha256 of the bytes, hex: the `contentHash` of everything that is keyed by content. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The first bytes of an image file. */
export async function readHead(file: ImageFile, length: number): Promise<Buffer> {
  if (typeof file.source !== 'string') return file.source.subarray(0, length);
  const handle = await open(file.source);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A link to nothing and a file that is gone give the same error of the system and need different words. */
async function openFailure(path: string, error: unknown): Promise<never> {
  const target = await readlink(path).catch(() => undefined);
  const failure = fileFailure(path, error);
  throw failure.code === 'FILE_MISSING' && target !== undefined ? brokenLink(path, target) : failure;
}

async function hashInPieces(path: string, handle: FileHandle, signal?: AbortSignal): Promise<ImageFile> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  let bytes = 0;
  for (;;) {
    throwIfCancelled(signal);
    const { bytesRead } = await handle.read(piece, 0, pieceBytes, bytes).catch((error) => {
      throw fileFailure(path, error);
    });
    if (bytesRead === 0) break;
    hash.update(piece.subarray(0, bytesRead));
    bytes += bytesRead;
  }
  return { path, contentHash: hash.digest('hex'), bytes, source: path };
}
