/** The checksums of a file that comes in pieces. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Checksum } from './hub.ts';

export class FileHashes {
  readonly #sha256: Hash = createHash('sha256');
  readonly #git: Hash | undefined;

  /** `bytes`: the length of the whole file, which git counts in. */
  constructor(checksum: Checksum | null, bytes: number | null) {
    if (checksum?.kind === 'git-sha1' && bytes !== null) this.#git = createHash('sha1').update(`blob ${bytes}\0`);
  }

  update(piece: Uint8Array): void {
    this.#sha256.update(piece);
    this.#git?.update(piece);
  }

  /** Takes in what a file holds; answers its length. */
  async updateFrom(path: string, signal?: AbortSignal): Promise<number> {
    let bytes = 0;
    for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) })) {
      this.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
    return bytes;
  }

  /** To be asked once, at the end. */
  digest(): { readonly sha256: string; readonly git: string | undefined } {
    return { sha256: this.#sha256.digest('hex'), git: this.#git?.digest('hex') };
  }
}
