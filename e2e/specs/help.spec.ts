import type { Page } from '@playwright/test';
import { customerPhoto, photographedSku } from '../../assets/sample/customer-photo.ts';
import type { PictureName } from '../../renderer/help/topic.ts';
import {
  distanceFrom,
  pictureSize,
  takePicture,
  wantedPictures,
  writePicture,
  writesPictures,
} from '../fixtures/pictures.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { type AppFolders, expect, test } from '../fixtures/test.ts';
import type { App } from '../pages/app.ts';

test.describe('the help', () => {
  test.use({ begin: 'looking' });

  test('every page says how it works and leads to its help page, which has pictures', async ({ app, page }) => {
    const pages = [
      ['Start', 'Start'],
      ['Search', 'Search'],
      ['Duplicates', 'Duplicates'],
      ['Tags', 'Tags'],
      ['Table', 'Table'],
      ['Problems', 'Problems'],
      ['Changes', 'Changes'],
      ['Grading', 'Grading'],
      ['Learning', 'Learning'],
      ['Library', 'Library'],
      ['Settings', 'Settings'],
    ] as const;
    for (const [place, topic] of pages) {
      await app.goTo(place);
      await app.help.explain();
      await expect(app.help.explanation.getByRole('listitem'), place).toHaveCount(5);
      await app.help.explanation.getByRole('button', { name: 'Read more, with pictures' }).click();
      await expect(app.heading).toHaveText(topic);
      await expect(app.help.explanation).toHaveCount(0);
      const [first] = await app.help.pictures.all();
      await first?.scrollIntoViewIfNeeded();
      await expect.poll(() => first?.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(pictureSize.width);
    }
    await page
      .getByRole('button', { name: /^Enlarge: / })
      .first()
      .click();
    await expect(page.getByRole('dialog').getByRole('img', { name: /general settings/ })).toBeVisible();
  });

  test('the help is searched, and a result leads to its place', async ({ app, page }) => {
    await expect(app.search.count).toBeVisible();
    await app.help.open();
    await expect(app.heading).toHaveText('Help');
    await app.help.find.fill('merging listings');
    await expect(app.help.results.first()).toContainText('Duplicates · Merge listings');
    await app.help.results.first().click();
    await expect(app.help.section('Merge listings')).toBeInViewport();
    await page.getByRole('button', { name: 'Go to the page' }).click();
    await expect(app.heading).toHaveText('Duplicates');
    await app.help.open();
    await app.help.find.fill('giraffe');
    await expect(page.getByRole('heading', { name: 'Nothing about that' })).toBeVisible();
  });
});

/** Brings a screen up, in whichever language the window speaks. */
type Scene = (screen: { readonly app: App; readonly page: Page; readonly language: 'en' | 'zh-CN' }) => Promise<void>;

const go = async (page: Page, address: string): Promise<void> => {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
};

/** In this order: later ones show what earlier ones did. */
const scenes: Readonly<Record<PictureName, Scene>> = {
  start: async ({ page }) => {
    await go(page, '/start');
    await expect(page.getByTestId('next-steps').getByRole('listitem').nth(2)).toBeVisible();
  },
  search: async ({ app, page, language }) => {
    await go(page, '/');
    const bar = page.getByRole('banner').getByRole('combobox');
    await bar.fill(language === 'en' ? 'red dress' : '红色连衣裙');
    await bar.press('Enter');
    await expect(app.search.photos.nth(2)).toBeVisible();
    await page.getByRole('main').click({ position: { x: 400, y: 12 } });
  },
  photo: async ({ app, page }) => {
    await go(page, '/');
    await app.drop({ name: 'customer.webp', bytes: await customerPhoto() });
    await expect(page.locator('section[data-kind]')).toBeVisible();
    await expect(app.search.photos.nth(2)).toBeVisible();
    await expect(page.getByText(/^(Looking for things on it|正在查找照片上的物品)/)).toBeHidden();
  },
  product: async ({ app, page }) => {
    await app.search.card(photographedSku).click();
    await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
    await page.waitForTimeout(600);
  },
  duplicates: async ({ page }) => {
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^(Clear the query|清空查询)$/ })
      .first()
      .click();
    await go(page, '/duplicates');
    await page.getByRole('tab').nth(1).click();
    await expect(page.locator('[data-verdict-bar]')).toBeVisible();
    await page.waitForTimeout(400);
  },
  merge: async ({ page }) => {
    await page.keyboard.press('m');
    await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
  },
  tags: async ({ page }) => {
    await page.keyboard.press('Escape');
    await go(page, '/tags/wrong');
    await expect(page.locator('[data-question]')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('progressbar').or(page.getByRole('status')).first()).toBeAttached();
  },
  sheet: async ({ page }) => {
    await go(page, '/sheet');
    await expect(page.getByRole('main').getByRole('gridcell').nth(20)).toBeVisible();
    await page.waitForTimeout(400);
  },
  problems: async ({ page }) => {
    await go(page, '/problems');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2);
  },
  changes: async ({ page }) => {
    await go(page, '/changes');
    await expect(page.getByRole('main').getByRole('checkbox').nth(2)).toBeVisible();
  },
  grading: async ({ page, language }) => {
    await go(page, language === 'en' ? '/labels/1/grade/1' : '/labels/2/grade/4');
    await expect(page.getByRole('main').getByRole('img').first()).toBeVisible();
    // The usual order is drawn by lot each time.
    await page.getByText(language === 'en' ? 'Likely first' : '可能相关优先').click();
    await page.waitForTimeout(600);
    for (const grade of ['3', '2', '0']) {
      await page.keyboard.press(grade);
      await page.waitForTimeout(350);
    }
  },
  learning: async ({ page }) => {
    await go(page, '/learning');
    await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
  },
  import: async ({ page }) => {
    await go(page, '/library/import');
    await expect(page.getByRole('main').getByRole('table')).toBeVisible();
  },
  library: async ({ page }) => {
    await go(page, '/library');
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  },
  models: async ({ page }) => {
    await go(page, '/settings/models');
    await expect(page.getByRole('main').getByRole('listitem').nth(3)).toBeVisible();
  },
  settings: async ({ page }) => {
    await go(page, '/settings/general');
    await expect(page.getByRole('main').getByRole('radiogroup').nth(1)).toBeVisible();
  },
};

/** The mean difference of brightness above which a screen is another than its picture. */
const most = 0.05;

test.describe('the pictures of the help', () => {
  test.use({ viewport: { ...pictureSize } });

  test('are what the screens look like', async ({ app, page, folders, shell }) => {
    test.skip(shell === 'electron', 'The window of the desktop shell has a size of its own.');
    if (writesPictures) test.setTimeout(900_000);
    await prepare(app, page);
    const hidden = foldersOf(folders);
    const far: string[] = [];
    for (const language of writesPictures ? (['en', 'zh-CN'] as const) : (['en'] as const)) {
      if (language === 'zh-CN') await app.speak('简体中文');
      for (const name of wantedPictures) {
        await scenes[name]({ app, page, language });
        const png = await takePicture(page, hidden);
        if (writesPictures) await writePicture(language, name, png);
        const distance = await distanceFrom(language, name, png);
        if (distance > most) far.push(`${name} (${distance.toFixed(3)})`);
      }
    }
    expect(far, 'Take them anew: LOOKALIKE_HELP_PICTURES=1 node e2e/run.ts help.spec.ts').toEqual([]);
  });
});

/** What the screens are to show: some tags corrected, two query sets, a table that was looked at. */
async function prepare(app: App, page: Page): Promise<void> {
  await app.goTo('Grading');
  await app.grading.makeSet('What customers ask for', ['red dress', 'leather handbag', 'running shoes']);
  await expect(page.getByText('Grade next')).toBeVisible();
  await app.goTo('Grading');
  await app.grading.makeSet('顾客常问', ['红色连衣裙', '皮革手提包', '运动鞋']);
  await expect(page.getByText('Grade next')).toBeVisible();
  await app.goTo('Tags');
  await app.tags.ready();
  for (let i = 1; i <= 4; i++) {
    await app.tags.press('a');
    await expect(app.tags.checked).toHaveText(`${i} checked`);
  }
  await app.goTo('Library');
  await page.getByRole('button', { name: 'Rename, copy, move or delete this library' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Mira & Fen');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(app.heading).toHaveText('Mira & Fen');
  await page.getByRole('button', { name: 'Add photos or a table' }).click();
  await page.getByRole('button', { name: 'Choose a folder or table…' }).click();
  await app.importer.pickTable(`${runFolder().sample}/products.csv`);
  await expect(page.getByRole('main').getByRole('table')).toBeVisible();
}

function foldersOf({ home }: AppFolders): Readonly<Record<string, string>> {
  return { [home]: '/home/mira/Lookalike', [runFolder().sample]: '/home/mira/shop' };
}
