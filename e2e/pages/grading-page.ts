/** Query sets, and the mode that goes through them. */
import type { Locator, Page } from '@playwright/test';

export class GradingPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'New query set' });
  }

  async makeSet(name: string, queries: readonly string[]): Promise<void> {
    await this.#open(name);
    await this.dialog.getByRole('textbox', { name: 'Queries' }).fill(queries.join('\n'));
    await this.dialog.getByRole('button', { name: /^Make a set of/ }).click();
  }

  /** From files in TREC format: judgements, and the texts of the queries. */
  async importSet(name: string, qrels: string, texts: string): Promise<void> {
    await this.#open(name);
    await this.dialog.getByText('File', { exact: true }).click();
    await this.#choose('File with grades…', 'judgements.qrels', qrels);
    await this.#choose('File with query texts…', 'queries.tsv', texts);
    await this.dialog.getByRole('button', { name: 'Import', exact: true }).click();
  }

  async startGrading(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Grade', exact: true }).click();
  }

  get pool(): Locator {
    return this.#page.getByRole('complementary', { name: 'Query and products to grade' });
  }

  get query(): Locator {
    return this.pool.getByRole('heading', { level: 1 });
  }

  get graded(): Locator {
    return this.pool.getByText(/^\d+ of \d+ graded$/);
  }

  /** The title of the product on screen. */
  get product(): Locator {
    return this.#page.getByRole('heading', { level: 2 });
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async #open(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'New query set' }).first().click();
    await this.dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  }

  async #choose(field: string, name: string, text: string): Promise<void> {
    const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
    await this.dialog.locator(`input[type="file"][aria-label="${field}"]`).setInputFiles(file);
  }
}
