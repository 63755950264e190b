/** Words to begin with, and the walls of photos that are proposed for each. */
import type { Locator, Page } from '@playwright/test';

export class DescribePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the list of words, ticks those of one group that the photos show, and takes all ticked ones up. */
  async begin(group: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Words…' }).click();
    const ticked = this.#page.getByRole('checkbox', { name: group, exact: true });
    await ticked.waitFor();
    if (!(await ticked.isChecked())) await ticked.check();
    await this.#page.getByRole('button', { name: /^Begin with/ }).click();
  }

  async inGroup(group: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: 'Group' }).click();
    await this.#page.getByRole('option', { name: group, exact: true }).click();
  }

  /** The proposed tags, fullest first. */
  get tags(): Locator {
    return this.#page.getByRole('complementary', { name: 'Proposed tags' }).getByRole('listitem');
  }

  get photos(): Locator {
    return this.#page.getByRole('main').getByRole('option');
  }

  get picked(): Locator {
    return this.#page.getByRole('main').getByRole('option', { selected: true });
  }

  /** What is known of the wall: proposed, sure, and how often it was right. */
  get state(): Locator {
    return this.#page.getByText(/photos? proposed, /);
  }

  /** From one photo to another with the button held. */
  async sweep(from: number, to: number): Promise<void> {
    await this.photos.nth(from).hover();
    await this.#page.mouse.down();
    for (let at = from + 1; at <= to; at++) await this.photos.nth(at).hover();
    await this.#page.mouse.up();
  }

  async moveTo(tag: string): Promise<void> {
    await this.#page.keyboard.press('m');
    await this.#page
      .getByRole('combobox', { name: 'Find or make a tag' })
      .or(this.#page.getByRole('textbox', { name: 'Find or make a tag' }))
      .fill(tag);
    await this.#page.getByRole('option', { name: tag }).first().click();
  }
}
