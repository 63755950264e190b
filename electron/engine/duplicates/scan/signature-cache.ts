/** Keeps signatures that were read: the same photo is laid over many others, mostly soon after one another. */

/** Of about 1.3 kB each. */
const kept = 24_000;

type Read = (hashes: readonly string[]) => ReadonlyMap<string, Uint8Array>;

export class SignatureCache {
  readonly #read: Read;
  readonly #known = new Map<string, Uint8Array>();

  constructor(read: Read) {
    this.#read = read;
  }

  /** Those of these contents that have one. */
  readonly of: Read = (hashes) => {
    const found = new Map<string, Uint8Array>();
    const missing: string[] = [];
    for (const hash of hashes) {
      const signature = this.#known.get(hash);
      if (signature === undefined) missing.push(hash);
      else found.set(hash, signature);
    }
    if (missing.length === 0) return found;
    for (const [hash, signature] of this.#read(missing)) {
      found.set(hash, signature);
      if (this.#known.size >= kept) this.#known.delete(this.#known.keys().next().value as string);
      this.#known.set(hash, signature);
    }
    return found;
  };
}
