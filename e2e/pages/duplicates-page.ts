/** The review of duplicates: kinds, groups, the two on the stage, and what is said of them. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';

export type Kind = 'Exact' | 'Near' | 'Same listing' | 'Variants';

export class DuplicatesPage {
  readonly #page: Page;
  readonly stage: Locator;
  readonly groups: Locator;
  readonly reviewed: Locator;
  readonly allReviewed: Locator;
  readonly mergeDialog: Locator;
  readonly rulesDialog: Locator;
  /** What a search by one photo says above its results. */
  readonly check: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.stage = page.getByRole('region', { name: 'Review' });
    this.groups = page.getByRole('list', { name: 'Groups' }).getByRole('button');
    this.reviewed = page.getByTestId('reviewed');
    this.allReviewed = page.getByRole('heading', { name: 'All reviewed' });
    this.mergeDialog = page.getByRole('dialog', { name: /^Merge/ });
    this.rulesDialog = page.getByRole('dialog', { name: 'One rule for many groups' });
    this.check = page.getByRole('region', { name: 'Is it in the catalog already?' });
  }

  tab(kind: Kind): Locator {
    return this.#page.getByRole('tab', { name: new RegExp(`^${kind}`) });
  }

  async openTab(kind: Kind): Promise<void> {
    await this.tab(kind).click();
  }

  async count(kind: Kind): Promise<number> {
    return Number((await this.tab(kind).textContent())?.replace(/\D/g, ''));
  }

  /** "To review" or "Reviewed". */
  async list(name: 'To review' | 'Reviewed'): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: 'Which groups' }).getByText(name, { exact: true }).click();
  }

  /** In the bar of verdicts, and where all has been reviewed. */
  get undo(): Locator {
    return this.#page.getByRole('main').getByRole('button', { name: 'Undo' });
  }

  get verdictButtons(): Locator {
    return this.stage.getByRole('toolbar', { name: 'Verdict' }).getByRole('button');
  }

  /** Product numbers of the two on the stage, left and right; empty while nothing is there. */
  async pair(): Promise<string[]> {
    return this.stage.getByTestId('sku').allTextContents();
  }

  get differences(): Locator {
    return this.stage.getByRole('table', { name: 'Differences' });
  }

  get reasons(): Locator {
    return this.stage.getByRole('complementary', { name: 'Why these belong together' });
  }

  group(title: string): Locator {
    return this.groups.filter({ hasText: title });
  }

  get continueButton(): Locator {
    return this.#page.getByRole('button', { name: /^Go on with/ });
  }

  /** Passing messages, such as the one that offers to take a merge back. */
  get message(): Locator {
    return this.#page.getByRole('alert');
  }

  /** Comes here by the command palette, without the mouse. */
  async openByKey(): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.#page.getByPlaceholder('Go to a page or do something').fill('Duplicates');
    await this.#page.keyboard.press('Enter');
    // Keys are the palette's as long as it is there.
    await this.#page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** The file that the menu offers. */
  async downloadDecisions(format: 'CSV' | 'JSON'): Promise<string> {
    await this.#page.getByRole('button', { name: 'More actions' }).click();
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      this.#page.getByRole('menuitem', { name: `Download as ${format}` }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  /** Widens a list that was narrowed down to the latest import. */
  get showAll(): Locator {
    return this.#page.getByRole('button', { name: 'Show all groups' });
  }

  async openRules(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Bulk rules…' }).click();
  }

  get sameFolder(): Locator {
    return this.rulesDialog.getByRole('switch', { name: 'Only within one folder' });
  }
}
