/** Vectors as SQLite holds them: little-endian float32. */
import { endianness } from 'node:os';

const littleEndian = endianness() === 'LE';

export function toBlob(vector: Float32Array): Uint8Array {
  const bytes = new Uint8Array(vector.length * 4);
  bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return littleEndian ? bytes : swap(bytes);
}

/** The vector of a blob: a view of it where that is possible, a copy where the blob is not aligned. @throws {RangeError} when the blob is not whole float32 values */
export function fromBlob(blob: Uint8Array): Float32Array {
  if (blob.length % 4 !== 0) throw new RangeError(`A vector of ${blob.length} bytes is not made of float32 values.`);
  if (littleEndian && blob.byteOffset % 4 === 0) return new Float32Array(blob.buffer, blob.byteOffset, blob.length / 4);
  const bytes = new Uint8Array(blob.length);
  bytes.set(blob);
  return new Float32Array((littleEndian ? bytes : swap(bytes)).buffer);
}

function swap(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(bytes.buffer).swap32().buffer, bytes.byteOffset, bytes.length);
}
