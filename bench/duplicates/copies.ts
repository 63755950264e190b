/**
 * What happens to product images on their way through shops, phones and messengers: fourteen kinds, each at three
 * strengths.
 */
import sharp, { type Sharp } from 'sharp';
import type { seededRandom } from '../../electron/engine/numbers/random.ts';

type Random = ReturnType<typeof seededRandom>;

interface Image {
  readonly buffer: Buffer;
  readonly width: number;
  readonly height: number;
}

type Change = (image: Image, level: number, random: Random) => Sharp | Promise<Sharp>;

const pick = <T>(values: readonly T[], level: number): T => values[level] as T;
const whole = (value: number): number => Math.max(1, Math.round(value));

export const changes: Readonly<Record<string, Change>> = {
  reencoded: ({ buffer }, level) => sharp(buffer).jpeg({ quality: pick([60, 30, 12], level) }),
  webp: ({ buffer }, level) => sharp(buffer).webp({ quality: pick([70, 35, 10], level) }),
  resized: ({ buffer, width }, level) => sharp(buffer).resize(whole(width * pick([0.7, 0.45, 2], level))),
  cropped: ({ buffer, width, height }, level, random) => {
    const share = pick([0.94, 0.87, 0.78], level);
    const [w, h] = [whole(width * share), whole(height * share)];
    const left = Math.floor(random() * (width - w + 1));
    const top = Math.floor(random() * (height - h + 1));
    return sharp(buffer).extract({ left, top, width: w, height: h });
  },
  bordered: ({ buffer, width }, level, random) => {
    const side = whole(width * pick([0.05, 0.12, 0.25], level));
    const background = ['white', 'black', '#c9b79c', '#3355aa'][Math.floor(random() * 4)] as string;
    return sharp(buffer).extend({ top: side, bottom: side, left: side, right: side, background });
  },
  squared: ({ buffer, width, height }, level) => {
    const side = whole(Math.max(width, height) * pick([1, 1.15, 1.35], level));
    return sharp(buffer).resize(side, side, { fit: 'contain', background: 'white', withoutEnlargement: true });
  },
  watermarked: (image, level, random) =>
    over(
      image,
      Array.from(
        { length: pick([1, 4, 9], level) },
        (_, i) =>
          `<text x="${10 + ((i * 37 + random() * 20) % 60)}" y="${20 + ((i * 29 + random() * 20) % 75)}" font-size="${pick([9, 11, 12], level)}"
            transform="rotate(-25 50 50)" fill="#fff" stroke="#444" stroke-width="0.3" opacity="${pick([0.5, 0.6, 0.75], level)}">SHOP.EXAMPLE</text>`,
      ).join(''),
    ),
  'text over': (image, level) =>
    over(
      image,
      pick(
        [
          '<rect x="62" y="4" width="34" height="13" fill="#d22"/><text x="65" y="14" font-size="9" fill="#fff">-20%</text>',
          '<rect x="0" y="82" width="100" height="18" fill="#ffd400"/><text x="6" y="95" font-size="11" fill="#000">Free delivery</text>',
          '<rect x="0" y="0" width="100" height="16" fill="#111"/><text x="5" y="12" font-size="11" fill="#fff">NEW SEASON</text><circle cx="80" cy="80" r="17" fill="#e30"/><text x="68" y="84" font-size="12" fill="#fff">SALE</text>',
        ],
        level,
      ),
    ),
  brightness: ({ buffer }, level, random) => {
    const by = pick([0.12, 0.25, 0.4], level);
    return sharp(buffer).modulate({ brightness: random() < 0.5 ? 1 + by : 1 - by });
  },
  contrast: ({ buffer }, level, random) => {
    const gain = random() < 0.5 ? pick([1.2, 1.4, 1.7], level) : pick([0.85, 0.7, 0.55], level);
    return sharp(buffer).linear(gain, 128 * (1 - gain));
  },
  tinted: ({ buffer }, level, random) => {
    const by = pick([0.05, 0.1, 0.16], level) * (random() < 0.5 ? 1 : -1);
    return sharp(buffer).linear([1 + by, 1, 1 - by], [0, 0, 0]);
  },
  mirrored: async ({ buffer }, level, random) => {
    const flipped = await sharp(buffer).flop().png().toBuffer();
    if (level === 0) return sharp(flipped);
    const image = await imageOf(flipped);
    return level === 1 ? sharp(flipped).jpeg({ quality: 35 }) : (changes.cropped as Change)(image, 0, random);
  },
  screenshot: async ({ buffer, width, height }, level, random) => {
    const w = whole(width * pick([1.1, 1.25, 1.35], level));
    const h = whole(height * pick([1.25, 1.5, 1.8], level));
    const left = whole((w - width) / 2);
    const top = whole((h - height) * (0.35 + 0.3 * random()));
    const dark = random() < 0.4;
    const [paper, ink] = dark ? ['#17181a', '#e8e8e8'] : ['#ffffff', '#222222'];
    const y = top + height;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="${paper}"/>
      <rect width="${w}" height="${whole(top * 0.4)}" fill="#3b6ea5"/><rect x="${w * 0.06}" y="${y + h * 0.03}" width="${w * 0.7}" height="${h * 0.03}" fill="${ink}"/>
      <rect x="${w * 0.06}" y="${y + h * 0.08}" width="${w * 0.4}" height="${h * 0.02}" fill="${ink}" opacity="0.6"/></svg>`;
    return sharp(
      await sharp(Buffer.from(svg))
        .composite([{ input: buffer, left, top }])
        .png()
        .toBuffer(),
    );
  },
  rotated: ({ buffer }, level, random) =>
    sharp(buffer).rotate(pick([1, 2.5, 4], level) * (random() < 0.5 ? 1 : -1), { background: 'white' }),
  blurred: ({ buffer, width }, level) => sharp(buffer).blur(Math.max(0.4, width * pick([0.005, 0.012, 0.022], level))),
};

export const levels = 3;

/** A copy as a JPEG file. */
export async function makeCopy(file: string | Buffer, kind: string, level: number, random: Random): Promise<Buffer> {
  const image = await imageOf(
    await sharp(file)
      .rotate()
      .flatten({ background: 'white' })
      .resize(900, 900, { fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer(),
  );
  const changed = await (changes[kind] as Change)(image, level, random);
  const bytes = await changed.toBuffer({ resolveWithObject: true });
  if (bytes.info.format === 'jpeg' || bytes.info.format === 'webp') return bytes.data;
  return sharp(bytes.data).flatten({ background: 'white' }).jpeg({ quality: 88 }).toBuffer();
}

/**
 * The same product in another colour: hues turned, what is grey stays grey; undefined where too little of it is
 * coloured.
 */
export async function otherColour(file: string | Buffer, random: Random): Promise<Buffer | undefined> {
  const hue = 60 + Math.floor(random() * 240);
  const small = sharp(file)
    .rotate()
    .flatten({ background: 'white' })
    .resize(900, 900, { fit: 'inside', withoutEnlargement: true });
  const before = await small.clone().raw().toBuffer();
  const turned = small.clone().modulate({ hue });
  const after = await turned.clone().raw().toBuffer();
  let difference = 0;
  for (let i = 0; i < before.length; i++) difference += Math.abs((before[i] ?? 0) - (after[i] ?? 0));
  return difference / before.length < 12 ? undefined : turned.jpeg({ quality: 90 }).toBuffer();
}

async function imageOf(buffer: Buffer): Promise<Image> {
  const { width, height } = await sharp(buffer).metadata();
  return { buffer, width, height };
}

function over({ buffer, width, height }: Image, content: string): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none">${content}</svg>`;
  return sharp(buffer).composite([{ input: Buffer.from(svg) }]);
}
