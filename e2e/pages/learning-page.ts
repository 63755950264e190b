/** Learning from grades, the versions it made, and measuring. */
import type { Locator, Page } from '@playwright/test';

export class LearningPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(part: 'Learn' | 'Measure' | 'Compare' | 'Blind test' | 'Tag quality' | 'History'): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Learning' }).getByRole('link', { name: part }).click();
  }

  async learn(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Learn', exact: true }).click();
  }

  /** What the latest round of learning came to. */
  get outcome(): Locator {
    return this.#page.getByRole('article', { name: 'What came of it' }).first();
  }

  /** A number of the outcome, such as `p value`. */
  async figure(name: string): Promise<number> {
    const text = await this.outcome.locator('dl > div', { hasText: name }).locator('dd').textContent();
    return Number(text?.replace(/^< /, ''));
  }

  version(name: string): Locator {
    return this.#page.getByRole('listitem', { name, exact: true });
  }

  async use(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Use ${name}`, exact: true }).click();
  }

  async measure(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Measure', exact: true }).click();
  }

  metric(name: string): Locator {
    return this.#page.getByRole('listitem').filter({ hasText: name });
  }
}
