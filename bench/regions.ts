/**
 * Products found and named on photos of several: `npm run bench:regions`. Composites are made of photos that people and shops
 * took: products cut out of studio shots, 2 to 6 on one picture, some turned and partly covered, on a plain colour or on
 * a photo that shows none of them; the library has other photos of the same products. Prints JSON. `--each 10 --limit 40` takes ten photos of each kind
 * and forty products a library, which is done in three minutes; `--show DIR` writes the first composites with their boxes.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import sharp, { type OverlayOptions } from 'sharp';
import type { Region } from '../electron/contract/region.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { overlapOf } from '../electron/engine/recognition/regions/boxes.ts';
import { foregroundOf } from '../electron/engine/recognition/regions/plain-background.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine, quiet } from './support/engine.ts';

const { values } = parseArgs({
  options: { each: { type: 'string', default: '40' }, limit: { type: 'string' }, show: { type: 'string' } },
});
const each = Number(values.each);
const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
const luma = path.dirname(requireData('photos-luma-multiview/images.csv'));
const people = path.dirname(requireData('photos-clothing-user/images.csv'));
const grocery = path.dirname(requireData('photos/grocery.csv'));

type Row = Record<string, string>;
const rowsOf = (file: string): Row[] => parse(readFileSync(file), { columns: true, bom: true }) as Row[];

interface Product {
  readonly sku: string;
  /** Shown on composites. */
  readonly shot: string;
  /** In the library. */
  readonly others: readonly string[];
}

/** Clothes by another view than the main one, groceries as the shop's own picture beside people's photos. */
function products(): { clothes: Product[]; groceries: Product[] } {
  const views = Map.groupBy(rowsOf(path.join(luma, 'images.csv')), ({ style_sku: sku }) => sku ?? '');
  const clothes = [...views].flatMap(([sku, rows]) => {
    const file = ({ file: name = '' }: Row): string => path.join(luma, 'images', name);
    const mains = rows.filter(({ view }) => view === 'main');
    const other = rows.find(({ view }) => view !== 'main' && view !== 'outfit');
    return mains.length > 0 && other !== undefined ? [{ sku, shot: file(other), others: mains.map(file) }] : [];
  });
  const taken = Map.groupBy(rowsOf(path.join(grocery, 'grocery.csv')), ({ name }) => name ?? '');
  const groceries = rowsOf(path.join(grocery, 'grocery-iconic.csv')).flatMap(({ name = '', image = '' }) => {
    const others = (taken.get(name) ?? []).map((row) => path.join(grocery, row.image ?? ''));
    return others.length > 0 ? [{ sku: name, shot: path.join(grocery, image), others }] : [];
  });
  return { clothes: spread(clothes), groceries: spread(groceries) };
}

/** As many as `limit` says, from all over the list. */
function spread(all: readonly Product[]): Product[] {
  const step = Math.max(1, all.length / limit);
  return all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

interface Cutout {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** What a studio shot shows, without its background; undefined where that cannot be told from it. */
async function cutOut(file: string, side: number, turned: number): Promise<Cutout | undefined> {
  const { data, info } = await sharp(file)
    .flatten({ background: '#fff' })
    .resize(480, 480, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const mask = foregroundOf({ data, width: info.width, height: info.height });
  if (mask === null) return undefined;
  const share = mask.reduce((sum, value) => sum + value, 0) / mask.length;
  if (share < 0.08 || share > 0.85) return undefined;
  const rgba = Buffer.alloc(mask.length * 4);
  for (let i = 0; i < mask.length; i++) {
    data.copy(rgba, i * 4, i * 3, i * 3 + 3);
    rgba[i * 4 + 3] = mask[i] === 1 ? 255 : 0;
  }
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  const upright = await sharp(rgba, { raw }).png().toBuffer();
  const whole = await sharp(upright).rotate(turned, { background: '#0000' }).png().toBuffer();
  const trimmed = await sharp(whole)
    .trim({ background: '#0000', threshold: 1 })
    .resize(side, side, { fit: 'inside' })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: trimmed.data, width: trimmed.info.width, height: trimmed.info.height };
}

const random = seededRandom(11);
const among = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const [width, height] = [1400, 1000];

interface Composite {
  readonly file: string;
  readonly things: readonly { readonly sku: string; readonly region: Region }[];
}

/** Two to six products in the cells of a raster, each anywhere in its cell; with `covered`, the next lies over a fifth of it. */
async function compose(dir: string, at: number, from: readonly Product[], scene: string | null): Promise<Composite> {
  const count = 2 + Math.floor(random() * 5);
  const columns = count <= 2 ? 2 : 3;
  const rows = Math.ceil(count / columns);
  const [across, down] = [width / columns, height / rows];
  const colours = ['#ffffff', '#f2f2f0', '#dfe6ea', '#2c3138', '#c9b79c'];
  const background =
    scene === null
      ? sharp({ create: { width, height, channels: 3, background: among(colours) } })
      : sharp(scene).resize(width, height, { fit: 'cover' });
  const things: { sku: string; region: Region }[] = [];
  const layers: OverlayOptions[] = [];
  const used = new Set<string>();
  while (things.length < count) {
    const product = among(from);
    if (used.has(product.sku)) continue;
    used.add(product.sku);
    const turned = random() < 0.5 ? 0 : Math.round(random() * 60 - 30);
    const side = Math.round(Math.min(across, down) * (0.6 + random() * 0.32));
    const cut = await cutOut(product.shot, side, turned);
    if (cut === undefined) continue;
    const cell = things.length;
    const left = Math.round((cell % columns) * across + random() * (across - cut.width));
    const top = Math.round(Math.floor(cell / columns) * down + random() * (down - cut.height));
    layers.push({ input: cut.png, left, top });
    things.push({
      sku: product.sku,
      region: { x: left / width, y: top / height, width: cut.width / width, height: cut.height / height },
    });
    // A strip of the background's kind lies over a part of every fourth.
    if (random() < 0.25) {
      const strip = { width: Math.max(2, Math.round(cut.width * 0.22)), height: cut.height };
      layers.push({
        input: { create: { ...strip, channels: 3, background: among(colours) } },
        left: left + Math.round(random() * (cut.width - strip.width)),
        top,
      });
    }
  }
  const file = path.join(dir, `${scene === null ? 'plain' : 'busy'}-${at}.jpg`);
  await background.composite(layers).jpeg({ quality: 86 }).toFile(file);
  return { file, things };
}

const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-regions-'));
try {
  const { clothes, groceries } = products();
  const libraries = {
    clothes: await libraryOf('clothes', clothes),
    groceries: await libraryOf('groceries', groceries),
  };
  const clothesScenes = rowsOf(path.join(people, 'images.csv')).map(({ file = '' }) =>
    path.join(people, 'images', file),
  );
  const groceryScenes = rowsOf(path.join(grocery, 'grocery.csv')).map(({ image = '' }) => path.join(grocery, image));
  const results: Record<string, object> = {};
  for (const kind of ['plain', 'busy'] as const) {
    const count = { photos: 0, products: 0, boxed: 0, boxedAndNamed: 0, namedByTrueBox: 0, proposed: 0, right: 0 };
    const seconds: number[] = [];
    for (let i = 0; i < each; i++) {
      const isClothes = i % 2 === 0;
      const scene = kind === 'plain' ? null : among(isClothes ? groceryScenes : clothesScenes);
      const { file, things } = await compose(dir, i, isClothes ? clothes : groceries, scene);
      const engine = isClothes ? libraries.clothes : libraries.groceries;
      const { hash } = await engine.call('search.addImage', { path: file });
      const { regions, tookMs } = await engine.call('search.regions', { hash });
      seconds.push(tookMs / 1000);
      count.photos++;
      count.proposed += regions.length;
      for (const { sku, region } of things) {
        count.products++;
        const boxed = regions.filter((found) => overlapOf(found.region, region) >= 0.5);
        if (boxed.length > 0) count.boxed++;
        if (boxed.some(({ product }) => product?.sku === sku)) count.boxedAndNamed++;
        const parts = [{ kind: 'image' as const, hash, region }];
        const { hits } = await engine.call('search.run', { parts, imagesOnly: true, limit: 1, facets: false });
        if (hits[0]?.sku === sku) count.namedByTrueBox++;
      }
      count.right += regions.filter((found) =>
        things.some(({ region }) => overlapOf(found.region, region) >= 0.5),
      ).length;
      if (values.show !== undefined && i < 12) await show(values.show, file, things, regions);
    }
    const share = (of: number, all: number): number => Math.round((1000 * of) / all) / 1000;
    results[kind] = {
      photos: count.photos,
      products: count.products,
      boxed: share(count.boxed, count.products),
      boxedAndNamed: share(count.boxedAndNamed, count.products),
      namedByTrueBox: share(count.namedByTrueBox, count.products),
      proposalsThatAreProducts: share(count.right, count.proposed),
      secondsInTheMiddle: Math.round(100 * (seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0)) / 100,
      secondsAtMost: Math.round(100 * (seconds.at(-1) ?? 0)) / 100,
    };
  }
  for (const engine of Object.values(libraries)) await engine.close();
  console.log(JSON.stringify({ clothes: clothes.length, groceries: groceries.length, ...results }, null, 2));
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** A library of its own for clothes, which groceries are the background of, and the other way round. */
async function libraryOf(name: string, listed: readonly Product[]): Promise<BenchEngine> {
  const table = path.join(dir, `${name}.csv`);
  const rows = listed.map(({ sku, others }) => [sku, sku, others.join('|')].map((cell) => JSON.stringify(cell)).join());
  writeFileSync(table, ['sku,title,images', ...rows].join('\n'));
  const engine = await openBenchEngine(path.join(dir, name));
  await importAndWait(engine, { path: table });
  await quiet(engine);
  return engine;
}

async function show(
  to: string,
  file: string,
  things: Composite['things'],
  regions: readonly { readonly region: Region }[],
): Promise<void> {
  const box =
    (colour: string, stroke: number) =>
    ({ x, y, width: w, height: h }: Region) =>
      `<rect x="${x * width}" y="${y * height}" width="${w * width}" height="${h * height}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
  const drawn = [
    ...things.map(({ region }) => region).map(box('#0a0', 4)),
    ...regions.map(({ region }) => region).map(box('#e0f', 7)),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn.join('')}</svg>`;
  mkdirSync(to, { recursive: true });
  const boxed = await sharp(file)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
  await sharp(boxed)
    .resize(700)
    .jpeg()
    .toFile(path.join(to, path.basename(file)));
}
