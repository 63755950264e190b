/** The sources of the library and the work on them. */
import type { Locator, Page } from '@playwright/test';

export class LibraryPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The card of the newest job. */
  get job(): Locator {
    return this.#page.getByRole('region', { name: 'Activity' }).locator('section').first();
  }

  get progress(): Locator {
    return this.job.getByRole('progressbar');
  }

  /** The number beside a name, such as `Products`. */
  figure(name: 'Products' | 'Pictures' | 'Problems'): Locator {
    return this.#page.getByRole('main').locator('dl > div', { hasText: name }).locator('dd').first();
  }

  async stop(): Promise<void> {
    await this.job.getByRole('button', { name: 'Stop' }).click();
  }

  async resume(): Promise<void> {
    await this.job.getByRole('button', { name: 'Resume' }).click();
  }
}
