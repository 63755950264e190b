import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import chinese from '../../renderer/i18n/zh-CN.json' with { type: 'json' };
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('the window speaks Chinese, and still does after a reload', async ({ app, page }) => {
  await expect(app.search.count).toHaveText('235 products');
  await app.speak('简体中文');
  const navigation = page.getByRole('navigation', { name: chinese.shell.navigation });
  const { search, library, problems, settings } = chinese.nav;
  for (const name of [search, library, problems, settings]) {
    await expect(navigation.getByRole('link', { name })).toBeVisible();
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await navigation.getByRole('link', { name: problems }).click();
  await expect(app.heading).toHaveText(problems);
  await app.speak('English', chinese.settings.language);
  await expect(app.heading).toHaveText('Problems');
});

test('the window turns dark, and still is after a reload', async ({ app, page }) => {
  const brightness = () =>
    page.evaluate(() => {
      const [r = 0, g = 0, b = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
      return (r + g + b) / 3;
    });
  await expect(app.search.first).toBeVisible();
  expect(await brightness()).toBeGreaterThan(200);
  await app.turn('dark');
  await expect.poll(brightness).toBeLessThan(60);
  await page.reload();
  await expect(app.search.first).toBeVisible();
  expect(await brightness()).toBeLessThan(60);
});

test.describe('a library in a folder of a long name', () => {
  test.use({ begin: 'prepared' });

  test('has its path within its menu and beside what can be done', async ({ app, page, folders, shared, shell }) => {
    test.skip(shell === 'electron', 'The window has one library from the start.');
    const name = 'the summer collection of a shop with very many brands, photos as they came from the agency';
    const dir = path.join(folders.dir, name, 'library');
    await cp(folders.library, dir, { recursive: true });
    await shared.over(dir);
    await page.reload();
    const right = async (one: Locator): Promise<number> => {
      const { x = Number.NaN, width = Number.NaN } = (await one.boundingBox()) ?? {};
      return x + width;
    };
    await app.goTo('Library');
    await expect(page.getByRole('main').getByTitle(dir)).toBeVisible();
    const menu = page.getByRole('button', { name: 'Rename, copy, move or delete this library' });
    expect(await right(menu)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    await page.getByRole('button', { name: /^Library: / }).click();
    const recent = page.getByRole('menu');
    await expect(recent.getByTitle(dir)).toBeVisible();
    expect(await right(recent.getByTitle(dir))).toBeLessThan(await right(recent));
  });
});
