/** One source for each number: whatever is said of the catalog, all places that show a number of it agree at once. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

/** All that the page of duplicates and the side bar say of the tab at hand. */
async function numbersOf(page: Page) {
  const kinds = ['Exact', 'Near', 'Same listing'] as const;
  return page.evaluate(
    ({ kinds }) => {
      const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
      const numberIn = (text: string): number => Number(/\d[\d,]*/.exec(text)?.[0].replace(/\D/g, '') ?? Number.NaN);
      const tabs = [...document.querySelectorAll('[role="tab"]')].map((tab) => ({
        name: tab.textContent ?? '',
        chosen: tab.getAttribute('aria-selected') === 'true',
      }));
      const tab = (kind: string): number => numberIn(tabs.find(({ name }) => name.startsWith(kind))?.name ?? '');
      const [done = Number.NaN, total = Number.NaN] = [...textOf('[data-testid="reviewed"] span').matchAll(/\d+/g)].map(
        Number,
      );
      const link = [...document.querySelectorAll('nav a')].find((a) =>
        a.getAttribute('aria-label')?.startsWith('Duplicates'),
      );
      return {
        chosen: numberIn(tabs.find(({ chosen }) => chosen)?.name ?? ''),
        heading: numberIn(textOf('[data-testid="group-count"]')),
        left: total - done,
        tabs: kinds.map(tab).reduce((sum, count) => sum + count, 0),
        bar: /waiting/.test(link?.getAttribute('aria-label') ?? '')
          ? numberIn(link?.getAttribute('aria-label') ?? '')
          : 0,
      };
    },
    { kinds: [...kinds] },
  );
}

async function expectAgreement(page: Page, when: string): Promise<void> {
  const { chosen, heading, left, tabs, bar } = await numbersOf(page);
  expect({ heading, left, bar }, when).toEqual({ heading: chosen, left: chosen, bar: tabs });
}

test('after each verdict, a jump to another page and an undo, every number of duplicates is the same', async ({
  app,
  page,
}) => {
  await app.goTo('Duplicates');
  await app.duplicates.openTab('Near');
  await expect(app.duplicates.stage).toBeVisible();
  await expect(app.duplicates.reviewed).toBeVisible();
  await expectAgreement(page, 'at the beginning');
  const before = (await numbersOf(page)).tabs;
  const verdicts = ['s', 'd', 's', 'v'];
  for (const [index, key] of verdicts.entries()) {
    const shown = await app.duplicates.pair();
    await page.keyboard.press(key);
    await expect.poll(() => app.duplicates.pair()).not.toEqual(shown);
    // At once, before the engine has answered, and again when it has.
    await expectAgreement(page, `at once after verdict ${index + 1}`);
  }
  await page.waitForTimeout(1200);
  await expectAgreement(page, 'when the engine has answered');
  const after = (await numbersOf(page)).tabs;
  expect(after).toBeLessThan(before);

  await app.goTo('Start');
  await expect(app.nextStep('duplicates')).toContainText(`${after} likely doubles`);
  await expect(app.navigation.getByRole('link', { name: `Duplicates, ${after} waiting` })).toBeVisible();

  await app.goTo('Duplicates');
  await expect(app.duplicates.reviewed).toBeVisible();
  await expectAgreement(page, 'after coming back');
  await page.keyboard.press('u');
  await page.waitForTimeout(1500);
  await expectAgreement(page, 'after undo');
  await app.duplicates.list('Reviewed');
  await page.waitForTimeout(600);
  const { bar } = await numbersOf(page);
  await app.duplicates.list('To review');
  await expect(app.duplicates.reviewed).toBeVisible();
  expect((await numbersOf(page)).tabs).toBe(bar);
});

test('doubtful tags are as many on their page, in the side bar and on the start page', async ({ app, page }) => {
  await app.goTo('Tags');
  await expect(app.tags.answers).toBeVisible();
  const worth = page.getByText(/\d+ worth checking/);
  const count = async (): Promise<number> => Number(/\d+/.exec((await worth.textContent()) ?? '')?.[0]);
  const bar = async (): Promise<number> => {
    const label = await app.navigation.getByRole('link', { name: /^Tags/ }).getAttribute('aria-label');
    return Number(/\d+/.exec(label ?? '')?.[0] ?? 0);
  };
  await expect.poll(async () => (await bar()) - (await count())).toBe(0);
  await app.tags.press('a');
  await app.tags.press('a');
  await page.waitForTimeout(1500);
  await expect.poll(async () => (await bar()) - (await count())).toBe(0);
  const left = await count();
  await app.goTo('Start');
  await expect(app.nextStep('tags')).toContainText(`${left} doubtful tags`);
});
