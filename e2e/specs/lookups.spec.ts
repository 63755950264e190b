import { readFile } from 'node:fs/promises';
import { imageOf, productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('photos dropped together are looked up, decided by key, counted, taken back and exported', async ({
  app,
  page,
}) => {
  const [dress, mug] = [productOf('dress', 'red'), productOf('mug', 'blue')];
  await app.drop(
    { name: 'first.jpg', bytes: await imageOf(dress) },
    { name: 'second.jpg', bytes: await imageOf(mug) },
    { name: 'broken.jpg', bytes: Buffer.from('no picture at all') },
  );
  await expect(app.lookups.rows).toHaveCount(3);
  const [first, second, broken] = ['first.jpg', 'second.jpg', 'broken.jpg'].map((name) => app.lookups.of(name));
  await expect(first).toContainText(dress.title);
  await expect(broken).toHaveAttribute('data-state', 'failed');
  await expect(second).toHaveAttribute('data-state', /check|none/);

  // The first is confirmed with Enter, and the next one to check is at hand.
  await expect(app.lookups.current).toContainText('first.jpg');
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('data-state', 'confirmed');
  await expect(app.lookups.current).toContainText('second.jpg');
  await page.keyboard.press('n');
  await expect(second).toHaveAttribute('data-state', 'none');
  await second.click();
  await app.lookups.correct(mug.title);
  await expect(second).toHaveAttribute('data-state', 'confirmed');
  await expect(second).toContainText(mug.sku);

  await app.lookups.filter('Failed').click();
  await expect(app.lookups.rows).toHaveCount(1);
  await app.lookups.filter('All').click();

  // It is there after a reload, with what was said.
  await page.reload();
  await expect(second).toHaveAttribute('data-state', 'confirmed');
  await app.lookups.show('Count by product');
  await expect(app.lookups.counts.getByRole('row', { name: mug.title })).toContainText(mug.sku);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'A row for each photo' }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text).toContain(`first.jpg,,`);
  expect(text).toMatch(new RegExp(`second\\.jpg,.*,${mug.sku},`));
  expect(text).toMatch(/broken\.jpg,,failed,/);
});
