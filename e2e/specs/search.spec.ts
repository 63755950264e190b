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

test('a tag is excluded, and its group still counts it', async ({ app, page }) => {
  const { search } = app;
  await search.ask('hat');
  await expect(search.first).toHaveAttribute('aria-label', /Hat/);
  await search.facet('Type').getByRole('button', { name: 'Exclude Hat' }).click();
  await expect(search.first).toHaveAttribute('aria-label', /Cap/);
  await expect(search.facet('Type').getByRole('checkbox', { name: 'Hat', exact: true })).toBeVisible();
  expect(JSON.parse(new URL(page.url()).searchParams.get('filters') ?? '')).toMatchObject({
    notTags: { type: ['Hat'] },
  });
  await page.getByRole('button', { name: 'Remove filter not Hat' }).click();
  await expect(search.first).toHaveAttribute('aria-label', /Hat/);
});

test('tags that words name are told, and can be made a filter or words again', async ({ app, page }) => {
  const { search } = app;
  await search.ask('red dress for women');
  const understood = page.getByRole('group', { name: 'Understood' });
  await expect(understood.getByRole('button', { name: 'Show only Audience: Women' })).toBeVisible();
  await understood.getByRole('button', { name: 'Show only Colour: Red' }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Red' })).toBeVisible();
  await expect(understood).not.toContainText('Colour');
  await understood.getByRole('button', { name: 'Take “women” as words' }).click();
  await expect(understood).not.toContainText('Audience');
});

test('below a line stands what was probably not meant', async ({ app, page }) => {
  const { search } = app;
  await search.ask('red shoes under 50');
  await expect(search.count).toHaveText('10 products');
  await expect(page.getByRole('gridcell', { name: /not what you meant/ })).toBeVisible();
  await search.ask('red sofa');
  // The catalog has no sofa: what is red may be meant, but nothing is told to be likely.
  await expect(page.getByRole('gridcell', { name: /Red/ }).first()).toBeVisible();
  await expect(page.getByText(/^(Very likely|Likely)$/)).toHaveCount(0);
});

test('a search is kept by a name, and suggested with tags and products', async ({ app, page }) => {
  const { search } = app;
  await search.ask('red dress');
  await search.choose('Colour', 'Red');
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await page.getByRole('textbox', { name: 'Save this search as' }).fill('Reds for summer');
  await page.keyboard.press('Enter');
  await search.clear();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(search.count).toHaveText('235 products');

  await search.type('blu');
  const list = page.getByRole('listbox', { name: 'Suggestions' });
  await expect(list.getByRole('option', { name: /^Blue Colour.*products/ })).toBeVisible();
  await expect(list.getByRole('option', { name: /Bluebird .* Mug/ }).first()).toBeVisible();
  await list.getByRole('option', { name: /^Blue Colour/ }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Blue' })).toBeVisible();

  await search.type('reds');
  await list.getByRole('option', { name: 'Reds for summer' }).click();
  await expect(search.parts).toHaveText([/red dress/]);
  await expect(page.getByRole('button', { name: 'Remove filter Red' })).toBeVisible();
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await page.getByRole('button', { name: 'Remove the saved search Reds for summer' }).click();
  await expect(page.getByText('Ask for something, then keep it here')).toBeVisible();
});
