/**
 * How many barcodes are read on photos, by what is wrong with them, and how many are read where there are none:
 * `npm run bench:barcodes`. Codes of drawn numbers lie on drawn photos; photos without codes are those of
 * LOOKALIKE_DATA. Prints JSON.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { Barcodes } from '../electron/engine/recognition/barcodes/barcodes.ts';
import { type LabelledPhoto, photoWithBarcode } from '../electron/engine/recognition/barcodes/testing.ts';
import { requireData } from './support/data.ts';

const each = 40;
const without = 120;
const conditions: Readonly<Record<string, (random: () => number) => Partial<LabelledPhoto>>> = {
  'as they are': () => ({}),
  'turned by any angle': (random) => ({ turned: Math.round(random() * 360) }),
  'blurred, sigma 1': (random) => ({ blurred: 1, turned: Math.round(random() * 20 - 10) }),
  'blurred, sigma 2': (random) => ({ blurred: 2, turned: Math.round(random() * 20 - 10) }),
  'small, 170 of 1,000 pixels wide': (random) => ({ width: 170, turned: Math.round(random() * 10 - 5) }),
  'small, 130 of 1,000 pixels wide': (random) => ({ width: 130, turned: Math.round(random() * 10 - 5) }),
  'half covered from above': (random) => ({ covered: 0.5, turned: Math.round(random() * 20 - 10) }),
  'QR codes, turned by any angle': (random) => ({ format: 'QRCode', turned: Math.round(random() * 360) }),
};

const random = seededRandom(7);
const barcodes = new Barcodes();
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-barcodes-'));
try {
  const read: Record<string, { read: number; wrong: number; of: number; ms: number }> = {};
  for (const [name, condition] of Object.entries(conditions)) {
    const counts = { read: 0, wrong: 0, of: each, ms: 0 };
    for (let i = 0; i < each; i++) {
      const text = ean();
      const file = path.join(dir, 'photo.jpg');
      writeFileSync(file, await photoWithBarcode({ text, ...condition(random) }));
      const from = performance.now();
      const found = await barcodes.read(file);
      counts.ms += (performance.now() - from) / each;
      if (found.some((code) => code.text === text)) counts.read++;
      counts.wrong += found.filter((code) => code.text !== text).length;
    }
    read[name] = { ...counts, ms: Math.round(counts.ms) };
  }
  console.log(JSON.stringify({ read, withoutCodes: await readWithout() }, null, 2));
} finally {
  await barcodes.close();
  rmSync(dir, { recursive: true });
}

/** Photos of products by shops and by people, none of which shows a code that can be read by eye. */
async function readWithout(): Promise<{ photos: number; found: string[]; ms: number }> {
  const data = path.dirname(path.dirname(requireData('photos/clothing.csv')));
  const files = ['photos/clothing', 'photos/grocery', 'photos-luma-multiview'].flatMap((folder) =>
    readdirSync(path.join(data, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:jpe?g|png)$/i.test(name))
      .slice(0, without)
      .map((name) => path.join(data, folder, name)),
  );
  const found: string[] = [];
  const from = performance.now();
  for (const file of files)
    for (const { text } of await barcodes.read(file)) found.push(`${path.basename(file)}: ${text}`);
  return { photos: files.length, found, ms: Math.round((performance.now() - from) / files.length) };
}

function ean(): string {
  const digits = Array.from({ length: 12 }, (_, i) => (i === 0 ? 4 : Math.floor(random() * 10)));
  const sum = digits.reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0);
  return [...digits, (10 - (sum % 10)) % 10].join('');
}
