import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('a product opens, pages and closes by keyboard, and focus comes back to it', async ({ app, page }) => {
  const { search, product } = app;
  await expect(search.first).toBeVisible();
  await page.keyboard.press('/');
  await expect(search.input).toBeFocused();
  await search.ask('watch');
  await expect(search.first).toHaveAttribute('aria-label', /Watch/);
  await search.input.press('ArrowDown');
  await expect(search.first).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(search.cards.nth(1)).toBeFocused();

  const titles = await search.titles(3);
  await page.keyboard.press('Enter');
  await expect(product.title).toHaveText(titles[1] ?? '');
  await product.press('ArrowRight');
  await expect(product.title).toHaveText(titles[2] ?? '');
  await product.press('ArrowLeft');
  await product.press('ArrowLeft');
  await expect(product.title).toHaveText(titles[0] ?? '');
  await expect(product.place).toHaveText(/^1 of \d+$/);
  await product.press('Escape');
  await expect(product.panel).toBeHidden();
  await expect(search.first).toBeFocused();
});

test('a product says why it was found and what looks like it', async ({ app }) => {
  const { search, product } = app;
  await search.ask('red dress');
  await expect(search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  await search.first.click();
  await expect(product.why).toContainText('Picture');
  await expect(product.why.locator('mark').first()).toHaveText(/dress|red/i);
  const neighbour = product.neighbours.first();
  const name = (await neighbour.getAttribute('aria-label')) ?? '';
  await neighbour.click();
  await expect(product.title).toHaveText(name);
  const similar = product.similar.first();
  await expect(similar).toHaveAttribute('aria-label', /, (looks|reads|looks and reads) alike$/);
  const [other = ''] = ((await similar.getAttribute('aria-label')) ?? '').split(/, (?=looks|reads)/);
  await similar.click();
  await expect(product.title).toHaveText(other);
});

test('the heat map lies over the photo and is not the same everywhere', async ({ app }) => {
  const { search, product } = app;
  await search.ask('red dress');
  await expect(search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  await search.first.click();
  await product.showHeatMap();
  await expect(product.heatMap).toBeVisible();
  await expect.poll(() => product.heatColours()).toBeGreaterThan(50);
});

test('more like this puts the product itself into the query', async ({ app, page }) => {
  const { search } = app;
  await search.ask('yellow backpack');
  await expect(search.first).toHaveAttribute('aria-label', /Backpack.* Yellow/);
  const title = (await search.first.getAttribute('aria-label')) ?? '';
  await search.clear();
  await search.ask('backpack yellow');
  await expect(search.first).toHaveAttribute('aria-label', title);
  await page.getByRole('button', { name: `More like ${title}` }).click();
  await expect(search.parts).toHaveCount(2);
  await expect(search.first).toHaveAttribute('aria-label', /Backpack/);
});
