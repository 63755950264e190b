/** The arithmetic between bytes or ids and the tensors of a model. Pure functions. */

export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly scale: number;
}

/**
 * Interleaved RGB bytes [count x size x 3] to planar floats [count x 3 x size], each value (byte * scale - mean) / std of its
 * channel. `size` is height x width.
 */
export function normalisePlanar(bytes: Uint8Array, count: number, size: number, norm: Normalisation): Float32Array {
  const planar = new Float32Array(count * 3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const values = valuesOfBytes(norm, channel);
    for (let image = 0; image < count; image++) {
      const plane = (image * 3 + channel) * size;
      const start = image * size * 3 + channel;
      for (let i = 0; i < size; i++) planar[plane + i] = values[bytes[start + i * 3] as number] as number;
    }
  }
  return planar;
}

/** The 256 values that a byte of one channel can become. */
function valuesOfBytes({ mean, std, scale }: Normalisation, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (byte * scale - (mean[channel] ?? 0)) / (std[channel] ?? 1));
}

/**
 * Lists of ids to one array [lists x (1 + length)]: each row holds how many ids there are, the ids, and padding on the right. Longer
 * lists are cut.
 */
export function idRows(lists: readonly (readonly number[])[], length: number, padId: number): Int32Array {
  const width = 1 + length;
  const rows = new Int32Array(lists.length * width).fill(padId);
  lists.forEach((ids, row) => {
    const kept = ids.slice(0, length);
    rows[row * width] = kept.length;
    rows.set(kept, row * width + 1);
  });
  return rows;
}

/**
 * Cuts [count x dimensions] into vectors of length 1.
 * @throws {RangeError} when a vector is not finite or is all zeros
 */
export function unitVectors(flat: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: flat.length / dimensions }, (_, row) => {
    const vector = flat.slice(row * dimensions, (row + 1) * dimensions);
    let squares = 0;
    for (const value of vector) squares += value * value;
    if (!Number.isFinite(squares) || squares === 0)
      throw new RangeError('The model gave a vector without a direction.');
    const scale = 1 / Math.sqrt(squares);
    return vector.map((value) => value * scale);
  });
}
