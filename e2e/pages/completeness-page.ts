/** What listings lack, by kind of product, and titles by a pattern. */
import type { Locator, Page } from '@playwright/test';

export class CompletenessPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(): Promise<void> {
    await this.#page.getByRole('link', { name: 'Completeness', exact: true }).click();
  }

  async choose(kind: string): Promise<void> {
    await this.#page
      .getByRole('complementary', { name: 'Kinds of products' })
      .getByRole('button', { name: new RegExp(`^${kind}`) })
      .click();
  }

  async view(name: 'What is missing' | 'Titles' | 'What they should have'): Promise<void> {
    await this.#page.getByText(name, { exact: true }).click();
  }

  /** What the listings of the kind should have. */
  requirement(name: string): Locator {
    return this.#page.getByRole('checkbox', { name, exact: true });
  }

  /** What is missing, with how many lack it. */
  lack(name: string): Locator {
    return this.#page
      .getByRole('toolbar', { name: 'What is missing' })
      .getByRole('button', { name: new RegExp(`^${name}`) });
  }

  get pattern(): Locator {
    return this.#page.getByRole('textbox', { name: 'Pattern of titles' });
  }

  get takeOver(): Locator {
    return this.#page.getByRole('button', { name: /^Take over/ });
  }

  get state(): Locator {
    return this.#page.getByText(/titles? follows? the pattern/);
  }
}
