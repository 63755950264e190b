/**
 * What each way of fitting an image makes of one whose pixels are known: numbers worked out by hand, or from blocks of one colour that
 * a shift of a pixel would mix.
 */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeForModel } from './index.ts';
import type { VisionInput } from './types.ts';

type Resize = VisionInput['resize'];

function visionOf(side: number, resize: Partial<Resize>): VisionInput {
  return {
    input: { width: side, height: side },
    resize: { fit: 'cover', background: [255, 255, 255], kernel: 'cubic', position: 'centre', ...resize },
  };
}

/** A PNG whose red channel is the given rows; green is 0 and blue 255. */
function image(rows: readonly (readonly number[])[]): Promise<Buffer> {
  const data = Buffer.from(rows.flat().flatMap((red) => [red, 0, 255]));
  return sharp(data, { raw: { width: rows[0]?.length ?? 0, height: rows.length, channels: 3 } })
    .png()
    .toBuffer();
}

async function redsOf(file: Buffer, vision: VisionInput): Promise<number[][]> {
  const { width, height } = vision.input;
  const pixels = await decodeForModel(file, vision);
  expect(pixels).toHaveLength(width * height * 3);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixels[(y * width + x) * 3] as number),
  );
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('CLIP: the shorter side fits, the middle is cut out', () => {
  it('is the picture itself where nothing has to be scaled', async () => {
    // 7 x 4, side 4: nothing is scaled, 3 columns are too many, floor(3 / 2) = 1 goes on the left.
    const rows = range(4).map((y) => range(7).map((x) => 10 * y + x));
    const expected = range(4).map((y) => [1, 2, 3, 4].map((x) => 10 * y + x));
    expect(await redsOf(await image(rows), visionOf(4, { shortestEdge: 4 }))).toEqual(expected);
  });

  it('cuts the middle of the longer side out, whichever it is', async () => {
    // Four columns of 8 rows, in bands of 2: with side 4, rows 2 to 5 stay.
    const rows = [0, 0, 50, 50, 100, 100, 150, 150].map((red) => new Array(4).fill(red));
    const expected = [50, 50, 100, 100].map((red) => new Array(4).fill(red));
    expect(await redsOf(await image(rows), visionOf(4, { shortestEdge: 4 }))).toEqual(expected);
  });

  it('scales to the shorter side first', async () => {
    // 4 x 2 enlarged to 8 x 4 by straight lines; columns 2 to 5 stay. Columns of the image: 0 0 200 200, of the enlarged one:
    // 0 0 0 50 150 200 200 200.
    const rows = [0, 1].map(() => [0, 0, 200, 200]);
    const expected = range(4).map(() => [0, 50, 150, 200]);
    expect(await redsOf(await image(rows), visionOf(4, { shortestEdge: 4, kernel: 'linear' }))).toEqual(expected);
  });

  it('takes a shorter side larger than the input, as for "resize 6, crop 4"', async () => {
    // 6 x 9: rows 2 to 5 (floor(5 / 2) = 2) and columns 1 to 4 stay.
    const rows = range(9).map((y) => range(6).map((x) => 10 * y + x));
    const expected = [2, 3, 4, 5].map((y) => [1, 2, 3, 4].map((x) => 10 * y + x));
    expect(await redsOf(await image(rows), visionOf(4, { shortestEdge: 6 }))).toEqual(expected);
  });

  it('fills up with the background where the shorter side is smaller than the input', async () => {
    const vision = visionOf(4, { shortestEdge: 2, background: [7, 7, 7] });
    const rows = [
      [1, 2],
      [3, 4],
    ];
    expect(await redsOf(await image(rows), vision)).toEqual([
      [7, 7, 7, 7],
      [7, 1, 2, 7],
      [7, 3, 4, 7],
      [7, 7, 7, 7],
    ]);
  });

  it('shrinks by a mean over the pixels that become one', async () => {
    // 16 x 8 to 4 x 2 by straight lines, columns 1 and 2 of the four stay. The filter reaches 4 to each side, so column 1, with its
    // centre at 6, sees columns 2 to 9 with weights 1 3 5 7 7 5 3 1 of 32, and column 2 sees 6 to 13. The image is 0 up to column 7
    // and 140 from there: 140 * (3 + 1) / 32 = 17.5 and 140 * (32 - 1 - 3) / 32 = 122.5.
    const rows = range(8).map(() => range(16).map((x) => (x < 8 ? 0 : 140)));
    const reds = await redsOf(await image(rows), visionOf(2, { shortestEdge: 2, kernel: 'linear' }));
    for (const [left = 0, right = 0] of reds) {
      expect(Math.abs(left - 17.5)).toBeLessThanOrEqual(1);
      expect(Math.abs(right - 122.5)).toBeLessThanOrEqual(1);
    }
  });
});

describe('SigLIP and Chinese-CLIP: squashed to the square', () => {
  it('squashes to another size first where it is said, and cuts the middle out', async () => {
    // 8 x 4 to 6 x 6, of which the middle four columns stay. Pillow 12.3 gives 0 15 30 40 55 70 with BOX and 2 15 29 41 55 68 with
    // HAMMING for each row.
    const rows = range(4).map(() => range(8).map((x) => 10 * x));
    const vision = (kernel: Resize['kernel']) => visionOf(4, { fit: 'fill', squash: { width: 6, height: 6 }, kernel });
    expect(await redsOf(await image(rows), vision('box'))).toEqual(range(4).map(() => [15, 30, 40, 55]));
    expect(await redsOf(await image(rows), vision('hamming'))).toEqual(range(4).map(() => [15, 29, 41, 55]));
  });

  it('puts black around what is smaller than what is cut out, whatever transparent parts lie on', async () => {
    const rows = range(2).map(() => [9, 9]);
    const vision = visionOf(4, { fit: 'fill', squash: { width: 2, height: 2 }, padding: [0, 0, 0] });
    expect(await redsOf(await image(rows), vision)).toEqual([
      [0, 0, 0, 0],
      [0, 9, 9, 0],
      [0, 9, 9, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('squashes both sides, each by its own factor', async () => {
    // 2 x 1 to 4 x 4 by straight lines: every row 0 50 150 200.
    const expected = range(4).map(() => [0, 50, 150, 200]);
    expect(await redsOf(await image([[0, 200]]), visionOf(4, { fit: 'fill', kernel: 'linear' }))).toEqual(expected);
  });

  it('enlarges with cubics as Pillow does', async () => {
    // The row is worked out in resample.test.ts.
    const [first] = await redsOf(await image([[0, 0, 200, 200]]), visionOf(8, { fit: 'fill' }));
    expect(first).toEqual([0, 0, 0, 41, 159, 214, 204, 200]);
  });
});

describe('every fit', () => {
  it.each(['cover', 'fill', 'contain'] as const)('turns a photo upright before it fits it: %s', async (fit) => {
    // Left half 0, right half 200; orientation 6 is turned by 90 degrees clockwise, so that left is up.
    const rows = range(8).map(() => [0, 0, 0, 0, 200, 200, 200, 200]);
    const lying = await sharp(await image(rows))
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const reds = await redsOf(lying, visionOf(8, { fit, shortestEdge: 8 }));
    expect(reds).toEqual(range(8).map((y) => new Array(8).fill(y < 4 ? 0 : 200)));
  });
});
