import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

const dialog = '[role="dialog"]';
const laterCards = '[role="row"]:nth-child(n + 3) > [data-sku]';

/**
 * Violations that keep people out, in either theme, in a form that a failed test can be read from. `within`: what opened over a page that
 * was looked at before.
 */
async function violations(page: Page, within?: string): Promise<string[]> {
  const light = await violationsInTheme(page, axeOver(page, within));
  // The same elements in other colours.
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const dark = await violationsInTheme(page, axeOver(page, within).withRules('color-contrast'));
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  return [...light, ...dark.map((text) => `dark: ${text}`)];
}

/** What is in order is counted, not written down element by element; of many cards that are made alike some stand for all. */
function axeOver(page: Page, within?: string): AxeBuilder {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).exclude(laterCards);
  return within === undefined ? axe : axe.include(within);
}

/** What stays: on a busy machine a look may fall between two colours of a theme that was just turned, and a second one does not. */
async function violationsInTheme(page: Page, axe: AxeBuilder): Promise<string[]> {
  const found = await look(page, axe);
  if (found.length === 0) return found;
  await page.waitForTimeout(500);
  return look(page, axe);
}

async function look(page: Page, axe: AxeBuilder): Promise<string[]> {
  // What is being renewed is dimmed for a moment, and fades back.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    // Two frames, so that what has just been opened has the colours of the theme.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  // There are no frames, so nothing needs the page of its own that axe would open for them.
  const { violations: found } = await axe.setLegacyMode().analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

test.describe('looking around', () => {
  test.use({ begin: 'looking' });

  test('search and a product are accessible', async ({ app, page }) => {
    await expect(app.search.photos.first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await app.search.ask('red dress - striped');
    await expect(app.search.parts).toHaveCount(2);
    await expect(app.search.first).toHaveAttribute('aria-label', /Dress/);
    expect(await violations(page)).toEqual([]);
    await app.search.first.click();
    await expect(app.product.neighbours.first()).toBeVisible();
    await app.product.showHeatMap();
    await expect(app.product.heatMap).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test('the other pages are accessible', async ({ app, page }) => {
    for (const place of [
      'Look up',
      'Answer',
      'Duplicates',
      'Describe',
      'Demand',
      'Campaigns',
      'Library',
      'Problems',
      'Settings',
    ] as const) {
      await app.goTo(place);
      await expect(app.heading).toBeVisible();
      expect(await violations(page), place).toEqual([]);
      if (place !== 'Describe') continue;
      await app.completeness.show();
      await app.completeness.choose('Dress');
      await app.completeness.view('Titles');
      await expect(app.completeness.pattern).toBeVisible();
      expect(await violations(page), 'completeness').toEqual([]);
    }
    await app.goTo('Map');
    await app.map.layOut();
    await expect(app.map.rows.first()).toBeVisible();
    expect(await violations(page), 'map').toEqual([]);
    await app.goTo('Settings');
    await app.models.show('Models');
    await expect(app.models.card('Lookalike starter')).toBeVisible();
    await app.models.openMenu('Lookalike starter');
    await expect(page.getByRole('menuitem', { name: 'Measure its speed' })).toBeFocused();
    expect(await violations(page), 'models').toEqual([]);
    await page.keyboard.press('Escape');
    await app.models.show('Where it runs');
    await expect(app.heading).toHaveText('Where it runs');
    expect(await violations(page), 'where it runs').toEqual([]);
    await page.keyboard.press('?');
    await expect(app.keysDialog).toBeVisible();
    expect(await violations(page, dialog), 'keys').toEqual([]);
    await page.keyboard.press('Escape');
    await app.help.explain();
    await expect(app.help.explanation).toBeVisible();
    expect(await violations(page, dialog), 'how this works').toEqual([]);
    await app.help.explanation.getByRole('button', { name: 'Read more, with pictures' }).click();
    await expect(app.help.pictures.first()).toBeVisible();
    expect(await violations(page), 'help').toEqual([]);
    await app.help.find.fill('photo');
    await expect(app.help.results.first()).toBeVisible();
    expect(await violations(page), 'search in the help').toEqual([]);
  });
});

test.describe('with the tour', () => {
  test.use({ tour: true });

  test('the tour is accessible', async ({ app, page }) => {
    await expect(app.tour).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
});

test('correcting, grading and learning are accessible', async ({ app, page }) => {
  await app.goTo('Tags');
  await expect(app.tags.answers).toBeVisible();
  expect(await violations(page), 'a question').toEqual([]);
  await app.tags.press('c');
  expect(await violations(page), 'another tag').toEqual([]);
  await app.tags.press('Escape');
  await app.tags.show('Vocabulary');
  await expect(page.getByRole('table')).toBeVisible();
  expect(await violations(page), 'vocabulary').toEqual([]);
  await app.tags.show('Learned');
  await expect(page.getByRole('table')).toContainText('by the word alone');
  expect(await violations(page), 'what was learned').toEqual([]);
  await app.goTo('Grading');
  await app.grading.makeSet('Walk-in', ['red dress']);
  await expect(page.getByText('Grade next')).toBeVisible();
  expect(await violations(page), 'a query set').toEqual([]);
  await app.grading.startGrading();
  await expect(app.grading.graded).toBeVisible();
  await app.grading.press('2');
  await app.grading.press('0');
  await expect(app.grading.graded).toHaveText(/^2 of/);
  expect(await violations(page), 'grading').toEqual([]);
  await app.goTo('Learning');
  await app.learning.learn();
  await expect(app.learning.outcome).toBeVisible();
  expect(await violations(page), 'learning').toEqual([]);
});

test('correcting as a table and giving it back are accessible', async ({ app, page }) => {
  await app.goTo('Table');
  await expect(app.sheet.row('SN-1013')).toBeVisible();
  await app.sheet.write('SN-1013', 'Title', 'Striden low sneakers');
  await expect(app.sheet.undo).toBeEnabled();
  await app.sheet.press('Shift+ArrowDown');
  expect(await violations(page), 'the table').toEqual([]);
  const replacing = await app.sheet.openReplace();
  await replacing.say('cotton', 'linen');
  await expect(replacing.items.first()).toBeVisible();
  expect(await violations(page, dialog), 'finding and replacing').toEqual([]);
  await page.keyboard.press('Escape');
  await app.goTo('Changes');
  await expect(app.changes.of('Striden low sneakers')).toBeVisible();
  expect(await violations(page), 'changes').toEqual([]);
  await app.changes.openExport();
  expect(await violations(page, dialog), 'exporting').toEqual([]);
});

test.describe('with nothing imported', () => {
  test.use({ begin: 'empty' });

  test('the way to the first import is accessible', async ({ app, page, folders }) => {
    await expect(app.heading).toBeVisible();
    expect(await violations(page), 'welcome').toEqual([]);
    await app.importer.browseTo(folders.dir);
    await expect(app.importer.picker.getByRole('button', { name: 'home', exact: true })).toBeVisible();
    expect(await violations(page, dialog), 'folder dialog').toEqual([]);
  });
});
