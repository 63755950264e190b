/** What is wrong in the sample catalog on purpose, so that every check has something to find; README.md lists it. */
import { kinds } from './kinds/index.ts';
import type { Alteration, PlannedImage, PlannedProduct } from './plan.ts';
import type { Random } from './random.ts';

export interface Flaws {
  /** Products listed a second time under another SKU. */
  readonly duplicates: readonly { readonly sku: string; readonly of: string; readonly how: Alteration }[];
  /** Cells of the table that contradict the image. */
  readonly wrongTags: readonly {
    readonly sku: string;
    readonly column: 'colour' | 'type' | 'category';
    readonly given: string;
    readonly right: string;
  }[];
  readonly missingImage: { readonly sku: string; readonly file: string };
  readonly damagedImage: { readonly sku: string; readonly file: string };
}

const alterations: readonly Alteration[] = [
  'same file',
  're-encoded',
  'resized',
  'cropped',
  'mirrored',
  'brighter',
  're-encoded',
  'cropped',
  'same file',
  'resized',
];

const suffixes = ['- New', '(2nd listing)', 'Sale', '- Restocked', 'Special'];

/** Takes out of `pool` a product that is still as planned, from a kind not taken from yet, so that the flaws are spread. */
function takeOne(
  pool: PlannedProduct[],
  used: Set<string>,
  suits: (product: PlannedProduct) => boolean = () => true,
): PlannedProduct {
  const index = pool.findIndex((product) => !used.has(product.type) && product.images.length === 1 && suits(product));
  const [product] = pool.splice(index, 1);
  if (index < 0 || product === undefined) throw new RangeError('The sample catalog has too few kinds of product.');
  used.add(product.type);
  return product;
}

/** Lists some products twice, the copy some way down the table. */
export function addDuplicates(products: PlannedProduct[], random: Random): Flaws['duplicates'] {
  const pool = products.slice(4);
  const used = new Set<string>();
  return alterations.map((how, i) => {
    const original = takeOne(pool, used, how === 'cropped' ? isKnownByPart : undefined);
    const sku = `${original.sku.slice(0, 2)}-${2001 + i * 7}`;
    products.splice(5 + random.below(products.length - 5), 0, {
      ...original,
      sku,
      title: `${original.title.replace(original.brand, '').trim()} ${suffixes[i % suffixes.length]}`,
      price: Math.round((original.price * random.between(0.9, 1.1) + 0.05) * 10) / 10 - 0.05,
      images: original.images.map((image) => copyOf(image, sku, how)),
    });
    return { sku, of: original.sku, how };
  });
}

function copyOf(image: PlannedImage, sku: string, how: Alteration): PlannedImage {
  const extension = how === 'same file' ? image.file.slice(image.file.lastIndexOf('.')) : '.jpg';
  return { ...image, file: `photos/second-listings/${sku}${extension}`, alteration: how };
}

/** Gives some products a colour, a type or a category that is not theirs; titles stay right. */
export function addWrongTags(products: readonly PlannedProduct[], random: Random): Flaws['wrongTags'] {
  const pool = random.shuffled(products.filter((product) => !/-2\d\d\d$/.test(product.sku) && isVivid(product)));
  const used = new Set<string>();
  const columns = ['colour', 'type', 'colour', 'category', 'colour', 'type', 'colour', 'type'] as const;
  return columns.map((column) => {
    const product = takeOne(pool, used);
    const right = product[column];
    const given = random.pick(wrongValues(product, column));
    product[column] = given;
    return { sku: product.sku, column, given, right };
  });
}

/** Of a small thing, or of something white on white, a crop leaves little to know it by. */
function isKnownByPart({ category, colour }: PlannedProduct): boolean {
  return category === 'Apparel' && colour !== 'White';
}

function isVivid(product: PlannedProduct): boolean {
  return ['Red', 'Blue', 'Green', 'Yellow', 'Pink', 'Black', 'Orange'].includes(product.colour);
}

function wrongValues(product: PlannedProduct, column: 'colour' | 'type' | 'category'): string[] {
  if (column === 'colour') return ['Red', 'Green', 'Yellow', 'Blue'].filter((name) => name !== product.colour);
  const others = kinds.filter((kind) => kind.category !== product.category);
  return others.map((kind) => kind[column]);
}

/** Spoils one image and loses another; each is the only photo of an extra product. */
export function addDamage(products: PlannedProduct[]): Pick<Flaws, 'missingImage' | 'damagedImage'> {
  const [first, second] = products.filter((product) => product.images.length === 1);
  if (first === undefined || second === undefined) throw new RangeError('The sample catalog is too small.');
  const missing = spoiled(first, 'missing', 41);
  const damaged = spoiled(second, 'truncated', 83);
  products.splice(60, 0, missing.product);
  products.splice(120, 0, damaged.product);
  return {
    missingImage: { sku: missing.product.sku, file: missing.file },
    damagedImage: { sku: damaged.product.sku, file: damaged.file },
  };
}

function spoiled(like: PlannedProduct, ruin: 'missing' | 'truncated', number: number) {
  const sku = `${like.sku.slice(0, 2)}-30${number}`;
  const file = `photos/incoming/${sku}.jpg`;
  const images = like.images.map((image) => ({ ...image, file, ruin }));
  return { file, product: { ...like, sku, title: `${like.title} XL`, images } };
}
