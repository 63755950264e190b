/** What would be written into the file of a source, and writing it. */
import type { Locator, Page } from '@playwright/test';

export class ChangesPage {
  readonly items: Locator;
  readonly ticked: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.items = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
    this.ticked = page.getByText(/to be written$/);
  }

  /** A change, by a word of its product. */
  of(title: string): Locator {
    return this.items.filter({ hasText: title });
  }

  kind(name: string): Locator {
    return this.#page.getByRole('group', { name: 'Kinds of changes' }).getByRole('button', { name });
  }

  /** What becomes of listings that leave. */
  async decide(listings: 'Merged listings' | 'Removed listings', what: 'Archive' | 'Delete' | 'Leave'): Promise<void> {
    await this.#page.getByRole('combobox', { name: listings }).click();
    await this.#page.getByRole('option', { name: what, exact: true }).click();
  }

  /** The dialog in which the file is named and written. */
  async openExport(): Promise<Locator> {
    await this.#page.getByRole('button', { name: 'Export…' }).click();
    return this.#page.getByRole('dialog', { name: 'Export…' });
  }

  /** @param file beside the source under a new name when left out */
  async export(file?: string): Promise<void> {
    const dialog = await this.openExport();
    if (file !== undefined) await dialog.getByRole('textbox', { name: 'File' }).fill(file);
    await dialog.getByRole('button', { name: 'Write', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
