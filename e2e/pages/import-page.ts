/** From nothing to products: choose a folder or table, look at it, start. */
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

export class ImportPage {
  readonly #page: Page;
  readonly picker: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.picker = page.getByRole('dialog', { name: 'Choose a folder or a table' });
  }

  get path(): Locator {
    return this.picker.getByRole('textbox', { name: 'Path' });
  }

  get start(): Locator {
    return this.#page.getByRole('button', { name: 'Start import' });
  }

  get fetchImages(): Locator {
    return this.#page.getByRole('checkbox', { name: /^Fetch .* from the web$/ });
  }

  /** Lets a host of the own network be asked. */
  allow(host: string): Locator {
    return this.#page.getByRole('checkbox', { name: `Allow ${host}` });
  }

  get encodings(): Locator {
    return this.#page.getByRole('list', { name: 'The same lines in other encodings' });
  }

  /** What is said of the table or folder before it is imported. */
  remark(text: string | RegExp): Locator {
    return this.#page.getByText(text);
  }

  async useEncoding(encoding: string): Promise<void> {
    await this.encodings.getByRole('button', { name: `Use ${encoding}` }).click();
  }

  get columns(): Locator {
    return this.#page.getByRole('region', { name: 'What the columns mean' });
  }

  /** From the welcome page into the folder `dir`. The dialog opens on a folder of its own and fills in its path. */
  async browseTo(dir: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Open a folder of photos…' }).click();
    await this.#goInto(dir);
  }

  async #goInto(dir: string): Promise<void> {
    await expect(this.path).not.toHaveValue('');
    await this.path.fill(dir);
    await this.path.press('Enter');
  }

  /** By way of the folder above: the path changes by itself once the contents of the folder are there. */
  async chooseFolder(dir: string): Promise<void> {
    await this.browseTo(path.dirname(dir));
    await this.picker.getByRole('button', { name: path.basename(dir), exact: true }).click();
    await expect(this.path).toHaveValue(dir);
    await this.picker.getByRole('button', { name: 'Choose this folder' }).click();
  }

  async chooseTable(file: string): Promise<void> {
    await this.browseTo(path.dirname(file));
    await this.picker.getByRole('button', { name: path.basename(file) }).click();
  }

  /** In the dialog that is open already. */
  async pickTable(file: string): Promise<void> {
    await this.#goInto(path.dirname(file));
    await this.picker.getByRole('button', { name: path.basename(file) }).click();
  }

  /** Where nothing was chosen yet and there are products already. */
  async chooseAnother(file: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Choose a folder or table…' }).click();
    await this.pickTable(file);
  }

  async intoNew(name: string): Promise<void> {
    await this.#page.getByRole('radio', { name: 'Into a new library' }).check();
    await this.#page.getByRole('textbox', { name: 'Name of the new library' }).fill(name);
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
