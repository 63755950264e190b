import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ShopServer, serveImages } from '../fixtures/image-server.ts';
import { sampleFiles } from '../fixtures/photos.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'empty' });
test.describe.configure({ timeout: 300_000 });

const patience = { timeout: 90_000 };
const count = 12;
const header =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Status';
let shop: ShopServer;
let table: string;

/** A Shopify export with images on a server; the last product is the first listed again, with the same photo at another address. */
test.beforeEach(async ({ folders }) => {
  const files = sampleFiles().filter((file) => file.endsWith('.jpg'));
  shop = await serveImages(new Map());
  const rows = [header];
  const add = async (name: string, file: string): Promise<string> => {
    shop.images.set(`/${name}`, await readFile(path.join(runFolder().sample, file)));
    return `http://${shop.host}/${name}`;
  };
  for (let n = 0; n < count; n++) {
    const address = await add(`files/${n}.jpg?v=1`, files[n * 3] ?? '');
    rows.push(
      `item-${n},Item number ${n},"<p>Text <b>${n}</b></p>",Acme,Thing,"red, summer",Size,S,SKU-${n}-S,"1,009.90",${address},1,active`,
      `item-${n},,,,,,,M,SKU-${n}-M,"1,009.90",,,`,
    );
  }
  const twin = await add('files/again.jpg', files[0] ?? '');
  rows.push(
    `item-again,Item number 0,"<p>Text <b>0</b></p>",Acme,Thing,"red, summer",Size,S,SKU-A-S,"1,009.90",${twin},1,active`,
  );
  const dir = path.join(folders.dir, 'shop');
  await mkdir(dir, { recursive: true });
  table = path.join(dir, 'products_export.csv');
  await writeFile(table, `\ufeff${rows.join('\r\n')}\r\n`);
});

// Where a test is skipped there is no shop.
test.afterEach(() => shop?.close());

test('a shop table goes in, is corrected, comes out, and goes in again as the same catalog', async ({ app, page }) => {
  await app.importer.chooseTable(table);
  await app.importer.allow(shop.host).check();
  await app.importer.start.click();
  await expect(app.library.figure('Pictures')).toHaveText(String(count + 1), patience);
  await expect(app.library.figure('Products')).toHaveText(String(count + 1));

  await app.goTo('Duplicates');
  await expect(app.duplicates.stage).toBeVisible(patience);
  expect((await app.duplicates.pair()).sort()).toEqual(['item-0', 'item-again']);
  await page.keyboard.press('m');
  await expect(app.duplicates.mergeDialog.getByRole('region', { name: 'Result' })).toContainText('Item number 0');
  await page.keyboard.press('Enter');
  await expect(app.duplicates.mergeDialog).toBeHidden();
  const kept = async (): Promise<string> => ((await app.sheet.row('item-0').count()) > 0 ? 'item-0' : 'item-again');

  await app.goTo('Table');
  await expect(app.sheet.row('item-1')).toBeVisible();
  await app.sheet.write('item-1', 'Title', 'Item one, corrected');
  await app.sheet.write('item-2', 'Price', '899.50');
  await app.sheet.write('item-3', 'Brand', 'Nova');
  await expect(app.sheet.undo).toBeEnabled();
  const keeper = await kept();
  const catalog = async (): Promise<string[]> => {
    await expect(app.sheet.row(keeper)).toBeVisible();
    await expect(app.sheet.row('item-11')).toBeVisible();
    // The first row says what the columns are.
    return (await app.sheet.grid.getByRole('row').allInnerTexts()).sort();
  };
  const before = await catalog();
  expect(before).toHaveLength(count + 1);

  // The side bar says how many wait, and they are there cell by cell.
  await expect(app.navigation.getByRole('link', { name: /^Changes, \d+ waiting/ })).toBeVisible();
  await app.goTo('Changes');
  await expect(app.changes.of('Item one, corrected')).toContainText('Item number 1');
  await expect(app.changes.of('Item number 2')).toContainText('899.50');
  await expect(app.changes.of('Item number 3')).toContainText('Nova');
  await app.changes.decide('Merged listings', 'Delete');
  await expect(app.changes.kind('Merged listings')).toHaveText('Merged listings 1');
  const back = path.join(path.dirname(table), 'back.csv');
  await app.changes.export(back);
  await expect(app.navigation.getByRole('link', { name: 'Changes', exact: true })).toBeVisible(patience);

  const [old, now] = [await readFile(table, 'utf8'), await readFile(back, 'utf8')];
  expect(now.startsWith('\ufeffHandle,Title,')).toBe(true);
  const lines = (text: string): string[] => text.split('\r\n').filter((line) => line !== '');
  const fresh = lines(now).filter((line) => !lines(old).includes(line));
  expect(fresh.some((line) => line.startsWith('item-1,"Item one, corrected","<p>Text <b>1</b></p>",Acme'))).toBe(true);
  expect(fresh.filter((line) => line.startsWith('item-2,')).every((line) => line.includes(',"899.50",'))).toBe(true);
  // A row for each thing that was said, and one for the photo that came with the merge.
  expect(fresh.length).toBeLessThanOrEqual(5);
  expect(lines(now).some((line) => line.startsWith(keeper === 'item-0' ? 'item-again' : 'item-0,'))).toBe(false);

  await app.goTo('Library');
  await page.getByRole('button', { name: 'Add photos or a table' }).click();
  await app.importer.chooseAnother(back);
  await app.importer.intoNew('Again');
  await app.importer.allow(shop.host).check();
  await app.importer.start.click();
  await expect(app.library.figure('Products')).toHaveText(String(count), patience);
  await expect(app.library.figure('Pictures')).not.toHaveText('0', patience);
  await app.goTo('Table');
  expect(await catalog()).toEqual(before);
  await app.goTo('Changes');
  await expect(page.getByText('Nothing was changed')).toBeVisible();
});
