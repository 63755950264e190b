import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('only the products in sight are in the document', async ({ app, page }) => {
  const { search } = app;
  await expect(search.count).toHaveText('235 products');
  const rows = Number(await search.grid.getAttribute('aria-rowcount'));
  expect(rows).toBeGreaterThan(30);
  expect(await search.cards.count()).toBeLessThan(60);

  await search.first.focus();
  await page.keyboard.press('End');
  const last = page.locator('[data-index="234"]');
  await expect(last).toBeFocused();
  await expect(last).toHaveAttribute('data-sku', /.+/);
  expect(await search.cards.count()).toBeLessThan(60);
  await page.keyboard.press('Home');
  await expect(page.locator('[data-index="0"]')).toBeFocused();
});

test('cards do not lie over each other, whatever the shape of their photos', async ({ app }) => {
  const { search } = app;
  await search.ask('dress');
  await expect(search.first).toHaveAttribute('aria-label', /Dress/);
  await expect(search.photos.nth(7)).toBeVisible();
  const boxes = await search.cards.evaluateAll((cards) =>
    cards.map((card) => {
      const { left, right, top } = card.getBoundingClientRect();
      const bottom = Math.max(
        ...[card, ...card.querySelectorAll('*')].map((part) => part.getBoundingClientRect().bottom),
      );
      return { left, right, top, bottom };
    }),
  );
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
      expect(apart, `card ${i} overlaps another`).toBe(true);
    }
  }
});

test('the list shows the same products as the grid', async ({ app }) => {
  const { search } = app;
  await search.ask('mug');
  await expect(search.first).toHaveAttribute('aria-label', /Mug|杯/);
  const grid = await search.skus(5);
  await search.show('List');
  await expect(search.grid).toHaveAttribute('aria-colcount', '1');
  expect(await search.skus(5)).toEqual(grid);
});
