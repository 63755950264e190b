import { expect, test } from '../fixtures/test.ts';

test.describe('the first start', () => {
  test.use({ begin: 'first-start' });

  test('imports the sample catalog and shows it', async ({ app }) => {
    await expect(app.search.count).toHaveText('235 products', { timeout: 30_000 });
    await expect(app.search.photos.first()).toBeVisible({ timeout: 30_000 });
    await app.search.ask('sunglasses');
    await expect(app.search.first).toHaveAttribute('aria-label', /Sunglasses|太阳镜/, { timeout: 30_000 });
    await app.goTo('Problems');
    await expect(app.problems.items).toHaveCount(2, { timeout: 30_000 });
  });
});

test.describe('later', () => {
  test.use({ begin: 'looking' });

  test('the Problems page names the missing and the damaged picture of the sample', async ({ app }) => {
    await app.goTo('Problems');
    await expect(app.problems.kind('File not found')).toContainText('incoming');
    await expect(app.problems.kind('Damaged picture')).toContainText('incoming');
  });

  test('a window without the token is let in nowhere', async ({ browser, host, shell }) => {
    test.skip(shell === 'electron', 'The desktop shell has no address that others could open.');
    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    await page.goto(host.origin);
    await expect(page.getByRole('heading', { name: 'This window is not signed in' })).toBeVisible();
    const answers = await page.evaluate(() =>
      Promise.all(['/engine-state', '/original/1'].map(async (url) => (await fetch(url)).status)),
    );
    expect(answers).toEqual([401, 401]);
    await stranger.close();
  });
});
