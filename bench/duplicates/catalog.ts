/**
 * Makes catalogs in which it is known what is listed twice: real products, changed copies of their images, other
 * colours and other images.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import { requireData } from '../support/data.ts';
import { changes, levels, makeCopy, otherColour } from './copies.ts';

export type Split = 'fit' | 'test';

interface Base {
  readonly id: string;
  /** '' where the catalog has none. */
  readonly title: string;
  readonly colour: string;
  readonly file: string;
}

/**
 * Which products are the same, told by the part of the sku before the first `~`; the rest says how a listing was made.
 */
export interface Origin {
  readonly product: string;
  /** 'base', a kind of `changes`, 'reshot' or 'other colour'. */
  readonly kind: string;
  readonly level: number;
}

export function originOf(sku: string): Origin {
  const [product = '', kind = 'base', level = '0'] = sku.split('~');
  return kind === 'other colour'
    ? { product: `${product} in another colour ${level}`, kind, level: 0 }
    : { product, kind, level: Number(level) };
}

const colours = ['Red', 'Blue', 'Green', 'Black', 'White', 'Pink', 'Brown', 'Grey', 'Purple', 'Yellow', 'Orange'];

/**
 * Writes `products.csv` and its images into `dir`; every base product belongs to one split and is never in the other.
 */
export async function makeCatalog(dir: string, split: Split, seed = 7): Promise<string> {
  const random = seededRandom(seed + (split === 'fit' ? 0 : 2000));
  mkdirSync(path.join(dir, 'images'), { recursive: true });
  const rows: string[][] = [['sku', 'title', 'colour', 'image']];
  const add = (sku: string, title: string, colour: string, bytes: Buffer): void => {
    const file = `images/${rows.length}.jpg`;
    writeFileSync(path.join(dir, file), bytes);
    rows.push([sku, title === '' ? sku.replaceAll('~', ' ') : title, colour, file]);
  };
  const kinds = Object.keys(changes);
  const plans = kinds.flatMap((kind) => Array.from({ length: levels }, (_, level) => ({ kind, level })));
  let next = 0;
  for (const base of [...fashion(split), ...clothing(split), ...groceries(split)]) {
    add(base.id, base.title, base.colour, await asJpeg(base.file));
    for (let copies = random() < 0.35 ? 2 : 1; copies > 0; copies--) {
      const { kind, level } = plans[next++ % plans.length] as (typeof plans)[number];
      const title = retitled(base.title, random);
      const bytes = await makeCopy(base.file, kind, level, random);
      add(`${base.id}~${kind}~${level}~${copies}`, title, random() < 0.5 ? base.colour : '', bytes);
    }
    const recoloured = random() < 0.25 ? await otherColour(base.file, random) : undefined;
    if (recoloured !== undefined) {
      const title = random() < 0.5 ? base.title : inAnotherColour(base.title, random);
      add(`${base.id}~other colour~1`, title, '', recoloured);
    }
  }
  for (const { id, title, file } of shopImages(split)) add(id, title, '', await asJpeg(file));
  const csv = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  const table = path.join(dir, 'products.csv');
  writeFileSync(table, csv);
  return table;
}

/** The title with its colour changed; as it is where it names none. */
function inAnotherColour(title: string, random: () => number): string {
  const colour = colours.filter((name) => !title.includes(name))[Math.floor(random() * 8)] as string;
  return title.replace(new RegExp(colours.join('|')), colour);
}

/** How another seller of the same thing might write it; '' for one who wrote nothing. */
function retitled(title: string, random: () => number): string {
  const words = title.split(' ');
  const dice = random();
  if (title === '' || dice < 0.25) return '';
  if (dice < 0.55) return title;
  if (dice < 0.8) return words.filter((_, i) => i === 0 || random() < 0.75).join(' ');
  return [...words.slice(1), words[0]].join(' ').toLowerCase();
}

function asJpeg(file: string): Promise<Buffer> {
  return /\.jpe?g$/i.test(file)
    ? Promise.resolve(readFileSync(file))
    : sharp(file).flatten({ background: 'white' }).jpeg({ quality: 92 }).toBuffer();
}

/** Every second product by a hash of its id, so that both splits are alike. */
function inSplit(id: string, split: Split): boolean {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return hash % 2 === (split === 'fit' ? 0 : 1);
}

function table(name: string): Record<string, string>[] {
  const file = requireData(name);
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
      cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? '', cell])));
}

function fashion(split: Split): Base[] {
  return table('fashion-2k/products.csv')
    .filter(({ sku = '' }) => inSplit(`fashion ${sku}`, split))
    .map(({ sku = '', title = '', colour = '', image = '' }) => ({
      id: `f${sku}`,
      title,
      colour,
      file: requireData(`fashion-2k/${image}`),
    }));
}

function clothing(split: Split): Base[] {
  return table('photos/clothing.csv')
    .filter(({ sku = '' }) => inSplit(`clothing ${sku}`, split))
    .map(({ sku = '', image = '' }) => ({
      id: `c${sku}`,
      title: '',
      colour: '',
      file: requireData(`photos/${image}`),
    }));
}

function groceries(split: Split): Base[] {
  return table('photos/grocery-iconic.csv')
    .filter(({ sku = '' }) => inSplit(`grocery ${sku}`, split))
    .map(({ sku = '', name = '', image = '' }) => ({
      id: `g${sku}`,
      title: name.replaceAll('-', ' '),
      colour: '',
      file: requireData(`photos/${image}`),
    }));
}

/** Other images of the groceries, taken in a shop, under the same name. */
function shopImages(split: Split): { id: string; title: string; file: string }[] {
  const taken = new Map<string, number>();
  return table('photos/grocery.csv').flatMap(({ sku = '', name = '', image = '' }) => {
    const number = (taken.get(name) ?? 0) + 1;
    if (!inSplit(`grocery ${name}`, split) || number > 2) return [];
    taken.set(name, number);
    return [{ id: `g${name}~reshot~0~${sku}`, title: name.replaceAll('-', ' '), file: requireData(`photos/${image}`) }];
  });
}
