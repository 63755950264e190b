import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { imageOf, productOf, sample } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

const planted = new Map(sample.flaws.duplicates.map(({ sku, of }) => [sku, of]));

/** Whether the sample catalog lists a product twice under these numbers. */
function isPlanted([a = '', b = '']: readonly string[]): boolean {
  return planted.get(a) === b || planted.get(b) === a;
}

test('all duplicates are found and reviewed with the keyboard alone', async ({ app, page }) => {
  const { duplicates } = app;
  await expect(app.search.first).toBeVisible();
  await duplicates.openByKey();
  await expect(duplicates.stage).toBeVisible();

  const found = new Set<string>();
  for (let step = 0; step < 80; step++) {
    await expect(duplicates.stage.or(duplicates.allReviewed)).toBeVisible();
    if (await duplicates.allReviewed.isVisible()) {
      if (/Variants/.test((await duplicates.continueButton.textContent()) ?? '')) break;
      await expect(duplicates.continueButton).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(duplicates.stage).toBeVisible();
    }
    const pair = await duplicates.pair();
    if (isPlanted(pair)) found.add([...pair].sort().join(' '));
    await page.keyboard.press(isPlanted(pair) ? 's' : 'd');
    // Nothing waits for the engine: the next pair is there at once.
    await expect.poll(() => duplicates.pair(), { intervals: [10, 20, 40, 80, 160] }).not.toEqual(pair);
  }
  // How many are sure enough is for bench/duplicates to measure: a drawing that was cropped and relit may stay below the threshold.
  expect(found.size).toBeGreaterThanOrEqual(planted.size - 1);
  for (const kind of ['Exact', 'Near', 'Same listing'] as const) {
    await expect(duplicates.tab(kind)).toHaveAccessibleName(`${kind} 0`);
  }
});

test('a verdict can be undone, is handed over, survives a reload, and can be changed and withdrawn later', async ({
  app,
  page,
}) => {
  const { duplicates } = app;
  await app.goTo('Duplicates');
  await expect(duplicates.stage).toBeVisible();
  const groups = await duplicates.count('Exact');
  const pair = await duplicates.pair();
  await page.keyboard.press('s');
  await expect(duplicates.reviewed).toContainText(`1 of ${groups} reviewed`);
  await page.keyboard.press('u');
  await expect(duplicates.reviewed).toContainText(`0 of ${groups} reviewed`);
  expect(await duplicates.pair()).toEqual(pair);

  await page.keyboard.press('s');
  await expect(duplicates.tab('Exact')).toHaveAccessibleName(`Exact ${groups - 1}`);
  const [heads, ...rows] = (await duplicates.downloadDecisions('CSV')).trim().split('\r\n');
  expect(heads).toBe('decision,sku,title,source,into_sku,into_source,state');
  expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual([
    ['keep', pair[0]],
    ['merge into', pair[1]],
  ]);
  await page.reload();
  await app.goTo('Duplicates');
  await expect(duplicates.tab('Exact')).toHaveAccessibleName(`Exact ${groups - 1}`);
  await expect(duplicates.reviewed).toContainText(`1 of ${groups} reviewed`);

  await duplicates.list('Reviewed');
  await expect(duplicates.groups).toHaveText([/Same product/]);
  expect(await duplicates.pair()).toEqual(pair);
  await expect(duplicates.reasons).toContainText('You said so');
  await page.keyboard.press('d');
  await expect(duplicates.groups).toHaveText([/Different/]);

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('a');
  await expect(duplicates.message).toContainText('Back among the groups to review');
  await expect(duplicates.tab('Exact')).toHaveAccessibleName('Exact 0');
  await duplicates.message.getByRole('button', { name: 'Undo' }).click();
  await expect(duplicates.tab('Exact')).toHaveAccessibleName('Exact 1');
  await expect(duplicates.groups).toHaveText([/Different/]);
});

test('a pair says how it differs and why it belongs together', async ({ app, page }) => {
  const { duplicates } = app;
  await app.goTo('Duplicates');
  await expect(duplicates.stage).toBeVisible();
  await expect(duplicates.reasons).toContainText('Both use the very same file.');
  await expect(duplicates.differences.getByRole('row', { name: /Price/ })).toContainText('cheaper');
  await expect(duplicates.stage.locator('h2 mark').first()).toBeVisible();

  await duplicates.openTab('Variants');
  await expect(duplicates.reasons).toContainText('So these are taken for variants');
  await page.keyboard.press('c');
  const slider = duplicates.stage.getByRole('slider', { name: 'Position of the slider' });
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '54');
});

test('a product page leads to its second listing', async ({ app, page }) => {
  const [first] = sample.flaws.duplicates;
  await app.goTo('Duplicates');
  await expect(app.duplicates.stage).toBeVisible();
  await app.goTo('Search');
  await app.search.ask(first?.sku ?? '');
  await expect(app.search.count).toHaveText('1 product');
  await app.search.first.click();
  const notice = page.getByRole('region', { name: 'Possibly listed twice' });
  await expect(notice).toContainText(first?.of ?? '');
  await notice.getByRole('link', { name: 'Compare the two' }).click();
  await expect.poll(async () => (await app.duplicates.pair()).sort()).toEqual([first?.sku, first?.of].sort());
});

test('two listings become one, and two again', async ({ app, page }) => {
  const { duplicates } = app;
  await app.goTo('Duplicates');
  await expect(duplicates.stage).toBeVisible();
  const pair = await duplicates.pair();
  await page.keyboard.press('m');
  await expect(duplicates.mergeDialog.getByRole('region', { name: 'Result' })).toContainText(pair[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(duplicates.mergeDialog).toBeHidden();
  await expect(duplicates.message).toContainText('Merged 2 listings into one');
  await app.goTo('Search');
  await expect(app.search.count).toHaveText('234 products');

  await app.goTo('Duplicates');
  await duplicates.message.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => duplicates.pair()).toEqual(pair);
  await app.goTo('Search');
  await expect(app.search.count).toHaveText('235 products');
});

test('a rule decides the groups shown, and no others, and is taken back before what was said ahead of it', async ({
  app,
  page,
}) => {
  const { duplicates } = app;
  await app.goTo('Duplicates');
  await expect(duplicates.stage).toBeVisible();
  const [exact, found] = [await duplicates.count('Exact'), await duplicates.count('Near')];
  await duplicates.openTab('Near');
  await expect(duplicates.stage).toBeVisible();
  await page.keyboard.press('d');
  const near = found - 1;
  await expect(duplicates.tab('Near')).toHaveAccessibleName(`Near ${near}`);
  await duplicates.openTab('Exact');
  await expect(duplicates.stage).toBeVisible();
  await duplicates.openRules();
  await expect(duplicates.rulesDialog).toContainText(`${exact} of ${exact} groups shown would change`);
  await duplicates.sameFolder.check();
  await expect(duplicates.rulesDialog).toContainText(`0 of ${exact} groups shown would change`);
  await duplicates.sameFolder.uncheck();
  await duplicates.rulesDialog.getByRole('button', { name: `Apply to ${exact} groups` }).click();
  await expect(duplicates.allReviewed).toBeVisible();
  await expect(duplicates.tab('Exact')).toHaveAccessibleName('Exact 0');
  await expect(duplicates.tab('Near')).toHaveAccessibleName(`Near ${near}`);
  await expect(duplicates.rulesDialog).toBeHidden();
  await duplicates.undo.click();
  await expect(duplicates.tab('Exact')).toHaveAccessibleName(`Exact ${exact}`);
  await expect(duplicates.tab('Near')).toHaveAccessibleName(`Near ${near}`);
  await page.keyboard.press('u');
  await expect(duplicates.tab('Near')).toHaveAccessibleName(`Near ${found}`);
  await expect(duplicates.tab('Near')).toHaveAttribute('aria-selected', 'true');
});

test('a dropped photo says first that its product is there already', async ({ app }) => {
  const product = productOf('Sneakers', 'Red');
  await app.drop({ name: 'from the street.jpg', bytes: await imageOf(product) });
  await expect(app.duplicates.check).toContainText('This product seems to be in your catalog already');
  await expect(app.duplicates.check).toContainText(product.sku);
});

test('an import says how many of its products are there already', async ({ app, page, folders }) => {
  const dir = path.join(folders.dir, 'second delivery');
  await mkdir(dir);
  for (const product of [productOf('Sneakers', 'Red'), productOf('Dress', 'Red')]) {
    await writeFile(path.join(dir, `${product.sku} again.jpg`), await imageOf(product));
  }
  await app.goTo('Duplicates');
  await expect(app.duplicates.stage).toBeVisible();
  await app.goTo('Library');
  await page.getByRole('button', { name: 'Add photos or a table' }).click();
  await page.getByRole('button', { name: 'Choose a folder or table…' }).click();
  // At once: neither the folder that the dialog opens on nor the one listed last is meant.
  await app.importer.path.fill(dir);
  await app.importer.picker.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByText('Into the open library').click();
  await app.importer.start.click();
  await expect(app.duplicates.message.filter({ hasText: '2 of these you already have' })).toBeVisible();
  await app.duplicates.message.getByRole('button', { name: 'Review' }).click();
  await expect(app.heading).toHaveText('Duplicates');
  await expect(app.duplicates.groups).toHaveCount(2);
  await app.duplicates.showAll.click();
  await expect(app.duplicates.showAll).toBeHidden();
});
