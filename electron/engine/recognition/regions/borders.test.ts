import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../images/image-samples.ts';
import { barSide, withoutBars } from './borders.ts';
import type { SmallImage } from './colours.ts';

async function small(image: Buffer): Promise<SmallImage> {
  const { data, info } = await sharp(image)
    .resize(barSide, barSide, { fit: 'inside' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const framed = async (bars: { top?: number; bottom?: number; left?: number; right?: number }, background: string) =>
  drawing(600, 400)
    .extend({ ...bars, background })
    .jpeg()
    .toBuffer();

describe('bars around a photo', () => {
  it.each([
    ['above and below', { top: 120, bottom: 120 }, '#000', { x: 0, y: 0.1875, width: 1, height: 0.625 }],
    ['on the sides', { left: 200, right: 200 }, '#000', { x: 0.2, y: 0, width: 0.6, height: 1 }],
  ])('are cut off: %s', async (_, bars, colour, right) => {
    const content = withoutBars(await small(await framed(bars, colour)));
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs((content?.[side] ?? -1) - right[side]), side).toBeLessThan(0.02);
  });

  it('are cut off with what is written on them, as a browser has it', async () => {
    const bar =
      '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="90"><rect x="150" y="30" width="120" height="30" fill="#445"/></svg>';
    const page = sharp(await framed({ top: 90 }, '#202226')).composite([{ input: Buffer.from(bar), left: 0, top: 0 }]);
    const content = withoutBars(await small(await page.png().toBuffer()));
    expect(Math.abs((content?.y ?? 0) - 90 / 490)).toBeLessThan(0.02);
    expect(content?.height).toBeCloseTo(400 / 490, 1);
  });

  it.each([
    ['a photo without any', () => drawing(600, 400)],
    [
      'a product on white',
      () =>
        sharp({ create: { width: 600, height: 600, channels: 3, background: '#fff' } }).composite([
          { input: { create: { width: 420, height: 300, channels: 3, background: '#934' } } },
        ]),
    ],
    ['one colour', () => sharp({ create: { width: 600, height: 600, channels: 3, background: '#fff' } })],
  ])('are not seen on %s', async (_, image) => {
    expect(withoutBars(await small(await image().jpeg().toBuffer()))).toBeNull();
  });
});
