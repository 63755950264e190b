/** Products as a table in which they are corrected. */
import type { Locator, Page } from '@playwright/test';

export class SheetPage {
  readonly grid: Locator;
  readonly undo: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.grid = page.getByRole('grid', { name: 'Products as a table' });
    this.undo = page.getByRole('main').getByRole('button', { name: 'Undo', exact: true });
  }

  /** The row of a product; rows out of sight are not there. */
  row(sku: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.#page.getByText(sku, { exact: true }) });
  }

  async cell(sku: string, column: string): Promise<Locator> {
    const heads = await this.grid.getByRole('columnheader').allInnerTexts();
    return this.row(sku).getByRole('gridcell').nth(heads.indexOf(column));
  }

  async write(sku: string, column: string, text: string): Promise<void> {
    const cell = await this.cell(sku, column);
    await cell.dblclick();
    await cell.getByRole('textbox').fill(text);
    await cell.getByRole('textbox').press('Enter');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.grid.press(key);
  }

  async openReplace(): Promise<ReplaceDialog> {
    await this.#page.getByRole('button', { name: 'Find and replace…' }).click();
    return new ReplaceDialog(this.#page.getByRole('dialog', { name: 'Find and replace' }));
  }
}

export class ReplaceDialog {
  readonly lead: Locator;
  readonly items: Locator;
  readonly apply: Locator;
  readonly #dialog: Locator;

  constructor(dialog: Locator) {
    this.#dialog = dialog;
    this.lead = dialog.getByRole('status');
    this.items = dialog.getByRole('list', { name: 'What would change' }).getByRole('listitem');
    this.apply = dialog.getByRole('button', { name: /^Change/ });
  }

  async say(find: string, replace: string): Promise<void> {
    await this.#dialog.getByRole('textbox', { name: 'Find' }).fill(find);
    await this.#dialog.getByRole('textbox', { name: 'Replace with' }).fill(replace);
  }
}
