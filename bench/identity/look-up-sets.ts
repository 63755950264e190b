/**
 * Photos of products that are and are not in a catalog: half of the products of real sets are hidden, and other views
 * and people's photos of all of them are looked up. Nothing is made up but which half is hidden.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { EventHub } from '../../electron/contract/rpc/event-hub.ts';
import { type Encoder, Encoders } from '../../electron/engine/encoders/index.ts';
import { everydayProducts } from '../../electron/engine/identity/look-up/everyday-products.ts';
import { type LookUpProduct, middleShares, type NamedThings } from '../../electron/engine/identity/look-up/evidence.ts';
import { decodeForModel, middlesForModel } from '../../electron/engine/images/index.ts';
import { seededRandom, shuffled } from '../../electron/engine/numbers/random.ts';
import { meanVector } from '../../electron/engine/numbers/vectors.ts';
import { requireData } from '../support/data.ts';

/** One catalog, and photos that are looked up in it. */
export interface Trial {
  readonly set: 'groceries' | 'luma' | 'clothes';
  readonly name: string;
  readonly products: readonly LookUpProduct[];
  /** `productId` is null for a product that was hidden. */
  readonly queries: readonly Asked[];
}

interface Asked {
  readonly vector: Float32Array;
  readonly productId: number | null;
  /** Of the product shown, listed or hidden. */
  readonly item: number;
}

export interface PhotoSets {
  readonly things: NamedThings;
  readonly trials: readonly Trial[];
}

type Row = Readonly<Record<string, string>>;

export interface Item {
  readonly name: string;
  readonly kind: string;
  readonly studio: readonly string[];
  /** What is looked up. */
  readonly photos: readonly string[];
}

const catalogsOfEach = 4;
/** Products of a set that stand in for a catalog of clothes. */
const fashionTaken = 400;

/** `dir` keeps the vectors. */
export async function photoSets(dir: string): Promise<PhotoSets> {
  const encoders = new Encoders({
    modelsDir: fileURLToPath(new URL('../../models', import.meta.url)),
    hub: new EventHub(),
  });
  const encoder = await encoders.model().active();
  try {
    const vectors = new Vectors(dir, encoder);
    const trials: Trial[] = [];
    for (const set of ['groceries', 'luma'] as const) trials.push(...(await hiddenHalves(set, vectors)));
    trials.push(...(await clothes(vectors)));
    const named = await vectors.texts(everydayProducts);
    vectors.save();
    return { things: { names: everydayProducts, vectors: named }, trials };
  } finally {
    await encoders.close();
  }
}

/** Ways in which a product may be known to a catalog. */
const ways = [
  { name: 'studio photo, name', confirmed: 0, text: 'name' },
  { name: 'studio photo, name and kind', confirmed: 0, text: 'kind' },
  { name: 'studio photo alone', confirmed: 0, text: 'none' },
  { name: 'one confirmed photo, name and kind', confirmed: 1, text: 'kind' },
  { name: 'three confirmed photos, name and kind', confirmed: 3, text: 'kind' },
  { name: 'one confirmed photo, no words', confirmed: 1, text: 'none' },
] as const;

async function hiddenHalves(set: 'groceries' | 'luma', vectors: Vectors): Promise<Trial[]> {
  const items = set === 'groceries' ? groceries() : luma();
  const usual = set === 'luma' ? ways.filter(({ confirmed }) => confirmed < 2) : ways;
  const trials: Trial[] = [];
  for (const [number, way] of usual.entries()) {
    for (let seed = 1; seed <= catalogsOfEach; seed++) {
      const random = seededRandom(1000 * number + seed);
      const listed = new Set(shuffled(items, random).slice(0, Math.round(items.length / 2)));
      const products: LookUpProduct[] = [];
      const queries: Asked[] = [];
      for (const [productId, item] of items.entries()) {
        const photos = shuffled(item.photos, random);
        const confirmed = listed.has(item) ? photos.slice(0, way.confirmed) : [];
        if (listed.has(item)) {
          const [text] =
            way.text === 'none'
              ? [undefined]
              : await vectors.texts([way.text === 'name' ? item.name : `${item.name}, ${item.kind}`]);
          const references = await vectors.images(confirmed);
          products.push({ productId, images: await vectors.images(item.studio), references, text });
        }
        for (const vector of await vectors.asked(photos.slice(confirmed.length)))
          queries.push({ vector, productId: listed.has(item) ? productId : null, item: productId });
      }
      trials.push({ set, name: way.name, products, queries });
    }
  }
  return trials;
}

/** Photos of clothes that no catalog here has. */
async function clothes(vectors: Vectors): Promise<Trial[]> {
  const own = readTable('photos/clothing.csv');
  const known = new Set(own.map(({ sku }) => sku));
  const foreign = readTable('photos-clothing-user/images.csv').filter(
    ({ file }) => !known.has(path.parse(file as string).name),
  );
  const asked = await vectors.asked(foreign.map(({ file }) => `photos-clothing-user/images/${file}`));
  const queries = asked.map((vector, item) => ({ vector, productId: null, item }));
  const fashion = shuffled(readTable('fashion-2k/products.csv'), seededRandom(1)).slice(0, fashionTaken);
  const catalogs = [
    { name: 'clothes of others, kinds', rows: own, folder: 'photos', text: (row: Row) => row.type as string },
    { name: 'clothes of others, no words', rows: own, folder: 'photos', text: () => '' },
    { name: 'studio photos of clothes', rows: fashion, folder: 'fashion-2k', text: (row: Row) => row.title as string },
  ];
  const trials: Trial[] = [];
  for (const { name, rows, folder, text } of catalogs) {
    const products: LookUpProduct[] = [];
    for (const [productId, row] of rows.entries()) {
      const [vector] = text(row) === '' ? [undefined] : await vectors.texts([text(row)]);
      const images = await vectors.images([`${folder}/${row.image}`]);
      products.push({ productId, images, references: [], text: vector });
    }
    trials.push({ set: 'clothes', name, products, queries });
  }
  return trials;
}

export function groceries(): Item[] {
  const photos = Map.groupBy(readTable('photos/grocery.csv'), ({ name }) => name);
  return readTable('photos/grocery-iconic.csv').map(({ name = '', coarse = '', image }) => ({
    name,
    kind: coarse,
    studio: [`photos/${image}`],
    photos: (photos.get(name) ?? []).map((row) => `photos/${row.image}`),
  }));
}

/** A style in all its colours; backs and other views are looked up. */
export function luma(): Item[] {
  const folder = 'photos-luma-multiview';
  const described = new Map(
    [...readTable(`${folder}/products.csv`), ...readTable(`${folder}/gear_products.csv`)].map((row) => [row.sku, row]),
  );
  const styles = Map.groupBy(readTable(`${folder}/images.csv`), ({ style_sku }) => style_sku);
  return [...styles].flatMap(([sku, images]): Item[] => {
    const row = described.get(sku);
    const place = ({ file }: Row): string => `${folder}/images/${file}`;
    const studio = images.filter(({ view }) => view === 'main').map(place);
    const photos = images.filter(({ view }) => view === 'back' || view === 'alt1').map(place);
    if (row === undefined || studio.length === 0) return [];
    const kind = (row.categories ?? row.category ?? '').split(',')[0]?.split(/[/|]/).at(-1) ?? '';
    return [{ name: row.name ?? '', kind, studio, photos }];
  });
}

function readTable(name: string): Row[] {
  return parse(readFileSync(requireData(name)), { columns: true, skip_empty_lines: true }) as Row[];
}

/** Vectors of photos and texts, each computed once. */
class Vectors {
  readonly #file: string;
  readonly #encoder: Encoder;
  readonly #known: Map<string, Float32Array>;

  constructor(dir: string, encoder: Encoder) {
    mkdirSync(dir, { recursive: true });
    this.#encoder = encoder;
    this.#file = path.join(dir, `photos-${encoder.modelId}.json`);
    const kept = existsSync(this.#file) ? (JSON.parse(readFileSync(this.#file, 'utf8')) as [string, number[]][]) : [];
    this.#known = new Map(kept.map(([key, values]) => [key, Float32Array.from(values)]));
  }

  async images(names: readonly string[]): Promise<Float32Array[]> {
    const vision = this.#encoder.manifest.vision;
    return this.#all(names, async (missing) =>
      this.#encoder.encodeImages(await Promise.all(missing.map((name) => decodeForModel(requireData(name), vision)))),
    );
  }

  /** As photos are that somebody asks with: their middle counts again. */
  async asked(names: readonly string[]): Promise<Float32Array[]> {
    const { vision } = this.#encoder.manifest;
    const whole = await this.images(names);
    const middles = await Promise.all(
      middleShares.map((share) =>
        this.#all(
          names.map((name) => `${share} ${name}`),
          async (missing) => {
            const pixels: Uint8Array[] = [];
            for (const key of missing)
              pixels.push(...(await middlesForModel(requireData(key.slice(key.indexOf(' ') + 1)), vision, [share])));
            return this.#encoder.encodeImages(pixels);
          },
        ),
      ),
    );
    return whole.map((vector, i) => meanVector([vector, ...middles.map((some) => some[i] as Float32Array)]));
  }

  async texts(texts: readonly string[]): Promise<Float32Array[]> {
    return this.#all(texts, (missing) => this.#encoder.encodeTexts(missing));
  }

  save(): void {
    writeFileSync(this.#file, JSON.stringify([...this.#known].map(([key, vector]) => [key, [...vector]])));
  }

  async #all(keys: readonly string[], encode: (missing: string[]) => Promise<Float32Array[]>): Promise<Float32Array[]> {
    const missing = [...new Set(keys)].filter((key) => !this.#known.has(key));
    for (let at = 0; at < missing.length; at += 64) {
      const some = missing.slice(at, at + 64);
      const vectors = await encode(some);
      for (const [i, key] of some.entries()) this.#known.set(key, vectors[i] as Float32Array);
    }
    return keys.map((key) => this.#known.get(key) as Float32Array);
  }
}
