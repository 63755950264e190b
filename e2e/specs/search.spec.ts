import sharp from 'sharp';
import { imageOf, productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('a dropped photo finds its product first', async ({ app }) => {
  const product = productOf('Sneakers', 'Red');
  await app.drop({ name: 'from the street.jpg', bytes: await imageOf(product) });
  await expect(app.search.parts).toHaveCount(1);
  await expect(app.search.parts).toContainText('from the street.jpg');
  await expect(app.search.first).toHaveAttribute('data-sku', product.sku);
});

test('a photo is compared with a result, and kept as one of it', async ({ app, page }) => {
  const plain = sharp({ create: { width: 300, height: 300, channels: 3, background: '#3b6ea5' } });
  await app.drop({ name: 'blue.jpg', bytes: await plain.jpeg().toBuffer() });
  const banner = app.duplicates.check;
  await expect(banner).toBeVisible();
  await expect(banner).not.toContainText('You said');
  await app.search.first.focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  await expect(dialog.getByAltText('Your photo')).toBeVisible();
  await dialog.getByRole('button', { name: 'Slider' }).click();
  await expect(dialog.getByRole('slider')).toBeVisible();
  await page.keyboard.press('y');
  await expect(dialog).toBeHidden();
  await expect(banner).toContainText('You said that this photo shows');
  await banner.getByRole('button', { name: 'No, it is not' }).click();
  await expect(banner).not.toContainText('You said');
});

test('what is typed finds the right products, in English and in Chinese', async ({ app }) => {
  const red = productOf('Dress', 'Red');
  await app.search.type('red dress');
  await expect(app.search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  await app.search.ask('red dress');
  await expect(app.search.parts).toHaveText([/red dress/]);
  await expect.poll(() => app.search.skus(3)).toContain(red.sku);

  await app.search.clear();
  await app.search.ask('红色连衣裙');
  await expect.poll(() => app.search.skus(3)).toContain(red.sku);

  await app.search.clear();
  await app.search.ask('手表');
  await expect(async () => {
    for (const title of await app.search.titles(5)) expect(title).toMatch(/Watch|手表/);
  }).toPass();
});

test('parts can be mixed, weighed and turned into minus', async ({ app }) => {
  const { search } = app;
  await search.ask('dress + red');
  await expect(search.parts).toHaveText([/dress/, /red/]);
  await expect(search.first).toHaveAttribute('aria-label', /Dress.* Red/);

  await search.leaveOut('red');
  await expect(search.first).toHaveAttribute('aria-label', /Dress/);
  await expect(async () => {
    for (const title of await search.titles(4)) expect(title).not.toMatch(/Red/);
  }).toPass();

  await search.weigh('dress', 2);
  await expect(search.parts.first()).toContainText('×2');

  await search.clear();
  await search.ask('2:backpack - black');
  await expect(search.parts).toHaveText([/backpack.*×2/, /black/]);
  await expect(search.first).toHaveAttribute('aria-label', /Backpack(?!.*Black)/);
});

test('a photo and words together ask for the photo, but different', async ({ app }) => {
  const white = productOf('Sneakers', 'White');
  await app.drop({ name: 'white.jpg', bytes: await imageOf(white) });
  await expect(app.search.first).toHaveAttribute('data-sku', white.sku);
  await app.search.add('red sneakers');
  await expect(app.search.parts).toHaveCount(2);
  await expect(app.search.first).toHaveAttribute('aria-label', /Sneakers.* Red/);
});

test('a new question replaces the old one, and the address leads back and survives a reload', async ({ app, page }) => {
  const { search } = app;
  await search.ask('red dress');
  await expect(search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  await search.ask('backpack');
  await expect(search.parts).toHaveText([/backpack/]);
  await expect(search.first).toHaveAttribute('aria-label', /Backpack/);
  expect(new URL(page.url()).searchParams.get('q')).toBe('backpack');
  await page.goBack();
  await expect(search.parts).toHaveText([/red dress/]);
  await expect(search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  await search.ask('- striped');
  await expect(async () => {
    for (const title of await search.titles(8)) expect(title).not.toMatch(/Striped/);
  }).toPass();
  await expect(search.parts).toHaveText([/red dress/, /striped/]);
  await page.reload();
  await expect(search.parts).toHaveText([/red dress/, /striped/]);
});

test('a misspelt word is corrected, which can be refused', async ({ app, page }) => {
  const { search } = app;
  await search.ask('red snaekers');
  const note = page.getByRole('region', { name: 'Spelling' });
  await expect(note).toContainText('Searched for red sneakers instead of “red snaekers”');
  await expect(search.first).toHaveAttribute('aria-label', /Sneakers.* Red/);
  await note.getByRole('button', { name: 'Search for “red snaekers”' }).click();
  await expect(note).toBeHidden();
  await search.ask('red sneakers');
  await expect(search.first).toHaveAttribute('aria-label', /Sneakers.* Red/);
  await expect(note).toBeHidden();
});

test('filters narrow the list, count, and can be taken off', async ({ app }) => {
  const { search } = app;
  await expect(search.count).toHaveText('235 products');
  await search.choose('Category', 'Footwear');
  await expect(search.count).toHaveText(/^\d\d products$/);
  await search.choose('Colour', 'Red');
  await expect(async () => {
    const titles = await search.titles(50);
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title).toMatch(/Red|红色/);
  }).toPass();

  await app.page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(search.count).toHaveText('235 products');
  await search.limitPrice(30);
  await expect(search.count).not.toHaveText('235 products');
  await expect(async () => {
    for (const text of await search.prices.allTextContents()) {
      expect(Number(text.replace('€', ''))).toBeLessThanOrEqual(30);
    }
  }).toPass();
});
