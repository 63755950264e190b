import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { killEngine } from '../fixtures/app-host.ts';
import { reconnecting } from '../fixtures/page-watch.ts';
import { makeLargeFolder, makeNastyFolder, productsOf } from '../fixtures/photos.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'empty' });

/** So many that an import is still at it when it is stopped. */
const many = 180;

test('an import can be stopped, goes on where it was, and doubles nothing', async ({ app, folders }) => {
  const dir = path.join(folders.dir, 'many photos');
  await makeLargeFolder(dir, many);
  await app.importer.chooseFolder(dir);
  await app.importer.start.click();
  await expect(app.library.progress).toBeVisible();
  await app.library.stop();
  await expect(app.library.job).toContainText('Stopped');
  await app.library.resume();
  await expect(app.library.job).toContainText('Done');
  await expect(app.library.figure('Pictures')).toHaveText(String(many));
  await expect(app.library.figure('Products')).toHaveText(String(many));
});

test.describe('when the engine dies during an import', () => {
  test.use({ provoked: { noise: reconnecting } });

  test('it goes on by itself and doubles nothing', async ({ app, folders, host }) => {
    const dir = path.join(folders.dir, 'many photos');
    await makeLargeFolder(dir, many);
    await app.importer.chooseFolder(dir);
    await app.importer.start.click();
    await expect(app.library.progress).toBeVisible();
    await killEngine(host);
    await expect(app.library.job).toContainText('Done');
    await expect(app.library.figure('Pictures')).toHaveText(String(many));
    await expect(app.library.figure('Products')).toHaveText(String(many));
  });
});

test('a table is imported the way its columns were corrected', async ({ app, folders }) => {
  const dir = path.join(folders.dir, 'catalog');
  await mkdir(dir, { recursive: true });
  const products = [...productsOf('Mug').slice(0, 3), ...productsOf('Chair').slice(0, 3)];
  const rows = products.map(
    ({ sku, title, material, colour, price, images }) =>
      `${sku};${title};${material};${colour};${price.toFixed(2).replace('.', ',')};${path.join(runFolder().sample, images[0]?.file ?? '')}`,
  );
  await writeFile(path.join(dir, 'stock.csv'), ['code;name;remark;shade;cost;file', ...rows].join('\n'));

  await app.importer.chooseTable(path.join(dir, 'stock.csv'));
  await app.importer.use('code', 'Product number');
  await app.importer.use('name', 'Title');
  await app.importer.use('file', 'Picture');
  await app.importer.use('cost', 'Price');
  await app.importer.use('remark', 'Tag');
  await app.importer.nameGroup('remark', 'Made of');
  await app.importer.start.click();
  await expect(app.library.job).toContainText('Done');
  await app.goTo('Search');
  await expect(app.search.count).toHaveText('6 products');
  await expect(app.search.card(products[0]?.sku ?? '')).toContainText(products[0]?.price.toFixed(2) ?? '');
  await expect(app.search.facet('Made of').getByRole('checkbox', { name: products[0]?.material ?? '' })).toBeVisible();
});

test('a table in a doubtful encoding is compared, and changed with one click', async ({ app, folders }) => {
  const dir = path.join(folders.dir, 'old table');
  await mkdir(dir, { recursive: true });
  const titles = ['Écharpe légère', 'Robe d’été brodée', 'Gants tricotés'];
  const rows = titles.map((title, n) => `A${n};${title};${n + 1} 299,50 €`);
  const text = ['sku;titre;price', ...rows, 'A9;Sac à main;sur demande'].join('\n');
  // Mac Roman, of which these characters are all that is needed.
  const macRoman: Record<string, number> = { É: 0x83, é: 0x8e, è: 0x8f, à: 0x88, '’': 0xd5, '€': 0xdb };
  await writeFile(
    path.join(dir, 'stock.csv'),
    Buffer.from([...text].map((char) => macRoman[char] ?? char.charCodeAt(0))),
  );

  await app.importer.chooseTable(path.join(dir, 'stock.csv'));
  await expect(app.importer.encodings.getByRole('listitem').first()).toContainText('Écharpe légère');
  await expect(app.importer.remark('1 299,50 € → €1,299.50')).toBeVisible();
  await expect(app.importer.remark(/1 of 4 cells in the column price .*"sur demande"/)).toBeVisible();
  await expect(app.importer.remark(/products come in as listings/)).toBeVisible();
  await app.importer.useEncoding('windows-1252');
  await expect(app.importer.encodings.getByRole('listitem').first()).toContainText('windows-1252');
  await app.importer.useEncoding('macintosh');
  await app.importer.use('titre', 'Title');
  await app.importer.start.click();
  await expect(app.library.job).toContainText('Done');
  await app.goTo('Search');
  await expect(app.search.count).toHaveText('4 products');
  await expect(app.search.card('A0')).toContainText('€1,299.50');
});

test('a nasty folder is imported, and each broken file is named', async ({ app, folders }) => {
  const dir = path.join(folders.dir, 'nasty');
  const { good, broken } = await makeNastyFolder(dir);
  await app.importer.chooseFolder(dir);
  await app.importer.start.click();
  await expect(app.library.job).toContainText('Done');
  await app.goTo('Search');
  for (const file of good) await expect(app.search.cards.filter({ hasText: path.parse(file).name })).toBeVisible();
  await app.goTo('Problems');
  for (const file of broken) await expect(app.problems.item(file)).toBeVisible();
  await expect(app.problems.item('too many pixels.png')).toContainText(/pixel/i);
});
