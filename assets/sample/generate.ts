/**
 * Writes the sample catalog that the app opens on at its first start: a product table and photos drawn for it. Nothing in it is binary
 * in the repository; `node assets/sample/generate.ts DIR` makes it anew.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { planHistory } from './history.ts';
import { DEFAULT_SEED, type PlannedImage, type PlannedProduct, planSample } from './plan.ts';
import { policyFiles, policyFolder } from './policy.ts';
import { drawScene } from './scene.ts';

export interface SampleOptions {
  /** Another seed gives other brands, prices, poses and flaws. */
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface SampleResult {
  /** Path of the product table. */
  readonly table: string;
  readonly products: number;
  /** Image files written; one more is named in the table but missing on purpose. */
  readonly images: number;
}

/** Of the file that says what shoppers did; it is looked for beside the table. */
const historyName = 'behaviour.csv';

const columns = [
  'sku',
  'title',
  'description',
  'brand',
  'category',
  'type',
  'colour',
  'material',
  'audience',
  'season',
  'price',
  'currency',
  'images',
] as const;

/**
 * Writes `products.csv`, `photos/`, `documents/` and what shoppers did, `behaviour.csv`, into `dir`, making the folder if need be and
 * overwriting what an earlier run left.
 * The table is written last, so that its presence says that the catalog is whole.
 */
export async function generateSample(dir: string, options: SampleOptions = {}): Promise<SampleResult> {
  const seed = options.seed ?? DEFAULT_SEED;
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, historyName), planHistory(seed).csv);
  await mkdir(path.join(dir, policyFolder), { recursive: true });
  for (const [name, text] of Object.entries(policyFiles)) await writeFile(path.join(dir, policyFolder, name), text);
  return writeSample(dir, planSample(seed).products, options);
}

/** As `generateSample`, of these products alone. */
export async function writeSample(
  dir: string,
  products: readonly PlannedProduct[],
  options: SampleOptions = {},
): Promise<SampleResult> {
  const images = products.flatMap((product) => product.images).filter((image) => image.ruin !== 'missing');
  for (const folder of new Set(images.map((image) => path.join(dir, path.dirname(image.file))))) {
    await mkdir(folder, { recursive: true });
  }
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let image = images[next++]; image !== undefined; image = images[next++]) {
      options.signal?.throwIfAborted();
      await writeFile(path.join(dir, image.file), await renderImage(image));
      options.onProgress?.(++done, images.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  const table = path.join(dir, 'products.csv');
  await writeFile(table, toCsv(products));
  return { table, products: products.length, images: images.length };
}

/** The bytes of the image file, in the format of its extension. */
export async function renderImage(image: PlannedImage): Promise<Buffer> {
  const scene = sharp(Buffer.from(drawScene(image.kind, image.look, image.shot))).flatten({ background: '#fff' });
  const { width, height } = image.shot;
  switch (image.alteration) {
    case 'resized':
      scene.resize(Math.round(width * 0.45));
      break;
    case 'cropped':
      scene.extract({ left: 32, top: 26, width: width - 58, height: height - 62 });
      break;
    case 'mirrored':
      scene.flop();
      break;
    case 'brighter':
      scene.modulate({ brightness: 1.12, saturation: 0.9 });
      break;
    default:
  }
  const bytes = await encode(scene, path.extname(image.file), image.alteration === 're-encoded' ? 38 : 88);
  return image.ruin === 'truncated' ? bytes.subarray(0, Math.round(bytes.length * 0.3)) : bytes;
}

function encode(scene: Sharp, extension: string, quality: number): Promise<Buffer> {
  if (extension === '.png') return scene.png({ compressionLevel: 6 }).toBuffer();
  if (extension === '.webp') return scene.webp({ quality, effort: 2 }).toBuffer();
  return scene.jpeg({ quality }).toBuffer();
}

function toCsv(products: readonly PlannedProduct[]): string {
  const rows = products.map((product) => {
    const cells: Record<(typeof columns)[number], string> = {
      ...product,
      price: product.price.toFixed(2),
      images: product.images.map((image) => image.file).join('|'),
    };
    return columns.map((column) => quoted(cells[column])).join(',');
  });
  return `${columns.join(',')}\n${rows.join('\n')}\n`;
}

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

if (import.meta.main) {
  const dir = process.argv[2];
  if (dir === undefined) {
    console.error('Usage: node assets/sample/generate.ts DIR');
    process.exitCode = 2;
  } else {
    const result = await generateSample(dir);
    console.log(JSON.stringify(result));
  }
}
