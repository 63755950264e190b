/** Images with text for tests and benches: rendered on a drawn product, or on a photo. */
import { execFileSync } from 'node:child_process';
import sharp from 'sharp';
import { drawing } from '../../images/image-samples.ts';

export interface PhotoText {
  readonly text: string;
  /** Of the image [px], which is 1000 wide; as high as wide where it is left out. */
  readonly height?: number;
  /** Of the letters [px]. */
  readonly size?: number;
  readonly font?: string;
  /** [degrees] */
  readonly turned?: number;
  /** The angle [degrees] over which the line bends, as on a can. */
  readonly bent?: number;
  readonly colour?: string;
  /** A label under the text; none where it is left out. */
  readonly label?: string;
  /** Sigma of a Gaussian [px]. */
  readonly blurred?: number;
  /** Lies under it. */
  readonly photo?: string | undefined;
}

const side = 1000;

/** A JPEG. */
export async function photoWithText(line: PhotoText): Promise<Buffer> {
  const { turned = 0, blurred = 0, photo, height = side } = line;
  const under =
    photo === undefined ? drawing(side, height) : sharp(photo).resize(side, height, { fit: 'cover' }).removeAlpha();
  const lying = await sharp(await level(line))
    .rotate(turned, { background: '#00000000' })
    .png()
    .toBuffer();
  const is = await sharp(lying).metadata();
  const fits = sharp(lying).resize(Math.min(is.width, side), Math.min(is.height, height), { fit: 'inside' });
  const whole = await under
    .composite([{ input: await fits.png().toBuffer(), gravity: 'centre' }])
    .png()
    .toBuffer();
  return (blurred === 0 ? sharp(whole) : sharp(whole).blur(blurred)).jpeg({ quality: 85 }).toBuffer();
}

async function level(line: PhotoText): Promise<Buffer> {
  const { text, size = 40, font = 'DejaVu Sans, Noto Sans SC', bent = 0, colour = '#1b1b1f', label } = line;
  const characters = [...text];
  const advance = /\p{Script=Han}/u.test(text) ? size * 1.05 : size * 0.66;
  const wide = characters.length * advance;
  const [width, height] = [wide + 2 * size, (bent === 0 ? 2 : 2 + (bent / 120) * characters.length * 0.4) * size];
  const style = `font-family="${font}" font-size="${size}" fill="${colour}" text-anchor="middle"`;
  const placed =
    bent === 0
      ? `<text x="${width / 2}" y="${1.35 * size}" ${style}>${escaped(text)}</text>`
      : onArc(characters, wide, bent, { middle: width / 2, top: 1.35 * size, style });
  const under = label === undefined ? '' : `<rect width="${width}" height="${height}" fill="${label}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${under}${placed}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function onArc(
  characters: readonly string[],
  wide: number,
  bent: number,
  { middle, top, style }: { readonly middle: number; readonly top: number; readonly style: string },
): string {
  const radius = wide / ((bent * Math.PI) / 180);
  return characters
    .map((character, at) => {
      const angle = ((at + 0.5) / characters.length - 0.5) * bent;
      const radians = (angle * Math.PI) / 180;
      const [x, y] = [middle + radius * Math.sin(radians), top + radius * (1 - Math.cos(radians))];
      return `<text x="${x}" y="${y}" transform="rotate(${angle} ${x} ${y})" ${style}>${escaped(character)}</text>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Whether this machine has letters for Chinese: Windows and macOS bring them, a bare Linux does not. */
export function drawsChinese(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return execFileSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}
