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

  jobNamed(name: string): Locator {
    return this.#page.getByRole('region', { name: 'Activity' }).locator('section').filter({ hasText: name }).first();
  }

  /** Of a source that names pictures on the web. */
  get fetch(): Locator {
    return this.#page.getByRole('main').getByRole('button', { name: /^Fetch .* pictures?…$/ });
  }

  allow(host: string): Locator {
    return this.#page.getByRole('dialog').getByRole('checkbox', { name: `Allow ${host}` });
  }

  get startFetching(): Locator {
    return this.#page.getByRole('dialog').getByRole('button', { name: 'Fetch', exact: true });
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
