/**
 * The photos that describing is measured on, each with what people said it shows. `accepts`: for each label the tags of
 * the starter vocabulary that name it, the first being the one that the simulated person would choose; all of them count
 * as right, since the sets call "Pants" what we offer as trousers, jeans, leggings and track pants.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { requireData } from '../support/data.ts';

export interface DescribedSet {
  readonly name: string;
  readonly group: 'type' | 'colour';
  readonly folder: string;
  /** By file name. */
  readonly labels: ReadonlyMap<string, string>;
  readonly accepts: Readonly<Record<string, readonly string[]>>;
}

type Row = Record<string, string>;

const shoes = ['Shoes', 'Trainers', 'Boots', 'Sandals', 'Flip-flops', 'Heels'];
const trousers = ['Trousers', 'Jeans', 'Leggings', 'Track pants'];
const outerwear = ['Jacket', 'Coat', 'Waistcoat'];
const longSleeves = ['Long-sleeved top', 'Sweater', 'Sweatshirt', 'Cardigan'];

const of17 = {
  Blazer: ['Blazer'],
  Blouse: ['Blouse'],
  Body: ['Bodysuit'],
  Dress: ['Dress'],
  Hat: ['Hat', 'Cap'],
  Hoodie: ['Hoodie'],
  Longsleeve: longSleeves,
  Outwear: outerwear,
  Pants: trousers,
  Polo: ['Polo shirt'],
  Shirt: ['Shirt'],
  Shoes: shoes,
  Shorts: ['Shorts'],
  Skirt: ['Skirt'],
  'T-Shirt': ['T-shirt'],
  Top: ['Top'],
  Undershirt: ['Tank top'],
};

const of10 = {
  dress: ['Dress'],
  hat: ['Hat', 'Cap'],
  longsleeve: longSleeves,
  outwear: [...outerwear, 'Blazer'],
  pants: trousers,
  shirt: ['Shirt', 'Blouse'],
  shoes,
  shorts: ['Shorts'],
  skirt: ['Skirt'],
  't-shirt': ['T-shirt'],
};

/** The last part of a category of the shop. */
const ofShop = {
  'Hoodies & Sweatshirts': ['Hoodie', 'Sweatshirt'],
  'Bras & Tanks': ['Tank top', 'Bra'],
  Tanks: ['Tank top'],
  Tees: ['T-shirt'],
  Jackets: outerwear,
  Pants: trousers,
  Shorts: ['Shorts'],
  Bags: ['Handbag', 'Backpack', 'Duffle bag'],
  Watches: ['Watch'],
};

const colours = {
  black: ['Black'],
  blue: ['Blue', 'Navy blue'],
  brown: ['Brown'],
  gray: ['Grey'],
  green: ['Green'],
  lavender: ['Purple'],
  orange: ['Orange'],
  purple: ['Purple'],
  red: ['Red'],
  white: ['White'],
  yellow: ['Yellow'],
};

export function describedSets(): DescribedSet[] {
  const clothing = rowsOf('photos/clothing.csv');
  const people = rowsOf('photos-clothing-user/images.csv');
  const luma = rowsOf('photos-luma-multiview/images.csv');
  const shop = shopCategories();
  const folderOf = (file: string): string => path.dirname(requireData(file));
  const lumaFolder = path.join(folderOf('photos-luma-multiview/images.csv'), 'images');
  return [
    {
      name: 'clothing',
      group: 'type',
      folder: path.join(folderOf('photos/clothing.csv'), 'clothing'),
      labels: new Map(clothing.map(({ image = '', type = '' }) => [path.basename(image), type])),
      accepts: of17,
    },
    {
      name: 'clothing-user',
      group: 'type',
      folder: path.join(folderOf('photos-clothing-user/images.csv'), 'images'),
      labels: new Map(people.map((row) => [path.basename(row.file ?? ''), row.class ?? ''])),
      accepts: of10,
    },
    {
      name: 'luma',
      group: 'type',
      folder: lumaFolder,
      labels: labelled(
        luma.filter(({ view }) => view === 'main'),
        ({ style_sku = '' }) => shop.get(style_sku),
        ofShop,
      ),
      accepts: ofShop,
    },
    {
      name: 'luma',
      group: 'colour',
      folder: lumaFolder,
      labels: labelled(
        luma.filter(({ view }) => view === 'main'),
        ({ colour }) => colour,
        colours,
      ),
      accepts: colours,
    },
  ];
}

/** Photos whose label has a tag. */
function labelled(
  rows: readonly Row[],
  labelOf: (row: Row) => string | undefined,
  accepts: DescribedSet['accepts'],
): Map<string, string> {
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const label = labelOf(row);
      return label !== undefined && label in accepts ? [[path.basename(row.file ?? ''), label]] : [];
    }),
  );
}

/** By style. */
function shopCategories(): Map<string, string> {
  const last = (text: string, between: RegExp): string | undefined =>
    text
      .split(between)
      .map((part) => part.split('/').at(-1) ?? '')
      .find((part) => part in ofShop);
  const categories = new Map<string, string>();
  for (const { sku = '', categories: all = '' } of rowsOf('photos-luma-multiview/products.csv')) {
    const category = last(all, /,/);
    if (category !== undefined) categories.set(sku, category);
  }
  for (const { sku = '', category: all = '' } of rowsOf('photos-luma-multiview/gear_products.csv')) {
    const category = last(all, /\|/);
    if (category !== undefined) categories.set(sku, category);
  }
  return categories;
}

function rowsOf(file: string): Row[] {
  return parse(readFileSync(requireData(file)), { columns: true, relax_quotes: true }) as Row[];
}
