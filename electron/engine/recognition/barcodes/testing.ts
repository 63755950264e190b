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
  /** Draws the digits as they are, whatever their check digit: 13 of them. */
  readonly unchecked?: boolean;
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
  const drawn = photo.unchecked === true ? Buffer.from(drawnEan(text)) : await written(text, format);
  const plain = sharp(drawn).flatten({ background: 'white' });
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

async function written(text: string, format: NonNullable<LabelledPhoto['format']>): Promise<Buffer> {
  const { image, error } = await writeBarcode(text, { format, scale: 4, addQuietZones: true });
  if (image === null) throw new Error(error);
  return Buffer.from(await image.arrayBuffer());
}

/** The bars of the digits 0 to 9 in the left half of an EAN-13, and which of them are mirrored after each first digit. */
const left = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
const parities = 'LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL'.split(' ');

/** SVG, 4 pixels a module (ISO/IEC 15420). */
function drawnEan(digits: string): string {
  const [first = 0, ...rest] = [...digits].map(Number);
  const right = (digit: number): string => (left[digit] ?? '').replaceAll(/[01]/g, (bit) => (bit === '1' ? '0' : '1'));
  const even = (digit: number): string => [...right(digit)].reverse().join('');
  const before = rest.slice(0, 6).map((digit, at) => (parities[first]?.[at] === 'L' ? left[digit] : even(digit)));
  const quiet = '0'.repeat(12);
  const bits = `${quiet}101${before.join('')}01010${rest.slice(6).map(right).join('')}101${quiet}`;
  const bars = [...bits].map((bit, at) => (bit === '1' ? `<rect x="${at * 4}" y="10" width="4" height="180"/>` : ''));
  const width = bits.length * 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="200"><rect width="${width}" height="200" fill="white"/>${bars.join('')}</svg>`;
}
