/**
 * What a long table costs without its images and vectors: made with 100,000 rows of 20 columns, looked at, then read into an empty library
 * with every cell of its rows. Prints JSON. Budget: under 180 s and 600 MB.
 *
 *   npm run bench:tables -- [ROWS] [whole]
 *
 * `whole` imports it as the terminal does instead, with vectors, index and the search for duplicates.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EventHub } from '../electron/contract/rpc/event-hub.ts';
import { Catalog } from '../electron/engine/catalog/catalog.ts';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { ProductWriter } from '../electron/engine/ingest/product-writer.ts';
import { previewTable, readTable } from '../electron/engine/ingest/tables/index.ts';
import { allocatorSettings } from '../electron/engine/process/allocator.ts';

const rows = Number(process.argv[2] ?? 100_000);

async function main(): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lookalike-bench-'));
  try {
    const table = path.join(dir, 'products.csv');
    await writeTable(table);
    if (process.argv[3] === 'whole') return importWhole(table, path.join(dir, 'library'));
    const looked = performance.now();
    const preview = await previewTable(table);
    const read = performance.now();
    const database = openDatabase(path.join(dir, 'library'), { create: true });
    const catalog = new Catalog(database, { hub: new EventHub(), libraryDir: path.join(dir, 'library') });
    const source = catalog.sources.put({ kind: 'table', path: table, layout: null });
    const writer = new ProductWriter(catalog, source.id);
    for await (const item of readTable(table)) {
      if (item.kind !== 'product') continue;
      const variants = item.variants.map(({ imagePath: _path, ...variant }) => ({ ...variant, fileId: null }));
      await writer.write({ ...item, variants, fileIds: [] });
    }
    await writer.flush();
    const done = performance.now();
    catalog.close();
    database.close();
    const seconds = (from: number, to: number): number => Math.round((to - from) / 100) / 10;
    console.log(
      JSON.stringify({
        rows: preview.rows,
        products: writer.products,
        columns: preview.columns.length,
        megabytes: Math.round((await stat(table)).size / 1e6),
        previewSeconds: seconds(looked, read),
        readSeconds: seconds(read, done),
        libraryMegabytes: Math.round((await stat(path.join(dir, 'library', 'library.sqlite'))).size / 1e6),
        peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      }),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** In a process of its own, whose memory and processor time are told at its end. */
async function importWhole(table: string, library: string): Promise<void> {
  const told =
    'process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); console.error(JSON.stringify(' +
    '{ peakMegabytes: Math.round(maxRSS / 1024), cpuSeconds: Math.round((userCPUTime + systemCPUTime) / 1e6), wallSeconds: Math.round(process.uptime()) })) })';
  const cli = path.join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts');
  const args = ['--import', `data:text/javascript,${told}`, cli, 'import', table, '--library', library];
  const env = { ...allocatorSettings, ...process.env };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let last = '';
  for await (const line of createInterface({ input: child.stderr })) if (line.startsWith('{')) last = line;
  console.log(last);
}

/** As a shop exports it: HTML, prices in the country's notation, variants on rows of their own, images by address. */
async function writeTable(file: string): Promise<void> {
  const out = createWriteStream(file);
  const header =
    'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,SEO Title,Status,Cost per item';
  out.write(`${header}\n`);
  const sizes = ['S', 'M', 'L', 'XL'];
  for (let n = 0; n < rows; n++) {
    const product = Math.floor(n / 4);
    const size = sizes[n % 4];
    const first = n % 4 === 0;
    const cells = [
      `product-${product}`,
      first ? `Cotton shirt number ${product}` : '',
      first
        ? `"<p>Soft <b>cotton</b> &amp; linen, made in batch ${product}.</p><ul><li>Washable</li><li>Pre-shrunk, 180 g</li></ul>"`
        : '',
      first ? `Brand ${product % 90}` : '',
      first ? `Type ${product % 40}` : '',
      first ? `"summer, cotton, batch ${product % 500}"` : '',
      first ? 'TRUE' : '',
      first ? 'Size' : '',
      size,
      `SKU-${product}-${size}`,
      '200',
      String(n % 30),
      `"${(n % 90) + 9},90"`,
      `"${(n % 90) + 19},90"`,
      String(4_000_000_000_000 + n),
      `https://cdn.example.com/files/product-${product}-${n % 4}.jpg?v=1`,
      String((n % 4) + 1),
      first ? `Buy shirt ${product}` : '',
      first ? 'active' : '',
      '4.20',
    ];
    if (!out.write(`${cells.join(',')}\n`)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

await main();
