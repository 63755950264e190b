import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { killEngine } from '../fixtures/app-host.ts';
import { type ShopServer, serveImages } from '../fixtures/image-server.ts';
import { reconnecting } from '../fixtures/page-watch.ts';
import { sampleFiles } from '../fixtures/photos.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'empty' });

const count = 40;
let shop: ShopServer;
let table: string;

/** A Shopify export whose pictures are on a server: one of each product, two of every fourth, the last two addresses wrong. */
test.beforeEach(async ({ folders }) => {
  const files = sampleFiles().filter((file) => file.endsWith('.jpg'));
  const images = new Map<string, Buffer>();
  const rows = [
    'Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Status',
  ];
  shop = await serveImages(images);
  const add = async (name: string, file: string): Promise<string> => {
    shop.images.set(`/${name}`, await readFile(path.join(runFolder().sample, file)));
    return `http://${shop.host}/${name}`;
  };
  for (let n = 0; n < count; n++) {
    const address = await add(`files/${n}.jpg?v=1`, files[n] ?? '');
    rows.push(`item-${n},Item number ${n},Acme,Thing,Size,S,SKU-${n},9.90,${address},1,active`);
    if (n % 4 === 0)
      rows.push(`item-${n},,,,,M,SKU-${n}-M,9.90,${await add(`files/${n}-b.jpg?v=1`, files[count + n] ?? '')},2,`);
  }
  shop.images.set('/page.jpg', Buffer.from('<!doctype html><title>Sold out</title>'));
  for (const name of ['page.jpg', 'gone.jpg'])
    rows.push(`${name},Item with ${name},Acme,Thing,Size,S,BAD-${name},9.90,http://${shop.host}/${name},1,active`);
  const dir = path.join(folders.dir, 'shop');
  await mkdir(dir, { recursive: true });
  table = path.join(dir, 'products_export.csv');
  await writeFile(table, `${rows.join('\n')}\n`);
});

// Where a test is skipped there is no shop.
test.afterEach(() => shop?.close());

const addresses = count + count / 4 + 2;

test('pictures by address are fetched when a person agrees, and what fails is named and fetched again', async ({
  app,
}) => {
  await app.importer.chooseTable(table);
  await expect(app.importer.fetchImages).not.toBeChecked();
  await expect(app.importer.remark(`Fetch ${addresses} pictures from the web`)).toBeVisible();
  await app.importer.allow(shop.host).check();
  await expect(app.importer.fetchImages).toBeChecked();
  await app.importer.start.click();
  await expect(app.library.figure('Pictures')).toHaveText(String(addresses - 2));
  await expect(app.library.figure('Products')).toHaveText(String(count + 2));
  expect([...shop.asked].sort()).toEqual([...new Set(shop.asked)].sort());

  await app.goTo('Problems');
  await expect(
    app.problems.kind('Address of something that is no picture').getByText('page.jpg').first(),
  ).toBeVisible();
  await expect(app.problems.kind('Picture no longer at its address').getByText('gone.jpg').first()).toBeVisible();
  for (const [name, from] of [
    ['/page.jpg', '/files/1.jpg?v=1'],
    ['/gone.jpg', '/files/2.jpg?v=1'],
  ] as const)
    shop.images.set(name, Buffer.concat([shop.images.get(from) ?? Buffer.alloc(0), Buffer.from(name)]));
  await app.problems.item('page.jpg').getByRole('button', { name: 'Fetch again' }).click();
  await expect(app.problems.kind('Address of something that is no picture')).toHaveCount(0);
  await app.problems
    .kind('Picture no longer at its address')
    .getByRole('button', { name: 'Fetch again' })
    .first()
    .click();
  await expect(app.problems.kind('Picture no longer at its address')).toHaveCount(0);
  await app.goTo('Search');
  await expect(app.search.count).toHaveText(`${count + 2} products`);
});

test.describe('when the engine dies while pictures are fetched', () => {
  test.use({ provoked: { noise: reconnecting } });

  test('nothing is asked without a word, it can be paused, and a kill costs those in hand', async ({ app, host }) => {
    await app.importer.chooseTable(table);
    await app.importer.start.click();
    await expect(app.library.figure('Products')).toHaveText(String(count + 2));
    await expect(app.library.fetch).toHaveText(`Fetch ${addresses} pictures…`);
    expect(shop.asked).toEqual([]);

    shop.delay = 250;
    await app.library.fetch.click();
    await app.library.allow(shop.host).check();
    await app.library.startFetching.click();
    const fetching = app.library.jobNamed('Fetching pictures of');
    await fetching.getByRole('button', { name: 'Pause' }).click();
    await expect(fetching).toContainText('Paused');
    await fetching.getByRole('button', { name: 'Resume' }).click();
    await expect(fetching.getByRole('button', { name: 'Pause' })).toBeVisible();
    await killEngine(host);
    shop.delay = 0;
    await expect(app.library.figure('Pictures')).toHaveText(String(addresses - 2));
    // Four at a time were in hand when it was paused, and when it was killed.
    expect(shop.asked.length).toBeLessThanOrEqual(addresses + 8);
    expect(new Set(shop.asked).size).toBe(addresses);
  });
});
