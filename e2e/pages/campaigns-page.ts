/** Campaign sets: the brief, the board and what can be done with its products. */
import type { Locator, Page } from '@playwright/test';

export class CampaignsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async propose(brief: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: 'Brief' }).fill(brief);
    await this.#page.getByRole('button', { name: 'Propose a set' }).click();
  }

  get understood(): Locator {
    return this.#page.getByRole('group', { name: 'What was understood' });
  }

  get board(): Locator {
    return this.#page.getByRole('list', { name: 'Board' });
  }

  get cards(): Locator {
    return this.board.getByRole('listitem');
  }

  /** Numbers of the products on the board, in its order. */
  async skus(): Promise<string[]> {
    return this.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-sku') ?? ''));
  }

  /** Of a card, by its place from 0: "Lock", "Another like", "Take". */
  tool(at: number, name: string): Locator {
    return this.cards.nth(at).getByRole('button', { name: new RegExp(`^${name}`) });
  }

  handle(at: number): Locator {
    return this.cards.nth(at).getByRole('button', { name: /: place \d+ of \d+$/ });
  }

  do(name: string): Promise<void> {
    return this.#page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  async save(name: string): Promise<void> {
    await this.do('Save');
    await this.dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.dialog.getByRole('button', { name: 'Save' }).click();
  }
}
