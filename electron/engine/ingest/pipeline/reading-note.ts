/**
 * Which images are in the hands of native code at this moment, in a small file that outlives the process: should the process end, these and no
 * others may have ended it. A note costs one write of eight bytes into the cache of the system, which a power cut may lose; that is no crash.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** More than are ever decoded at once. */
const slots = 64;
const slotBytes = 8;

export class ReadingNote {
  readonly #file: string;
  readonly #free = Array.from({ length: slots }, (_, slot) => slot);
  #handle: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Ids of the files that were being decoded when the process before this one ended. To be asked before `begin`. */
  left(): number[] {
    if (!existsSync(this.#file)) return [];
    const bytes = readFileSync(this.#file);
    const ids = new Set<number>();
    for (let at = 0; at + slotBytes <= bytes.length; at += slotBytes) ids.add(Number(bytes.readBigUInt64LE(at)));
    return [...ids].filter((id) => id > 0 && Number.isSafeInteger(id));
  }

  /** Forgets them, once they are known elsewhere. @throws {Error} of the file system, when the file cannot be made */
  clear(): void {
    this.close();
    this.#handle = openSync(this.#file, 'w');
    writeSync(this.#handle, Buffer.alloc(slots * slotBytes));
  }

  /** Notes that this file is about to be decoded, until what is answered is called. */
  begin(fileId: number): () => void {
    const slot = this.#free.pop();
    if (slot === undefined) return () => {};
    this.#write(slot, fileId);
    return () => {
      this.#write(slot, 0);
      this.#free.push(slot);
    };
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  /** What cannot be noted is decoded all the same: should the process end over it, nobody knows why, and that is all. */
  #write(slot: number, fileId: number): void {
    const bytes = Buffer.alloc(slotBytes);
    bytes.writeBigUInt64LE(BigInt(fileId));
    try {
      if (this.#handle === undefined) this.clear();
      writeSync(this.#handle as number, bytes, 0, slotBytes, slot * slotBytes);
    } catch {
      this.close();
    }
  }
}
