import { cp } from 'node:fs/promises';
import path from 'node:path';
import { sample } from '../fixtures/photos.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { terminal } from '../fixtures/terminal.ts';
import { expect, test } from '../fixtures/test.ts';

test.describe('the first start', () => {
  test.use({ begin: 'first-start' });

  test('imports the sample catalog and shows it', async ({ app }) => {
    await expect(app.search.count).toHaveText('235 products');
    await expect(app.search.photos.first()).toBeVisible();
    await app.search.ask('sunglasses');
    await expect(app.search.first).toHaveAttribute('aria-label', /Sunglasses|太阳镜/);
    await app.goTo('Problems');
    await expect(app.problems.items).toHaveCount(2);
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

/** From here on the app says that a tag is doubtful. */
const worthAsking = 0.5;

test('what is planted in the sample is found, and nothing else', async ({ folders, shell }) => {
  test.skip(shell === 'electron', 'The terminal is the same everywhere.');
  const library = path.join(folders.dir, 'planted');
  await cp(runFolder().library, library, { recursive: true });
  interface Listed {
    readonly groups: readonly { readonly kind: string; readonly members: readonly { readonly sku: string }[] }[];
  }
  const { groups } = JSON.parse(await terminal(folders.home, 'duplicates', '--library', library)) as Listed;
  const named = (skus: readonly string[]): string => [...skus].sort().join(' ');
  const membersOf = (wanted: boolean): string[][] =>
    groups.filter(({ kind }) => (kind === 'variant') === wanted).map(({ members }) => members.map(({ sku }) => sku));
  const found = membersOf(false).map(named);
  const planted = sample.flaws.duplicates.map(({ sku, of }) => named([sku, of]));
  expect(found.sort(), 'doubles').toEqual(planted.sort());
  const mixed = membersOf(true).filter((skus) => new Set(skus.map((sku) => sku.slice(0, 2))).size > 1);
  expect(mixed, 'variants of different kinds of product').toEqual([]);

  const { tags } = JSON.parse(
    await terminal(folders.home, 'tags', 'suspicious', '--library', library, '--k', '30'),
  ) as {
    readonly tags: readonly {
      readonly sku: string;
      readonly group: string;
      readonly tag: string;
      readonly suspicion: number;
    }[];
  };
  const wrong = sample.flaws.wrongTags.map(({ sku, column, given }) => `${sku} ${column} ${given}`);
  const doubted = tags.filter(({ suspicion }) => suspicion >= worthAsking);
  expect(doubted.map(({ sku, group, tag }) => `${sku} ${group} ${tag}`).sort(), 'doubtful tags').toEqual(wrong.sort());
});
