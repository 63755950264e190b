/** Help: the pages, the search through them, and what each page of the application says of itself. */
import type { Locator, Page } from '@playwright/test';

export class HelpPage {
  readonly #page: Page;
  readonly find: Locator;
  readonly results: Locator;
  readonly explanation: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.find = page.getByRole('searchbox', { name: 'Search the help' });
    this.results = page.getByRole('article').getByRole('listitem').getByRole('link');
    this.explanation = page.getByRole('dialog', { name: 'How this works' });
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Help', exact: true }).click();
  }

  async show(topic: string): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Help pages' })
      .getByRole('link', { name: topic, exact: true })
      .click();
  }

  /** Opens the five sentences of the page at hand. */
  async explain(): Promise<void> {
    await this.#page.getByRole('button', { name: 'How this works' }).click();
  }

  section(title: string): Locator {
    return this.#page.getByRole('region', { name: title });
  }

  get pictures(): Locator {
    return this.#page.getByRole('button', { name: /^Enlarge: / }).locator('img');
  }
}
