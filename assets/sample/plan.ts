/** Decides what the sample catalog holds, without drawing anything: products, their photos, and the flaws put in on purpose. */
import { type Colour, colours } from './colours.ts';
import type { Look } from './drawings/look.ts';
import { addDamage, addDuplicates, addWrongTags, type Flaws } from './flaws.ts';
import { type Kind, kinds, type LookSpec } from './kinds/index.ts';
import type { PatternName } from './patterns.ts';
import { type Random, seededRandom, seedFor } from './random.ts';
import type { Shot } from './scene.ts';

export type Alteration = 'same file' | 're-encoded' | 'resized' | 'cropped' | 'mirrored' | 'brighter';

export interface PlannedImage {
  /** Relative to the catalog folder, with forward slashes. */
  readonly file: string;
  readonly kind: Kind;
  readonly look: Look;
  readonly shot: Shot;
  /** How the image was made out of the one that this scene gives, null for that one itself. */
  readonly alteration: Alteration | null;
  readonly ruin: 'missing' | 'truncated' | null;
}

/** A row of the table: what the shop says of the product, right or wrong. */
export interface PlannedProduct {
  sku: string;
  title: string;
  description: string;
  brand: string;
  category: string;
  type: string;
  colour: string;
  material: string;
  audience: string;
  season: string;
  price: number;
  currency: string;
  images: PlannedImage[];
}

export interface SamplePlan {
  readonly products: readonly PlannedProduct[];
  readonly flaws: Flaws;
}

export const DEFAULT_SEED = 7;

const brands: { readonly [K in Kind['category']]: readonly string[] } = {
  Apparel: ['Northlane', 'Mira & Fen', 'Corvo', 'Halvik', 'Juno Field'],
  Footwear: ['Halvik', 'Striden', 'Corvo', 'Pavo'],
  Bags: ['Mira & Fen', 'Tessel', 'Northlane'],
  Accessories: ['Tessel', 'Corvo', 'Ondine'],
  Home: ['Oakhand', 'Bluebird', 'Kiln Street'],
};

/** Whom a brand makes for, where a kind is made for them. */
const wearers: Readonly<Record<string, string>> = {
  Northlane: 'Men',
  'Mira & Fen': 'Women',
  Corvo: 'Men',
  Halvik: 'Women',
  'Juno Field': 'Women',
  Striden: 'Men',
  Pavo: 'Kids',
  Tessel: 'Women',
  Ondine: 'Unisex',
};

const patternWords: { readonly [P in PatternName]: readonly [english: string, chinese: string] } = {
  plain: ['', ''],
  striped: ['Striped', '条纹'],
  checked: ['Checked', '格子'],
  dotted: ['Polka Dot', '波点'],
  floral: ['Floral', '碎花'],
  knit: ['Knitted', '针织'],
  denim: ['', ''],
  leather: ['', '真皮'],
};

const chineseAudience: Readonly<Record<string, string>> = {
  Women: '女士',
  Men: '男士',
  Kids: '儿童',
  Unisex: '',
  Home: '',
};

const backdropTints = ['#e8b7a4', '#a9c4d8', '#b9cfae', '#e6cf9a', '#cbb6d8', '#d9d4cc', '#9fb7b3'];

/** The plan for a seed; the same seed always gives the same plan. */
export function planSample(seed: number = DEFAULT_SEED): SamplePlan {
  const products: PlannedProduct[] = [];
  for (const kind of kinds) {
    for (const [index, spec] of kind.looks.entries()) products.push(planProduct(kind, spec, index, seed));
  }
  const random = seededRandom(seed);
  const order = random.shuffled(products);
  const flaws: Flaws = {
    duplicates: addDuplicates(order, random),
    wrongTags: addWrongTags(order, random),
    ...addDamage(order),
  };
  return { products: order, flaws };
}

function planProduct(
  kind: Kind,
  [colourKey, pattern, accentKey]: LookSpec,
  index: number,
  seed: number,
): PlannedProduct {
  const sku = `${kind.prefix}-${1001 + index * 3}`;
  const random = seededRandom(seedFor(seed, sku));
  const look: Look = { colour: colours[colourKey], accent: colours[accentKey], pattern, variant: index };
  const brand = random.pick(brands[kind.category]);
  const audience = random.pick(audiencesOf(kind, brand));
  const material =
    pattern === 'leather'
      ? 'Leather'
      : pattern === 'denim'
        ? 'Denim'
        : random.pick(kind.materials.filter((name) => name !== 'Denim' || kind.materials.length === 1));
  const title =
    random.next() < 0.05 ? chineseTitle(brand, kind, look, audience) : englishTitle(brand, kind, look, material);
  return {
    sku,
    title,
    description: descriptionOf(kind, look, material, audience),
    brand,
    category: kind.category,
    type: kind.type,
    colour: look.colour.name,
    material,
    audience,
    season: random.pick(kind.seasons ?? ['All year']),
    price: Math.round(random.between(...kind.price)) - 0.05,
    currency: 'EUR',
    images: planImages(sku, kind, look, random),
  };
}

/** Drawn by lot, some audiences would be as odd as the tags that are wrong on purpose. */
function audiencesOf(kind: Kind, brand: string): readonly string[] {
  const usual = wearers[brand];
  return usual !== undefined && kind.audiences.includes(usual) ? [usual] : kind.audiences.slice(0, 1);
}

function englishTitle(brand: string, kind: Kind, look: Look, material: string): string {
  const cut = kind.cuts[look.variant % kind.cuts.length] ?? '';
  const words = [brand, cut, patternWords[look.pattern][0], material, kind.type].filter((word) => word !== '');
  return `${words.filter((word, i) => word !== words[i - 1]).join(' ')} ${look.colour.name}`;
}

function chineseTitle(brand: string, kind: Kind, look: Look, audience: string): string {
  return `${brand} ${chineseAudience[audience] ?? ''}${look.colour.chinese}${patternWords[look.pattern][1]}${kind.chinese}`;
}

function descriptionOf(kind: Kind, look: Look, material: string, audience: string): string {
  const noun = kind.type === 'T-shirt' ? kind.type : kind.type.toLowerCase();
  const pattern = patternWords[look.pattern][0].toLowerCase();
  const colour = colourPhrase(look.colour, look.accent, look.pattern);
  const wearer =
    audience === 'Home' ? 'for the home' : audience === 'Unisex' ? 'for everyone' : `for ${audience.toLowerCase()}`;
  return `${pattern === '' ? '' : `${pattern} `}${material.toLowerCase()} ${noun} in ${colour}, ${wearer}.`.replace(
    /^./,
    (letter) => letter.toUpperCase(),
  );
}

function colourPhrase(colour: Colour, accent: Colour, pattern: PatternName): string {
  const two = ['striped', 'checked', 'dotted', 'floral'].includes(pattern);
  return two ? `${colour.name.toLowerCase()} and ${accent.name.toLowerCase()}` : colour.name.toLowerCase();
}

function planImages(sku: string, kind: Kind, look: Look, random: Random): PlannedImage[] {
  const count = random.next() < 0.18 ? (random.next() < 0.3 ? 3 : 2) : 1;
  return Array.from({ length: count }, (_, position): PlannedImage => {
    const extension = random.pick(['jpg', 'jpg', 'jpg', 'jpg', 'webp', 'png']);
    return {
      file: `photos/${kind.category.toLowerCase()}/${sku}${position === 0 ? '' : `-${position + 1}`}.${extension}`,
      kind,
      look,
      shot: planShot(kind, position, random),
      alteration: null,
      ruin: null,
    };
  });
}

function planShot(kind: Kind, position: number, random: Random): Shot {
  const portrait = kind.category === 'Apparel' && random.next() < 0.2;
  const roll = random.next();
  const leans = kind.floor === null;
  return {
    width: portrait ? 540 : 640,
    height: portrait ? 720 : 640,
    backdrop: position > 0 ? 'set' : roll < 0.72 ? 'white' : roll < 0.88 ? 'pale' : 'set',
    tint: random.pick(backdropTints),
    angle: leans ? Math.round(random.between(-4, 4) + (position === 1 ? random.between(-14, 14) : 0)) : 0,
    scale: Number((random.between(0.84, 0.97) - (position === 1 ? 0.12 : 0)).toFixed(3)),
    mirrored: position === 1 || random.next() < 0.15,
    closeUp: position === 2 ? [Math.round(random.between(250, 390)), Math.round(random.between(280, 400))] : null,
  };
}
