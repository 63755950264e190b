/**
 * Frames of the clips that lie among product photos: taken once with ffmpeg, kept in the library by clip, and from then on images like
 * any other. A clip that was not changed is not read again, and its frames stay where ffmpeg is gone.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { readClipFrames } from '../clips/read-frames.ts';

/** A product is shown by few: photos say more. */
const framesTaken = 4;
const partEnding = '.part';

export type TakenFrames =
  | { readonly kind: 'frames'; readonly paths: readonly string[] }
  /** It needs ffmpeg, which is not here. */
  | { readonly kind: 'no-reader' }
  | { readonly kind: 'failed'; readonly reason: string };

export class ClipFrames {
  readonly #dir: string;
  readonly #ffmpeg: () => string | undefined;

  constructor(libraryDir: string, ffmpeg: () => string | undefined = findFfmpeg) {
    this.#dir = path.join(libraryDir, 'clips');
    this.#ffmpeg = ffmpeg;
  }

  /** The files of its frames in their order, named after the clip. @throws {AppError} `CANCELLED` */
  async of(sourceId: number, clip: string, signal?: AbortSignal): Promise<TakenFrames> {
    throwIfCancelled(signal);
    try {
      const { size, mtimeMs } = await stat(clip);
      const dir = path.join(this.#dir, String(sourceId), keyOf(clip, size, mtimeMs));
      const known = await filesIn(dir);
      if (known.length > 0) return { kind: 'frames', paths: known };
      const ffmpeg = this.#ffmpeg();
      if (ffmpeg === undefined) return { kind: 'no-reader' };
      await this.#take(clip, dir, ffmpeg, signal);
      return { kind: 'frames', paths: await filesIn(dir) };
    } catch (error) {
      if (error instanceof AppError && error.code === 'CANCELLED') throw error;
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** All frames of a clip at once, or none. */
  async #take(clip: string, dir: string, ffmpeg: string, signal?: AbortSignal): Promise<void> {
    const frames = await readClipFrames(clip, { most: framesTaken, ffmpeg }, signal);
    const part = `${dir}${partEnding}`;
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    for (const [i, { at, jpeg }] of frames.entries())
      await writeFile(path.join(part, `${i + 1} ${path.basename(clip)} at ${at.toFixed(1)} s.jpg`), jpeg);
    await rename(part, dir);
  }

  /** Throws the frames of a source away that are of none of these clips any more. @param inUse files of frames */
  async keepOnly(sourceId: number, inUse: Iterable<string>): Promise<void> {
    const dir = path.join(this.#dir, String(sourceId));
    const kept = new Set([...inUse].map((file) => path.basename(path.dirname(file))));
    for (const name of await readdir(dir).catch(() => []))
      if (!kept.has(name)) await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

function keyOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24);
}

async function filesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.sort().map((name) => path.join(dir, name));
}
