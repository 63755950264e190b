/**
 * How well text on photos is read, by what is hard about it, and how fast: `npm run bench:reading`. Texts are rendered on
 * photos of LOOKALIKE_DATA; packs of groceries are asked for the brands that are printed on them. Prints JSON.
 * `--small N` and `--large N` say at which longest sides [px] text is looked for and read.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { distance } from 'fastest-levenshtein';
import { TensorFiles } from '../electron/engine/encoders/index.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { type PhotoText, photoWithText } from '../electron/engine/recognition/text/testing.ts';
import { TextReader, textSizes } from '../electron/engine/recognition/text/text-reader.ts';
import { requireData } from './support/data.ts';

const { values } = parseArgs({
  options: { small: { type: 'string' }, large: { type: 'string' }, each: { type: 'string' } },
});
const sizes = {
  small: Number(values.small ?? textSizes.small),
  large: Number(values.large ?? textSizes.large),
};
const each = Number(values.each ?? 24);
const random = seededRandom(11);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const fonts = ['DejaVu Sans', 'DejaVu Serif', 'Liberation Sans Narrow', 'Liberation Serif', 'DejaVu Sans Mono'];
const english = [
  'Stainless steel kettle 1.7 L',
  '100% organic cotton',
  'Keep out of reach of children',
  'Made in Portugal',
  'Net weight 500 g',
  'Dishwasher safe',
  'Hand wash only',
  'Extra virgin olive oil',
];
const chinese = [
  '不锈钢保温杯',
  '百分之百纯棉',
  '有机绿茶',
  '请存放于阴凉干燥处',
  '净含量五百克',
  '无线蓝牙耳机',
  '儿童安全座椅',
];
const conditions: Readonly<Record<string, () => PhotoText>> = {
  'English, on a label': () => ({ ...line(pick(english)), label: '#f7f4ec' }),
  'English, straight on the photo': () => ({ ...line(pick(english)), ...contrast() }),
  'Chinese, on a label': () => ({ ...line(pick(chinese), 'Noto Sans SC'), label: '#f7f4ec' }),
  'Chinese, straight on the photo': () => ({ ...line(pick(chinese), 'Noto Sans SC'), ...contrast() }),
  'model numbers': () => ({ ...line(modelNumber()), label: '#f7f4ec' }),
  'small, 16 of 1,000 pixels': () => ({ ...line(pick(english)), size: 16, label: '#f7f4ec' }),
  'blurred, sigma 2': () => ({ ...line(pick(english)), label: '#f7f4ec', blurred: 2 }),
  'turned by up to 45 degrees': () => ({ ...line(pick(english)), label: '#f7f4ec', turned: random() * 90 - 45 }),
  'turned by 90 degrees': () => ({ ...line(pick(english)), label: '#f7f4ec', turned: pick([90, 270]) }),
  'upside down': () => ({ ...line(pick(english)), label: '#f7f4ec', turned: 180 }),
  'bent over 40 degrees': () => ({ ...line(pick(english)), label: '#f7f4ec', bent: 40 }),
  'bent over 80 degrees': () => ({ ...line(pick(english)), label: '#f7f4ec', bent: 80 }),
};

const grocery = requireData('photos/grocery.csv');
const data = path.dirname(path.dirname(grocery));
const photos = images('photos-luma-multiview').slice(0, 200);
const threads = 1;
const files = new TensorFiles({ threads });
const reader = new TextReader(files);
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-reading-'));
try {
  const read: Record<string, object> = {};
  for (const [name, condition] of Object.entries(conditions)) read[name] = await readAll(condition);
  const plain = await time(photos.slice(0, 40));
  console.log(JSON.stringify({ sizes, threads, read, groceries: await readPacks(), shopPhotos: plain }, null, 2));
} finally {
  await files.close();
  rmSync(dir, { recursive: true });
}

async function readAll(condition: () => PhotoText) {
  const counts = { characters: 0, wrong: 0, whole: 0, ms: 0 };
  for (let i = 0; i < each; i++) {
    const photo = condition();
    const file = path.join(dir, 'photo.jpg');
    writeFileSync(file, await photoWithText({ photo: pick(photos), ...photo }));
    const from = performance.now();
    const lines = await reader.read(file, { sizes });
    counts.ms += (performance.now() - from) / each;
    const wanted = bare(photo.text);
    // A bent line may be found in parts.
    const said = [...lines.map(({ text }) => bare(text)), bare(lines.map(({ text }) => text).join(''))];
    const nearest = Math.min(wanted.length, ...said.map((text) => distance(text, wanted)));
    counts.characters += wanted.length;
    counts.wrong += nearest;
    if (said.includes(wanted)) counts.whole++;
  }
  return {
    characterAccuracy: round(1 - counts.wrong / counts.characters),
    whole: round(counts.whole / each),
    of: each,
    ms: Math.round(counts.ms),
  };
}

/** Photos that people took of packs: whether the brand is read that stands on them, for the most part, in large letters. */
async function readPacks() {
  const rows = parse(readFileSync(grocery, 'utf8'), { columns: true }) as Record<string, string>[];
  const brands = ['Alpro', 'Arla', 'Bravo', 'Garant', 'God Morgon', 'Oatly', 'Valio', 'Tropicana', 'Yoggi', 'Oatghurt'];
  const packs = rows.flatMap(({ name = '', image = '' }) => {
    const brand = brands.find((one) => name.startsWith(one.replace(' ', '-')));
    return brand === undefined ? [] : [{ brand, file: path.join(data, 'photos', image) }];
  });
  let [right, lines] = [0, 0];
  const from = performance.now();
  for (const { brand, file } of packs) {
    const read = await reader.read(file, { sizes });
    lines += read.length;
    const all = bare(read.map(({ text }) => text).join('')).toLowerCase();
    if (all.includes(bare(brand).toLowerCase())) right++;
  }
  return {
    packs: packs.length,
    brandRead: round(right / packs.length),
    linesEach: round(lines / packs.length),
    msEach: Math.round((performance.now() - from) / packs.length),
  };
}

/** Studio photos of clothes hold hardly any text: what looking for it takes, and what is read where there is none. */
async function time(list: readonly string[]) {
  const said: string[] = [];
  const from = performance.now();
  for (const file of list) for (const { text } of await reader.read(file, { sizes })) said.push(text);
  const seconds = (performance.now() - from) / 1000;
  return { photos: list.length, lines: said, imagesPerSecond: round(list.length / seconds) };
}

function line(text: string, font = pick(fonts)): PhotoText {
  return { text, font, size: 26 + Math.floor(random() * 14) };
}

function contrast(): Pick<PhotoText, 'colour'> {
  return { colour: pick(['#101014', '#b00020', '#0a3d91']) };
}

function modelNumber(): string {
  const letters = (n: number) => Array.from({ length: n }, () => pick([...'ABCDEFGHKLMNPRSTUVWXZ'])).join('');
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('');
  return pick([
    () => `${letters(2)}-${digits(4)}${letters(2)}`,
    () => `${letters(3)} ${digits(3)}-${digits(2)}`,
    () => `${letters(1)}${digits(2)}${letters(1)}${digits(3)}`,
  ])();
}

/** Spaces are where a printer put them. */
function bare(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '');
}

function images(folder: string): string[] {
  return readdirSync(path.join(data, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:jpe?g|png)$/i.test(name))
    .sort()
    .map((name) => path.join(data, folder, name));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
