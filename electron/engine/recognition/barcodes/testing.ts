/** Photos with barcodes for tests: a drawn product, and on it a label with the code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { drawing } from '../../images/image-samples.ts';

const program = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(program).buffer } });

export interface LabelledPhoto {
  readonly text: string;
  readonly format?: 'EAN13' | 'EAN8' | 'UPCA' | 'UPCE' | 'Code128' | 'QRCode' | 'DataMatrix' | 'ITF14';
  /** Of the label [px]; the photo is 1000 x 1000. */
  readonly width?: number;
  /** [degrees] */
  readonly turned?: number;
  /** Sigma of a Gaussian [px]. */
  readonly blurred?: number;
  /** Share of the label's height that something lies over, from above. */
  readonly covered?: number;
}

/** A JPEG. */
export async function photoWithBarcode(photo: LabelledPhoto): Promise<Buffer> {
  const { text, format = 'EAN13', width = 300, turned = 0, blurred = 0, covered = 0 } = photo;
  const { image, error } = await writeBarcode(text, { format, scale: 4, addQuietZones: true });
  if (image === null) throw new Error(error);
  const plain = sharp(Buffer.from(await image.arrayBuffer())).flatten({ background: 'white' });
  const { data: label, info } = await plain.resize({ width }).png().toBuffer({ resolveWithObject: true });
  const hand = { width: info.width, height: Math.max(1, Math.round(info.height * covered)), channels: 3 as const };
  const partly = covered === 0 ? [] : [{ input: { create: { ...hand, background: '#8a6a55' } }, left: 0, top: 0 }];
  const lying = await sharp(await sharp(label).composite(partly).png().toBuffer())
    .rotate(turned, { background: '#00000000' })
    .png()
    .toBuffer();
  const whole = await drawing(1000, 1000)
    .composite([{ input: lying, gravity: 'centre' }])
    .png()
    .toBuffer();
  return (blurred === 0 ? sharp(whole) : sharp(whole).blur(blurred)).jpeg({ quality: 85 }).toBuffer();
}
