/** What shoppers did: brought in from a table, and what it says of the searches that fail. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

const { sku } = productOf('Sneakers', 'Red');
const shoppers = [1, 2, 3, 4, 5, 6];

/** Each shopper finds the shoes, and nothing for a lawn mower. */
function searchLog(): string {
  const rows = shoppers.flatMap((shopper) => [
    `2026-02-0${shopper}T10:00:00Z,visit-${shopper},red sneakers,12,1,${sku}`,
    `2026-02-0${shopper}T10:05:00Z,visit-${shopper},lawn mower,0,,`,
  ]);
  return ['time,session,query,results,position,clicked', ...rows].join('\n');
}

test('searches of shoppers come in, and those that fail are told and opened', async ({ app, page, folders }) => {
  const file = path.join(folders.dir, 'searches.csv');
  await writeFile(file, searchLog());
  await app.goTo('Demand');
  await page.getByRole('main').getByRole('button', { name: 'Add behaviour' }).click();
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Path' });
  await expect(typed).not.toHaveValue('');
  await typed.fill(folders.dir);
  await typed.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'searches.csv' }).click();
  await expect(page.getByRole('main')).toContainText('What the first rows say');
  await page.getByRole('main').getByRole('button', { name: 'Add', exact: true }).click();

  await app.goTo('Library');
  await expect(app.library.jobNamed('Reading what shoppers did')).toContainText('Done');
  await app.goTo('Demand');
  const main = page.getByRole('main');
  await expect(main.locator('dl > div', { hasText: 'Searches' }).locator('dd').first()).toHaveText('12');
  await main.getByRole('button', { name: /^Nothing found/ }).click();
  const rows = main.getByRole('row').filter({ has: page.getByRole('cell') });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('lawn mower');
  await main.getByRole('button', { name: 'lawn mower', exact: true }).click();
  await expect(app.search.parts).toContainText('lawn mower');
});
