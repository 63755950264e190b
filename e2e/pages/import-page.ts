/** From nothing to products: choose a folder or table, look at it, start. */
import type { Locator, Page } from '@playwright/test';

export class ImportPage {
  readonly #page: Page;
  readonly picker: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.picker = page.getByRole('dialog', { name: 'Choose a folder or a table' });
  }

  get start(): Locator {
    return this.#page.getByRole('button', { name: 'Start import' });
  }

  get columns(): Locator {
    return this.#page.getByRole('region', { name: 'What the columns mean' });
  }

  /** From the welcome page into the folder `dir`. */
  async browseTo(dir: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Open a folder of photos…' }).click();
    const field = this.picker.getByRole('textbox', { name: 'Path' });
    await field.fill(dir);
    await field.press('Enter');
  }

  async chooseFolder(dir: string): Promise<void> {
    await this.browseTo(dir);
    const wanted = dir.split('/').at(-1) ?? dir;
    await this.picker.getByText(/pictures? directly in this folder/).waitFor();
    await this.picker.getByRole('button', { name: 'Choose this folder' }).click();
    await this.#page
      .getByText(dir, { exact: true })
      .or(this.#page.getByText(wanted, { exact: true }))
      .first()
      .waitFor();
  }

  async chooseTable(dir: string, name: string): Promise<void> {
    await this.browseTo(dir);
    await this.picker.getByRole('button', { name }).click();
  }

  role(column: string): Locator {
    return this.columns.getByRole('combobox', { name: `Use of column ${column}` });
  }

  async use(column: string, role: string): Promise<void> {
    await this.role(column).click();
    await this.#page.getByRole('option', { name: role, exact: true }).click();
  }

  async nameGroup(column: string, group: string): Promise<void> {
    const field = this.columns.getByRole('textbox', { name: `Tag group of column ${column}` });
    await field.fill(group);
    await field.press('Tab');
  }
}
