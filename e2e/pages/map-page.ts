/** The map of all products, and the lists beside it. */
import type { Locator, Page } from '@playwright/test';

export class MapPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What is worked with by pointer and key. */
  get surface(): Locator {
    return this.#page.getByRole('application', { name: 'Map of the products' });
  }

  get legend(): Locator {
    return this.#page.getByRole('region', { name: 'What the colours mean' });
  }

  /** Rows of the list that is shown. */
  get rows(): Locator {
    return this.#page.getByRole('complementary', { name: 'Beside the map' }).getByRole('checkbox');
  }

  get picked(): Locator {
    return this.#page.getByRole('region', { name: 'Picked products' });
  }

  async layOut(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Lay out the map' }).click();
    await this.surface.waitFor();
  }

  async show(list: 'In view' | 'Found' | 'Picked' | 'Areas'): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: 'List beside the map' }).getByText(list, { exact: true }).click();
  }

  async colourBy(name: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: 'Colours show' }).click();
    await this.#page.getByRole('option', { name, exact: true }).click();
  }

  async find(text: string): Promise<void> {
    const field = this.#page.getByRole('textbox', { name: 'Light up what a search finds' });
    await field.fill(text);
    await field.press('Enter');
  }

  /** Draws from one corner to another, each as shares of width and height. */
  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await this.surface.boundingBox();
    if (box === null) throw new Error('The map is not on screen.');
    const at = ([x, y]: readonly [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
    await this.#page.mouse.move(...at(from));
    await this.#page.mouse.down();
    await this.#page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
    await this.#page.mouse.move(...at(to));
    await this.#page.mouse.up();
  }
}
