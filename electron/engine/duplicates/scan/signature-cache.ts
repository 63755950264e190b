/**
 * Keeps signatures that were read, packed closely: the same image is laid over many others, and each in an array of its
 * own would weigh half as much again.
 */
import { signatureBytes } from '../../images/index.ts';

/** 59 MB. */
const mostKept = 50 * 1024;
/** Space is taken for so many at once. */
const perSlab = 1024;

type Read = (hashes: readonly string[]) => ReadonlyMap<string, Uint8Array>;

export class SignatureCache {
  readonly #read: Read;
  readonly #most: number;
  readonly #slabs: Uint8Array[] = [];
  /** Where in the slabs the signature of a content lies, the oldest first. */
  readonly #places = new Map<string, number>();

  /** `most`: how many signatures are kept. */
  constructor(read: Read, most = mostKept) {
    this.#read = read;
    this.#most = most;
  }

  /** The signatures of these contents one after the other; all zero, which agrees with nothing, for those without. */
  readonly pack = (hashes: readonly string[]): Uint8Array<ArrayBuffer> => {
    const packed = new Uint8Array(hashes.length * signatureBytes);
    const missing = hashes.filter((hash) => !this.#places.has(hash));
    const found = missing.length === 0 ? undefined : this.#read(missing);
    for (const [at, hash] of hashes.entries()) {
      const place = this.#places.get(hash);
      const signature = place === undefined ? found?.get(hash) : this.#at(place);
      if (signature !== undefined) packed.set(signature, at * signatureBytes);
    }
    for (const [hash, signature] of found ?? []) this.#keep(hash, signature);
    return packed;
  };

  #keep(hash: string, signature: Uint8Array): void {
    let place = this.#places.size;
    const oldest = place < this.#most ? undefined : this.#places.entries().next().value;
    if (oldest !== undefined) {
      this.#places.delete(oldest[0]);
      place = oldest[1];
    }
    this.#slabs[Math.floor(place / perSlab)] ??= new Uint8Array(perSlab * signatureBytes);
    this.#at(place).set(signature);
    this.#places.set(hash, place);
  }

  #at(place: number): Uint8Array {
    const from = (place % perSlab) * signatureBytes;
    return (this.#slabs[Math.floor(place / perSlab)] as Uint8Array).subarray(from, from + signatureBytes);
  }
}
