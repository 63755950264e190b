/** Copies of a picture with one region covered each: what a model loses with a region is how much that region mattered. */

/**
 * Covers each cell of a grid in turn with the mean colour of the picture, row by row. `pixels` is RGB [height x width x 3] and is not
 * changed; `rows` x `columns` buffers of its size come back. Cells cover the picture without gap or overlap.
 */
export function occlusions(
  pixels: Uint8Array,
  width: number,
  height: number,
  rows: number,
  columns: number,
): Uint8Array[] {
  const colour = meanColour(pixels);
  const covered: Uint8Array[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const copy = Uint8Array.from(pixels);
      const left = Math.floor((column * width) / columns);
      const right = Math.floor(((column + 1) * width) / columns);
      for (let y = Math.floor((row * height) / rows); y < Math.floor(((row + 1) * height) / rows); y++) {
        for (let x = left; x < right; x++) copy.set(colour, (y * width + x) * 3);
      }
      covered.push(copy);
    }
  }
  return covered;
}

function meanColour(pixels: Uint8Array): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    sums[0] += pixels[i] ?? 0;
    sums[1] += pixels[i + 1] ?? 0;
    sums[2] += pixels[i + 2] ?? 0;
  }
  const count = Math.max(1, Math.floor(pixels.length / 3));
  return [Math.round(sums[0] / count), Math.round(sums[1] / count), Math.round(sums[2] / count)];
}
