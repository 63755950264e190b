/** Vectors as SQLite holds them: little-endian float32. */
import { endianness } from 'node:os';

const littleEndian = endianness() === 'LE';

export function toBlob(vector: Float32Array): Uint8Array {
  const bytes = new Uint8Array(vector.length * 4);
  bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return littleEndian ? bytes : swap(bytes);
}

/** A vector of its own, aligned whatever the blob is a view of. @throws {RangeError} when the blob is not whole float32 values */
export function fromBlob(blob: Uint8Array): Float32Array {
  if (blob.length % 4 !== 0) throw new RangeError(`A vector of ${blob.length} bytes is not made of float32 values.`);
  const bytes = new Uint8Array(blob.length);
  bytes.set(blob);
  return new Float32Array((littleEndian ? bytes : swap(bytes)).buffer);
}

function swap(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(bytes.buffer).swap32().buffer, bytes.byteOffset, bytes.length);
}
