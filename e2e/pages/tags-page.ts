/** Checking tags one question at a time, and the vocabulary. */
import type { Locator, Page } from '@playwright/test';

export class TagsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(part: 'Likely wrong' | 'Suggestions' | 'Vocabulary' | 'Learned'): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: part }).click();
  }

  /** What is asked, such as `Colour: is “Green” right?`. */
  get question(): Locator {
    return this.#page.getByText(/is “.+” right\?|which tag fits\?/);
  }

  get answers(): Locator {
    return this.#page.getByRole('toolbar', { name: 'Answers' });
  }

  get proposals(): Locator {
    return this.#page.getByRole('list', { name: 'Suggested instead' }).getByRole('listitem');
  }

  /** How many questions have been answered since the page was opened. */
  get checked(): Locator {
    return this.#page.getByText(/^\d+ checked$/);
  }

  /** The tags have been learned: until then questions rest on a part of the products, and come in another order. */
  async ready(): Promise<void> {
    await this.checked.waitFor();
  }

  async only(group: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: 'Group' }).click();
    await this.#page.getByRole('option', { name: group, exact: true }).click();
  }

  /** Leaves questions for later by key until it is about `sku`. @throws when it is not among the first `limit` */
  async skipTo(sku: string, limit: number): Promise<void> {
    const asked = this.#page.getByText(sku, { exact: true });
    for (let i = 0; i < limit; i++) {
      await this.answers.waitFor();
      if (await asked.isVisible()) return;
      const before = await this.#key();
      await this.press('n');
      await this.#page.waitForFunction(
        (known) => document.querySelector('[data-question]')?.getAttribute('data-question') !== known,
        before,
      );
    }
    throw new Error(`${sku} is not among the first ${limit} questions.`);
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  word(name: string): Locator {
    return this.#page.getByRole('row').filter({ has: this.#page.getByRole('checkbox', { name: `Pick ${name}` }) });
  }

  async #key(): Promise<string | null> {
    return this.#page.locator('[data-question]').getAttribute('data-question');
  }
}
