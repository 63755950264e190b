import { sample } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

/** A colour that the table of the sample gets wrong. */
const wrong = sample.flaws.wrongTags
  .filter(({ column }) => column === 'colour')
  .map(({ sku, given, right }) => {
    const category = sample.products.find((product) => product.sku === sku)?.category ?? '';
    return { sku, given, right, category };
  })[0] ?? { sku: '', given: '', right: '', category: '' };

test('a wrong tag is corrected by key, and filters and search follow at once', async ({ app, page }) => {
  const { sku, given, right, category } = wrong;
  const { search, tags } = app;
  await expect(search.count).toHaveText('235 products');
  await search.choose('Colour', given);
  await search.choose('Category', category);
  await expect(search.card(sku)).toBeVisible();

  await app.goTo('Tags');
  await tags.ready();
  await tags.only('Colour');
  await tags.skipTo(sku, 20);
  await expect(tags.question).toHaveText(`Colour: is “${given}” right?`);
  await expect(tags.proposals.first()).toContainText(right);
  await tags.press('a');
  await expect(tags.checked).toHaveText('1 checked');

  await app.goTo('Search');
  await expect(search.card(sku)).toHaveCount(0);
  await page.getByRole('button', { name: `Remove filter ${given}` }).click();
  await search.choose('Colour', right);
  await expect(search.card(sku)).toBeVisible();

  await search.card(sku).click();
  const tag = app.product.panel.getByRole('button', { name: new RegExp(`^${right}: Confirmed by me`) });
  await expect(tag).toBeVisible();
  await tag.click();
  await page.getByRole('menuitem', { name: 'Wrong, take off' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tag).toBeVisible();
});

test('an answer is taken back by key', async ({ app }) => {
  const { tags } = app;
  await app.goTo('Tags');
  await tags.ready();
  await expect(tags.answers).toBeVisible();
  const asked = await tags.question.textContent();
  await tags.press('r');
  await expect(tags.checked).toHaveText('1 checked');
  await tags.press('u');
  await expect(tags.checked).toHaveText('0 checked');
  await expect(tags.question).toHaveText(asked ?? '');
});

test('all results of a search get a tag in one step, and lose it in one', async ({ app, page }) => {
  const { search, tags } = app;
  await expect(search.count).toHaveText('235 products');
  await search.choose('Type', 'Mug');
  await expect(search.count).toHaveText(/^\d\d products$/);
  await page.getByRole('button', { name: 'Change tags of all results' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change tags' });
  await dialog.getByRole('textbox', { name: 'Tag to put on' }).fill('Winter');
  await page.getByRole('option', { name: /Winter/ }).click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('Winter');
  await dialog.getByRole('button', { name: /^Change \d+ products?$/ }).click();
  await expect(dialog).toHaveCount(0);
  await search.choose('Season', 'Winter');
  const mugs = await search.count.textContent();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(search.count).not.toHaveText(mugs ?? '');
  await app.goTo('Tags');
  await tags.show('Vocabulary');
  await expect(page.getByRole('navigation', { name: 'Groups' })).toContainText('Season');
});

test('results are graded by key, and what is left follows the grades', async ({ app, page }) => {
  const { search } = app;
  await search.ask('backpack');
  await expect(search.first).toHaveAttribute('aria-label', /Backpack/);
  const [first = '', second = ''] = await search.skus(2);
  await search.card(first).focus();
  await page.keyboard.press('g');
  const bar = page.getByRole('region', { name: 'Grading' });
  await search.card(first).focus();
  await page.keyboard.press('3');
  await expect(search.card(second)).toBeFocused();
  await page.keyboard.press('x');
  await expect(bar.getByRole('status')).toHaveText('2 graded');
  await expect(search.card(first).getByRole('button', { name: 'Exactly' })).toHaveAttribute('aria-pressed', 'true');
  await expect(search.card(second).getByRole('button', { name: 'Not relevant' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('f');
  await expect(bar).toContainText('ranked by 2 grades');
  await expect(search.card(first)).toHaveCount(0);
  await bar.getByRole('button', { name: 'Show all' }).click();
  await expect(search.card(first)).toBeVisible();
});

test('a query set is graded by key, and too little to learn from is said so', async ({ app }) => {
  const { grading, learning } = app;
  await app.goTo('Grading');
  await grading.makeSet('Walk-in', ['red dress', 'black boots']);
  await grading.startGrading();
  await expect(grading.query).toHaveText(/red dress|black boots/);
  const asked = (await grading.query.textContent()) ?? '';
  for (const [given, key] of ['3', 'x', '1'].entries()) {
    await grading.press(key);
    await expect(grading.graded).toHaveText(new RegExp(`^${given + 1} of`));
  }
  await grading.press('u');
  await expect(grading.graded).toHaveText(/^2 of/);
  await grading.press('n');
  await expect(grading.query).not.toHaveText(asked);
  await grading.press('2');
  await grading.press('0');
  await expect(grading.graded).toHaveText(/^2 of/);

  await app.goTo('Learning');
  await learning.learn();
  await expect(learning.outcome).toContainText('Default stays in use');
  await expect(learning.outcome).toContainText('too few graded queries');
  await expect(learning.version('Default')).toContainText('In use');
});

test('a taste is learned from grades, adopted because it wins on queries held out, and given up again', async ({
  app,
}) => {
  const { grading, learning, search } = app;
  const { qrels, texts } = tasteForDarkColours();
  await app.goTo('Grading');
  await grading.importSet('Dark ones please', qrels, texts);
  await app.goTo('Search');
  await search.ask('handbag');
  await expect(search.first).toHaveAttribute('aria-label', /Handbag/);
  const before = await search.skus(6);

  await app.goTo('Learning');
  await learning.learn();
  await expect(learning.outcome).toContainText('Learned 1 is better and now in use');
  const current = await learning.figure('ranking in use');
  expect(await learning.figure('best candidate')).toBeGreaterThan(current);
  expect(await learning.figure('p value')).toBeLessThan(0.05);
  await expect(learning.version('Learned 1')).toContainText('In use');

  await app.goTo('Search');
  await expect.poll(() => search.skus(6)).not.toEqual(before);
  await expect(search.first).toHaveAttribute('aria-label', /Handbag.*(Black|Navy)/);

  await app.goTo('Learning');
  await learning.use('Default');
  await expect(learning.version('Default')).toContainText('In use');
  await app.goTo('Search');
  await expect.poll(() => search.skus(6)).toEqual(before);

  await app.goTo('Learning');
  await learning.show('Measure');
  await learning.measure();
  await expect(learning.metric('nDCG@10').first()).toContainText(/0\.\d{3}/);
  await learning.show('History');
  await expect(app.page.getByRole('button', { name: 'Export as HTML' })).toBeVisible();
});

/** One query a type of product; black ones are graded exact, navy ones relevant, all others not. */
function tasteForDarkColours(): { qrels: string; texts: string } {
  const types = [...new Set(sample.products.map((product) => product.type))];
  const grades: Readonly<Record<string, number>> = { Black: 3, 'Navy Blue': 2 };
  const lines = types.flatMap((type, i) =>
    sample.products
      .filter((product) => product.type === type)
      .map((product) => `q${i + 1} 0 ${product.sku} ${grades[product.colour] ?? 0}`),
  );
  return { qrels: lines.join('\n'), texts: types.map((type, i) => `q${i + 1}\t${type.toLowerCase()}`).join('\n') };
}
