import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerPhoto, photographedSku } from './customer-photo.ts';
import { renderImage, type SampleResult, writeSample } from './generate.ts';
import { planSample } from './plan.ts';

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the plan of the sample catalog', () => {
  const { products, flaws } = planSample();

  it('is the same for the same seed and another for another', () => {
    const digest = (seed: number) => sha256(JSON.stringify(planSample(seed)));
    expect(digest(7)).toBe(digest(7));
    expect(digest(8)).not.toBe(digest(7));
  });

  it('holds some 220 products of many kinds, with unique SKUs and files', () => {
    expect(products.length).toBeGreaterThanOrEqual(220);
    expect(new Set(products.map((product) => product.type)).size).toBeGreaterThanOrEqual(14);
    expect(new Set(products.map((product) => product.sku)).size).toBe(products.length);
    const files = products.flatMap((product) => product.images.map((image) => image.file));
    expect(new Set(files).size).toBe(files.length);
    expect(products.filter((product) => product.images.length > 1).length).toBeGreaterThan(20);
    expect(products.filter((product) => /[\u4e00-\u9fff]/.test(product.title)).length).toBeGreaterThanOrEqual(5);
  });

  it('says truly which products are flawed', () => {
    const bySku = new Map(products.map((product) => [product.sku, product]));
    expect(flaws.duplicates).toHaveLength(10);
    for (const { sku, of, how } of flaws.duplicates) {
      expect(bySku.get(sku)?.images[0]).toMatchObject({ alteration: how, look: bySku.get(of)?.images[0]?.look });
      expect(bySku.get(sku)?.title).not.toBe(bySku.get(of)?.title);
    }
    expect(flaws.wrongTags).toHaveLength(8);
    for (const { sku, column, given, right } of flaws.wrongTags) {
      const product = bySku.get(sku);
      const image = product?.images[0];
      expect(product?.[column]).toBe(given);
      expect(given).not.toBe(right);
      expect(column === 'colour' ? image?.look.colour.name : image?.kind[column]).toBe(right);
    }
    const wrong = new Set(flaws.wrongTags.map((tag) => `${tag.sku} ${tag.column}`));
    for (const product of products) {
      const { kind, look } = product.images[0] as (typeof product.images)[number];
      if (!wrong.has(`${product.sku} colour`)) expect(product.colour).toBe(look.colour.name);
      if (!wrong.has(`${product.sku} type`)) expect(product.type).toBe(kind.type);
    }
  });
});

describe('the files of the sample catalog', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-sample-'));
  const { products: planned, flaws } = planSample();
  /** All that is drawn or spoiled in a way of its own, and some more; the whole takes half a minute, and is drawn for the browser tests. */
  const special = new Set([
    ...flaws.duplicates.flatMap(({ sku, of }) => [sku, of]),
    flaws.missingImage.sku,
    flaws.damagedImage.sku,
    ...planned.slice(0, 6).map(({ sku }) => sku),
  ]);
  const products = planned.filter(({ sku }) => special.has(sku));
  const progress: [number, number][] = [];
  let result: SampleResult;

  beforeAll(async () => {
    result = await writeSample(dir, products, { onProgress: (done, total) => progress.push([done, total]) });
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are all there, but for the one that is missing on purpose', async () => {
    const rows = parse(readFileSync(result.table), { columns: true }) as { sku: string; images: string }[];
    expect(rows).toHaveLength(result.products);
    expect(progress.at(-1)).toEqual([result.images, result.images]);
    const absent = rows.flatMap((row) => row.images.split('|')).filter((file) => !existsSync(path.join(dir, file)));
    expect(absent).toEqual([flaws.missingImage.file]);
  });

  it('decode, but for the damaged one', async () => {
    const read = async (file: string) => (await sharp(path.join(dir, file)).stats()).channels.length;
    await expect(read(flaws.damagedImage.file)).rejects.toThrow();
    for (const { file, ruin } of products.flatMap(({ images }) => images))
      if (ruin === null) expect(await read(file), file).toBe(3);
  });

  it('are the same bytes each time, and twice the same where a product is listed with the same photo', async () => {
    for (const product of products.slice(0, 6)) {
      for (const image of product.images) {
        expect(sha256(await renderImage(image))).toBe(sha256(readFileSync(path.join(dir, image.file))));
      }
    }
    const fileOf = (sku: string) => products.find((product) => product.sku === sku)?.images[0]?.file ?? '';
    for (const { sku, of, how } of flaws.duplicates) {
      const same =
        sha256(readFileSync(path.join(dir, fileOf(sku)))) === sha256(readFileSync(path.join(dir, fileOf(of))));
      expect(same).toBe(how === 'same file');
    }
  });
});

it('the photo of the tour is that of a product which nothing is wrong with', async () => {
  const { products, flaws } = planSample();
  const flawed = [
    ...flaws.duplicates.flatMap(({ sku, of }) => [sku, of]),
    ...flaws.wrongTags.map(({ sku }) => sku),
    flaws.missingImage.sku,
    flaws.damagedImage.sku,
  ];
  expect(products.some(({ sku }) => sku === photographedSku)).toBe(true);
  expect(flawed).not.toContain(photographedSku);
  const small = (image: Buffer) => sharp(image).resize(24, 24, { fit: 'fill' }).raw().toBuffer();
  const file = path.join(import.meta.dirname, '..', '..', 'renderer', 'tour', 'customer.webp');
  const [known, drawn] = await Promise.all([small(readFileSync(file)), small(await customerPhoto())]);
  const difference = known.reduce((sum, value, at) => sum + Math.abs(value - (drawn[at] ?? 0)), 0) / known.length;
  expect(difference, 'node assets/sample/customer-photo.ts renderer/tour/customer.webp draws it anew').toBeLessThan(4);
});
