/** What could not be brought in. */
import type { Locator, Page } from '@playwright/test';

export class ProblemsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  kind(name: string): Locator {
    return this.#page.getByRole('region', { name });
  }

  get items(): Locator {
    return this.#page.getByRole('main').getByRole('listitem');
  }

  item(file: string): Locator {
    return this.items.filter({ hasText: file });
  }
}
