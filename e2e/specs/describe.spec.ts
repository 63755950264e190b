import { expect, test } from '../fixtures/test.ts';

test('words become walls of photos that are confirmed, moved and taken back', async ({ app, page }) => {
  const { describe } = app;
  await app.goTo('Describe');
  await describe.begin('Pattern');
  await describe.inGroup('Pattern');
  await expect(describe.tags.first()).toBeVisible();
  await expect(describe.state).toContainText('nobody has looked yet');

  await describe.sweep(0, 2);
  await expect(describe.picked).toHaveCount(3);
  await page.keyboard.press('a');
  await expect(describe.state).toContainText('right so far: 3 of 3');

  await describe.photos.first().click();
  await describe.moveTo('Camouflage');
  await expect(describe.state).toContainText('right so far: 3 of 4');

  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(describe.state).toContainText('right so far: 3 of 3');
});

test('what listings should have is said, what they lack is told, and titles are made by a pattern', async ({
  app,
  page,
}) => {
  const { completeness } = app;
  await app.goTo('Describe');
  await completeness.show();
  await completeness.choose('Dress');
  await completeness.view('What they should have');
  await expect(completeness.requirement('Picture')).toBeChecked();
  await completeness.requirement('Barcode (GTIN)').click();
  await completeness.view('What is missing');
  await expect(completeness.lack('Barcode')).toBeVisible();

  await completeness.view('Titles');
  await completeness.pattern.fill('{colour');
  await expect(page.getByText('This is no pattern for titles')).toBeVisible();
  await completeness.pattern.fill('{colour} {rest}');
  await expect(completeness.takeOver).toHaveText(/Take over [1-9]/);
  await completeness.takeOver.click();
  await expect(completeness.takeOver).toBeDisabled();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(completeness.takeOver).toBeEnabled();
});

test('categories of a shop are brought in, confirmed branch by branch, and taken back', async ({ app, page }) => {
  const { categories } = app;
  await app.goTo('Describe');
  await categories.show();
  await categories.bring(['Clothes', 'Clothes > Dresses', 'Clothes > Shoes', 'Home', 'Home > Mugs', 'Home > Lamps']);
  await categories.branch('Home').first().click();
  await expect(categories.products.first()).toBeVisible();
  await categories.confirmFirst();
  await expect(categories.progress).toContainText(/^1 of/);

  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(categories.progress).toContainText(/^0 of/);
});
