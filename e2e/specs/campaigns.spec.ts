/** A brief becomes a set that is arranged, kept and given to the shop. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test.ts';

test('a brief becomes a set that is arranged, kept in versions and given to the shop', async ({ app, page }) => {
  const { campaigns } = app;
  await app.goTo('Campaigns');
  await campaigns.propose('dresses for summer, no red, 5 products, margin over 30 %');
  await expect(campaigns.cards).toHaveCount(5);
  await expect(campaigns.understood.getByRole('textbox', { name: 'Products' })).toHaveValue('5');
  await expect(campaigns.understood).toContainText('red');
  await expect(page.getByRole('main')).toContainText('Not applied, because the catalog has no figures for it: margin.');
  await expect(campaigns.cards.first()).toContainText('Type: Dress');

  // By keys, and back.
  const first = await campaigns.skus();
  await campaigns.handle(0).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: 'is now at place 2 of 5' })).toHaveCount(1);
  expect(await campaigns.skus()).toEqual([first[1], first[0], ...first.slice(2)]);
  await expect(campaigns.handle(1)).toBeFocused();
  await campaigns.do('Undo');
  expect(await campaigns.skus()).toEqual(first);
  // By hand.
  await campaigns.cards.nth(4).dragTo(campaigns.cards.nth(0));
  expect(await campaigns.skus()).toEqual([first[4], ...first.slice(0, 4)]);

  await campaigns.tool(0, 'Lock').click();
  await campaigns.do('Propose others');
  await expect(campaigns.cards.nth(1)).not.toHaveAttribute('data-sku', first[0] ?? '');
  expect((await campaigns.skus())[0]).toBe(first[4]);
  await campaigns.tool(2, 'Another like').click();
  const offered = campaigns.dialog.getByRole('list').getByRole('button').first();
  await offered.click();
  await expect(campaigns.dialog).toHaveCount(0);
  await campaigns.tool(4, 'Take').click();
  await expect(campaigns.cards).toHaveCount(4);
  await campaigns.do('Fill up');
  await expect(campaigns.cards).toHaveCount(5);

  await campaigns.save('Summer');
  await expect(app.heading).toHaveText('Summer');
  await campaigns.tool(4, 'Take').click();
  await campaigns.save('Summer');
  const version = page.getByRole('combobox', { name: 'Version' });
  await expect(version).toHaveValue(/^Version 2/);
  await version.click();
  await page.getByRole('option', { name: /^Version 1/ }).click();
  await expect(campaigns.cards).toHaveCount(5);
  await expect(page.getByRole('main')).toContainText('Saving it makes it version 3');

  await campaigns.do('Give to the shop');
  const download = page.waitForEvent('download');
  await campaigns.dialog.getByRole('button', { name: 'Write' }).click();
  const table = await readFile(await (await download).path(), 'utf8');
  expect(table.split('\n')[0]).toBe('Handle,Title,Collection');
  expect(table.trim().split('\n')).toHaveLength(6);
  await campaigns.do('All sets');
  await expect(page.getByRole('link', { name: /^Summer/ })).toContainText('version 2');
});
