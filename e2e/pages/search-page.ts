/** The search bar, the filters and the results. */
import type { Locator, Page } from '@playwright/test';

export class SearchPage {
  readonly #page: Page;
  readonly input: Locator;
  readonly parts: Locator;
  readonly cards: Locator;
  readonly count: Locator;
  readonly filters: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.input = page.getByRole('combobox', { name: 'Search products' });
    this.parts = page.getByRole('list', { name: 'Parts of the query' }).locator('li[data-sign]');
    this.cards = page.getByRole('gridcell');
    this.count = page.getByRole('toolbar', { name: 'Results toolbar' }).getByRole('status');
    this.filters = page.getByRole('complementary', { name: 'Filters' });
  }

  get grid(): Locator {
    return this.#page.getByRole('grid');
  }

  get first(): Locator {
    return this.cards.first();
  }

  /** Photos of results that have arrived and been drawn. */
  get photos(): Locator {
    return this.cards.locator('img[data-backdrop]');
  }

  async show(view: 'Grid' | 'List'): Promise<void> {
    await this.#page.getByRole('group', { name: 'View' }).getByRole('button', { name: view }).click();
  }

  card(sku: string): Locator {
    return this.#page.locator(`[data-sku="${sku}"]`);
  }

  /** Types without entering: the results follow each key. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  async ask(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** Adds to the query instead of replacing it. */
  async add(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Shift+Enter');
  }

  async clear(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Clear the query' }).first().click();
  }

  /** The SKUs of the first `count` results, in order; fewer while they are on their way. */
  async skus(count: number): Promise<string[]> {
    return this.cards.evaluateAll(
      (cards, limit) => cards.slice(0, limit).map((card) => card.getAttribute('data-sku') ?? ''),
      count,
    );
  }

  async titles(count: number): Promise<string[]> {
    return this.cards.evaluateAll(
      (cards, limit) => cards.slice(0, limit).map((card) => card.getAttribute('aria-label') ?? ''),
      count,
    );
  }

  async leaveOut(part: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Leave out ${part}` }).click();
  }

  async weigh(part: string, weight: 0.5 | 1 | 2 | 3): Promise<void> {
    await this.#page.getByRole('button', { name: new RegExp(`^${part} counts`) }).click();
    await this.#page.getByRole('menuitem', { name: `×${weight}`, exact: true }).click();
  }

  facet(group: string): Locator {
    return this.filters.getByRole('region', { name: group, exact: true });
  }

  async choose(group: string, value: string): Promise<void> {
    const facet = this.facet(group);
    const more = facet.getByRole('button', { name: /^Show all/ });
    if (await more.isVisible()) await more.click();
    await facet.getByRole('checkbox', { name: value, exact: true }).check();
  }

  async limitPrice(highest: number): Promise<void> {
    const field = this.facet('Price').getByRole('textbox', { name: 'Highest price' });
    await field.fill(String(highest));
    await field.press('Tab');
  }

  get prices(): Locator {
    return this.cards.locator('text=/^€/');
  }
}
