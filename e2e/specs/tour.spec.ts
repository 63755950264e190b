import { photographedSku } from '../../assets/sample/customer-photo.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ tour: true });

test('the tour is three pieces of real work; it notices them, and does not come back', async ({ app, page }) => {
  const { tour, search } = app;
  const task = (name: string) => tour.getByRole('button', { name });
  await expect(tour).toContainText('Which product is on this photo?');
  await task('Search with this photo').click();
  await expect(search.first).toHaveAttribute('data-sku', photographedSku);
  await expect(search.first).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('y');
  await expect(tour).toContainText('You said that it shows another product.');
  await search.card(photographedSku).focus();
  await page.keyboard.press('y');

  await expect(tour).toContainText('Settle two doubles. ');
  await task('Go to the doubles').click();
  await expect(app.duplicates.stage).toBeVisible();
  await page.keyboard.press('s');
  await expect(tour).toContainText('1 of 2');
  await page.keyboard.press('u');
  await expect(tour).toContainText('0 of 2');
  await page.keyboard.press('s');
  await page.keyboard.press('s');

  await expect(tour).toContainText('Correct a wrong tag.');
  await task('Go to the tags').click();
  await app.tags.ready();
  await page.keyboard.press('r');
  await expect(app.tags.checked).toHaveText('1 checked');
  await expect(tour).toContainText('Correct a wrong tag.');
  await page.keyboard.press('a');
  await expect(tour).toContainText('Done, all three!');
  await task('Try it with your own folder').click();
  await expect(app.heading).toHaveText('Add products');
  await expect(tour).toHaveCount(0);

  // Neither after a reload nor in another browser.
  await page.evaluate(() => window.localStorage.clear());
  await page.reload();
  await expect(app.heading).toHaveText('Add products');
  await expect(tour).toHaveCount(0);

  await app.help.open();
  await page.getByRole('button', { name: 'Open the tour' }).click();
  await expect(tour).toContainText('Which product is on this photo?');
  await task('Skip this task').click();
  await expect(tour).toContainText('0 of 2');
  await task('Skip this task').click();
  await task('Skip this task').click();
  await expect(tour).toContainText('That was the tour.');
  await task('Finish').click();
  await expect(tour).toHaveCount(0);
});

test('the tour is put away with one click, for good', async ({ app, page }) => {
  await expect(app.tour).toBeVisible();
  await app.tour.getByRole('button', { name: 'Close the tour' }).click();
  await expect(app.tour).toHaveCount(0);
  await expect(page.getByText('You can open it again in the help.')).toBeVisible();
  await page.reload();
  await expect(app.search.first).toBeVisible();
  await expect(app.tour).toHaveCount(0);
});

test.describe('at work', () => {
  test.use({ tour: false });

  test('after ten clicks where keys would do, the keys are offered once, and never again', async ({ app, page }) => {
    const offer = page.getByRole('alert').filter({ hasText: 'There is a quicker way' });
    await app.goTo('Tags');
    await app.tags.ready();
    const later = app.tags.answers.getByRole('button', { name: 'Later' });
    // Few are worth checking; the others are asked about on request.
    const anyway = page.getByRole('button', { name: /^Check .* anyway$/ });
    const asked = page.locator('[data-question]');
    const putOff = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) {
        await expect(asked.or(anyway)).toBeVisible();
        if (await anyway.isVisible()) await anyway.click();
        const before = (await asked.getAttribute('data-question')) ?? '';
        await later.click();
        await expect(page.locator(`[data-question="${before}"]`)).toHaveCount(0);
      }
    };
    await putOff(9);
    await app.tags.press('n');
    await expect(offer).toHaveCount(0);
    await putOff(1);
    await expect(offer).toContainText('A takes the suggestion');
    await offer.getByRole('button', { name: 'Show how' }).click();
    await expect(app.help.section('Correct what is wrong')).toBeInViewport();
    await expect(offer).toHaveCount(0);

    // It is not the browser that remembers.
    await page.evaluate(() => window.localStorage.clear());
    await page.reload();
    await app.goTo('Tags');
    await app.tags.ready();
    await putOff(11);
    await expect(offer).toHaveCount(0);
  });
});
