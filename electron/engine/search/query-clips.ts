/** Clips of this machine that people search with where no browser reads them: at the terminal, and by their path. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ClipFrame, QueryClip } from '../../contract/search.ts';
import { readClipFrames } from '../clips/read-frames.ts';
import { type QueryImages, toPath } from './query-images.ts';

export class QueryClips {
  readonly #images: Pick<QueryImages, 'add'>;

  constructor(images: Pick<QueryImages, 'add'>) {
    this.#images = images;
  }

  /** @throws {AppError} those of `readClipFrames`, `BAD_REQUEST` for what is no file of this machine */
  async add(location: string, signal: AbortSignal): Promise<QueryClip> {
    const path = toPath(location);
    const name = basename(path);
    const read = await readClipFrames(path, {}, signal);
    const folder = await mkdtemp(join(tmpdir(), 'lookalike-clip-'));
    try {
      const frames: ClipFrame[] = [];
      for (const [i, { at, jpeg }] of read.entries()) {
        const file = join(folder, `${i}.jpg`);
        await writeFile(file, jpeg);
        const { hash, content } = await this.#images.add(file, { name }, signal);
        frames.push({ hash, at, ...(content === undefined ? {} : { region: content }) });
      }
      return { name, frames };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
