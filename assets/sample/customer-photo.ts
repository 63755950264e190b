/**
 * A photo that a customer could send of a product of the sample catalog: from elsewhere, a little blurred, in other light. The tour asks
 * for its product. `node assets/sample/customer-photo.ts FILE` writes it.
 */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { renderImage } from './generate.ts';
import { planSample } from './plan.ts';

export const photographedSku = 'BP-1025';

/** A WebP of 480 pixels. */
export async function customerPhoto(): Promise<Buffer> {
  const [image] = planSample().products.find(({ sku }) => sku === photographedSku)?.images ?? [];
  if (image === undefined) throw new RangeError(`The sample catalog has no ${photographedSku}.`);
  const tint = '#e6cf9a';
  const shot = { ...image.shot, backdrop: 'set', tint, mirrored: !image.shot.mirrored, scale: 0.8 } as const;
  const whole = await renderImage({ ...image, file: 'customer.jpg', shot, alteration: null, ruin: null });
  const tilted = [
    [1, 0.18],
    [0.02, 0.8],
  ] as [[number, number], [number, number]];
  return sharp(whole)
    .affine(tilted, { background: tint })
    .modulate({ brightness: 0.85, saturation: 0.8 })
    .blur(1.2)
    .resize(480)
    .webp({ quality: 60 })
    .toBuffer();
}

if (import.meta.main) await writeFile(process.argv[2] ?? 'customer.webp', await customerPhoto());
