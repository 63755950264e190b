import { expect, test } from '../fixtures/test.ts';

test('cells are edited, filled down and taken back with the keys alone', async ({ app, page }) => {
  await app.goTo('Table');
  await expect(app.sheet.row('SK-1010')).toBeVisible();
  // Only what is in sight is in the document.
  expect(await app.sheet.grid.getByRole('row').count()).toBeLessThan(60);
  await app.sheet.grid.focus();
  await app.sheet.press('ArrowDown');
  await page.keyboard.type('A title of mine');
  await page.keyboard.press('Enter');
  await expect(await app.sheet.cell('SN-1013', 'Title')).toHaveText('A title of mine');
  await expect(await app.sheet.cell('TS-1028', 'Title')).toHaveAttribute('data-active', 'true');
  await app.sheet.press('ArrowRight', 'ArrowRight');
  await page.keyboard.type('Sportswear');
  await page.keyboard.press('Enter');
  await expect(await app.sheet.cell('TS-1028', 'Category')).toHaveText('Sportswear');
  await app.sheet.press('ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
  for (const sku of ['WA-1007', 'BE-1001'])
    await expect(await app.sheet.cell(sku, 'Category')).toHaveText('Sportswear');

  await app.goTo('Changes');
  await expect(app.changes.of('A title of mine')).toBeVisible();
  await expect(app.changes.kind('Tags')).toHaveText('Tags 3');
  await app.goTo('Search');
  await app.search.ask('a title of mine');
  await expect(app.search.first).toHaveAttribute('data-sku', 'SN-1013');
});

test('what was done is taken back step by step', async ({ app, page }) => {
  await app.goTo('Table');
  await app.sheet.write('SN-1013', 'Title', 'One');
  await app.sheet.write('SN-1013', 'Price', '10.50');
  await expect(await app.sheet.cell('SN-1013', 'Price')).toHaveText('€10.50');
  await app.sheet.press('Control+z');
  await expect(await app.sheet.cell('SN-1013', 'Price')).toHaveText('€120.95');
  await app.sheet.press('Control+z');
  await expect(await app.sheet.cell('SN-1013', 'Title')).toHaveText('Striden Low Canvas Sneakers Grey');
  await expect(app.sheet.undo).toBeDisabled();
  // What cannot be read is said and stays as it was.
  await app.sheet.write('SN-1013', 'Price', 'cheap');
  await expect(page.getByText('is not clear as a price')).toBeVisible();
  await expect(await app.sheet.cell('SN-1013', 'Price')).toHaveText('€120.95');
});

test('words are replaced in what a search found, but where the tick was taken off', async ({ app, page }) => {
  await app.search.ask('leather belt');
  await expect(app.search.first).toHaveAttribute('aria-label', /Belt/);
  await page.getByRole('button', { name: 'Edit the results in a table' }).click();
  const replacing = await app.sheet.openReplace();
  await replacing.say('Leather Belt', 'Vegan Belt');
  await expect(replacing.lead).toContainText('would change');
  const count = await replacing.items.count();
  expect(count).toBeGreaterThan(2);
  const left = await replacing.items.first().getByRole('checkbox').getAttribute('aria-label');
  await replacing.items.first().getByRole('checkbox').uncheck();
  await expect(replacing.apply).toHaveText(`Change ${count - 1} products`);
  await replacing.apply.click();
  await expect(page.getByText(`Replaced in ${count - 1} products`)).toBeVisible();
  await expect(app.sheet.grid.getByText(/Vegan Belt/)).toHaveCount(count - 1);
  await expect(app.sheet.grid.getByText((left ?? '').replace('Replace in ', ''))).toBeVisible();
  await app.sheet.undo.click();
  await expect(app.sheet.grid.getByText(/Vegan Belt/)).toHaveCount(0);
});

test('products are taken out of the catalog and put back', async ({ app, page }) => {
  await expect(app.search.count).toHaveText('235 products');
  await expect(app.search.first).toHaveAttribute('data-sku', /./);
  const [first = '', second = ''] = await app.search.skus(2);
  const [title = ''] = await app.search.titles(1);
  for (const sku of [first, second]) await app.search.card(sku).press('s');
  const picked = page.getByRole('region', { name: 'Picked products' });
  await picked.getByRole('button', { name: 'Remove from the catalog' }).click();
  await expect(app.search.count).toHaveText('233 products');
  await app.goTo('Changes');
  await expect(app.changes.kind('Removed listings')).toHaveText('Removed listings 2');
  await app.changes.of(title).getByRole('link').click();
  await app.product.panel.getByRole('button', { name: 'Put back' }).click();
  await expect(app.product.panel.getByRole('button', { name: 'Remove from the catalog' })).toBeVisible();
  await app.product.close();
  await expect(app.search.count).toHaveText('234 products');
});
