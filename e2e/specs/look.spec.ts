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
