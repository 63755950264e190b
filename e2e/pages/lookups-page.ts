/** The table of photos that were looked up together. */
import type { Locator, Page } from '@playwright/test';

export class LookupsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get rows(): Locator {
    return this.page.getByRole('list', { name: 'Looked-up photos' }).locator('> li');
  }

  /** Those of one photo. */
  of(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  /** The row that keys are for. */
  get current(): Locator {
    return this.page.locator('[data-lookups] li[data-current="true"]');
  }

  filter(name: 'All' | 'To check' | 'Confirmed' | 'Not listed' | 'Failed'): Locator {
    return this.page.getByRole('group', { name: 'Which photos' }).getByRole('button', { name });
  }

  get counts(): Locator {
    return this.page.getByRole('table', { name: 'Count by product' });
  }

  async show(view: 'Photos' | 'Count by product'): Promise<void> {
    await this.page.getByText(view, { exact: true }).click();
  }

  /** Finds the product of the row at hand by words, and takes the first that is found. */
  async correct(words: string): Promise<void> {
    await this.page.keyboard.press('f');
    await this.page.getByRole('textbox', { name: 'Title, number or other words' }).fill(words);
    await this.page.getByRole('option').first().waitFor();
    await this.page.keyboard.press('Enter');
  }
}
