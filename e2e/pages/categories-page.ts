/** The categories of a shop: the file they come from, and the products of each branch. */
import type { Locator, Page } from '@playwright/test';

export class CategoriesPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(): Promise<void> {
    await this.#page.getByRole('link', { name: 'Categories', exact: true }).click();
  }

  /** Takes a file of categories in, given by its lines. */
  async bring(lines: readonly string[]): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.#page.getByRole('button', { name: 'Bring in a file…' }).click();
    await (await chooser).setFiles({ name: 'shop.txt', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  }

  branch(name: string): Locator {
    return this.#page
      .getByRole('complementary', { name: 'Branches' })
      .getByRole('button', { name: new RegExp(`^${name}`) });
  }

  get products(): Locator {
    return this.#page.getByRole('main').getByRole('checkbox');
  }

  /** Confirms what is proposed for the first product. */
  async confirmFirst(): Promise<void> {
    await this.#page
      .getByRole('button', { name: /^Confirm the category of/ })
      .first()
      .click();
  }

  get progress(): Locator {
    return this.#page.getByText(/\d+ of \d+ have a category/);
  }
}
