/** A small catalog with an earlier and a later state: a table whose images are drawn, one of them missing and one no image at all. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

export interface TortureCatalog {
  readonly table: string;
  /** A folder of images without a table. */
  readonly folder: string;
  /** An image that is in neither. */
  readonly photo: string;
  readonly skus: readonly string[];
  /** Writes the table as it was first, or as it became. */
  write(state: 'earlier' | 'later'): void;
}

export async function drawCatalog(dir: string, products: number): Promise<TortureCatalog> {
  const folder = path.join(dir, 'loose');
  for (const at of [path.join(dir, 'images'), folder]) mkdirSync(at, { recursive: true });
  const skus = Array.from({ length: products }, (_, n) => `P${1000 + n}`);
  for (const [n, sku] of skus.entries()) await drawImage(path.join(dir, 'images', `${sku}.jpg`), n);
  for (let n = 0; n < products / 4; n++) await drawImage(path.join(folder, `loose ${n}.png`), 500 + n);
  const photo = path.join(dir, 'photo.jpg');
  await drawImage(photo, 900);
  writeFileSync(path.join(dir, 'images', 'broken.jpg'), 'This is no image.');
  const row = (sku: string, n: number, later: boolean): string => {
    const image = n === 1 ? 'broken.jpg' : n === 2 ? 'missing.jpg' : `${sku}.jpg`;
    const colour = ['Red', 'Blue', 'Green'][(n + (later && n % 5 === 0 ? 1 : 0)) % 3];
    return `${sku},${later && n % 4 === 0 ? 'New ' : ''}Thing ${n % 7} number ${n},${colour},${n + 0.5},images/${image}`;
  };
  const text = (later: boolean): string => {
    const shown = skus.map((sku, n) => row(sku, n, later)).filter((_, n) => !(later && n % 6 === 5));
    return `${['sku,title,colour,price,image', ...shown].join('\n')}\n`;
  };
  const table = path.join(dir, 'products.csv');
  // Renamed into place: the engine may be reading the table again by itself.
  const write = (state: 'earlier' | 'later'): void => {
    writeFileSync(`${table}.new`, text(state === 'later'));
    renameSync(`${table}.new`, table);
  };
  return { table, folder, photo, skus, write };
}

async function drawImage(file: string, seed: number): Promise<void> {
  const side = (n: number): number => 8 + ((seed * n) % 40);
  const colour = (n: number) => ({ r: (seed * 67 * n) % 256, g: (seed * 131 * n) % 256, b: (seed * 29 * n) % 256 });
  const inner = { create: { width: side(3), height: side(5), channels: 3 as const, background: colour(7) } };
  // Large enough to get a thumbnail of its own.
  await sharp({ create: { width: 700, height: 64, channels: 3, background: colour(1) } })
    .composite([{ input: inner, left: seed % 16, top: seed % 12 }])
    .toFormat(path.extname(file) === '.png' ? 'png' : 'jpeg')
    .toFile(file);
}
