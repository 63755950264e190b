/**
 * Renders icon.svg to what the desktop packages want: `icon.png`, `<size>.png`, `icon.ico` (Windows) and `icon.icns` (macOS).
 * `node assets/icons/render.ts DIR`
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

/** Type codes of PNG entries in an icns file, by pixel size (Apple Icon Image format). */
const icnsTypes: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];

export type Pngs = ReadonlyMap<number, Buffer>;

export async function renderIcons(dir: string): Promise<string[]> {
  const svg = await readFile(path.join(import.meta.dirname, 'icon.svg'));
  await mkdir(dir, { recursive: true });
  const pngs = new Map<number, Buffer>();
  for (const size of sizes) {
    pngs.set(
      size,
      await sharp(svg, { density: (72 * size) / 512 })
        .resize(size, size)
        .png()
        .toBuffer(),
    );
  }
  const files = new Map<string, Buffer>([
    ['icon.png', png(pngs, 512)],
    ['icon.ico', toIco(pngs)],
    ['icon.icns', toIcns(pngs)],
    ...sizes.map((size) => [`${size}.png`, png(pngs, size)] as const),
  ]);
  for (const [name, bytes] of files) await writeFile(path.join(dir, name), bytes);
  return [...files.keys()];
}

function png(pngs: Pngs, size: number): Buffer {
  const bytes = pngs.get(size);
  if (bytes === undefined) throw new RangeError(`No icon of ${size} pixels was rendered.`);
  return bytes;
}

/** An ICO file with PNG entries, as Windows Vista and later read them. */
export function toIco(pngs: Pngs): Buffer {
  const header = Buffer.alloc(6 + 16 * icoSizes.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(icoSizes.length, 4);
  let offset = header.length;
  for (const [i, size] of icoSizes.entries()) {
    const entry = 6 + 16 * i;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png(pngs, size).length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png(pngs, size).length;
  }
  return Buffer.concat([header, ...icoSizes.map((size) => png(pngs, size))]);
}

export function toIcns(pngs: Pngs): Buffer {
  const entries = icnsTypes.map(([type, size]) => chunk(type, png(pngs, size)));
  return chunk('icns', Buffer.concat(entries));
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

if (import.meta.main) {
  const dir = process.argv[2];
  if (dir === undefined) {
    console.error('Usage: node assets/icons/render.ts DIR');
    process.exitCode = 2;
  } else {
    console.log((await renderIcons(dir)).join('\n'));
  }
}
