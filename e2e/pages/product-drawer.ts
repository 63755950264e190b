/** A product in full, over the results. */
import type { Locator, Page } from '@playwright/test';

export class ProductDrawer {
  readonly panel: Locator;
  readonly title: Locator;
  readonly why: Locator;
  readonly neighbours: Locator;
  /** What to show a shopper: others like it, in stock. */
  readonly similar: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.panel = page.getByRole('dialog');
    this.title = this.panel.getByRole('heading', { level: 2 });
    this.why = this.panel.getByRole('region', { name: 'Why this result' });
    this.similar = this.panel.getByRole('list', { name: 'Similar', exact: true }).getByRole('button');
    this.neighbours = this.panel.getByRole('region', { name: 'Looks like' }).getByRole('button');
  }

  get place(): Locator {
    return this.panel.getByText(/^\d+ of \d+$/);
  }

  get heatMap(): Locator {
    return this.panel.getByTestId('heat-map').locator('canvas');
  }

  async showHeatMap(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Heat map' }).click();
  }

  /** How many different colours the heat map is painted with. */
  async heatColours(): Promise<number> {
    return this.heatMap.evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    });
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close' }).click();
  }

  async press(key: 'ArrowLeft' | 'ArrowRight' | 'Escape'): Promise<void> {
    await this.#page.keyboard.press(key);
  }
}
