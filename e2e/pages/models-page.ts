/** Settings of models: those on this machine, adding one from a folder, and where the one in use runs. */
import { expect, type Locator, type Page } from '@playwright/test';

export class ModelsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(part: 'General' | 'Models' | 'Where it runs'): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
    await this.#page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click();
  }

  /** The card of a model on this machine, or of one that could be downloaded. */
  card(name: string): Locator {
    return this.#page.getByRole('listitem', { name, exact: true });
  }

  /** Of a published model, after the first import. */
  get offer(): Locator {
    return this.#page.getByRole('region', { name: 'A larger model for this catalog' });
  }

  get test(): Locator {
    return this.#page.getByRole('region', { name: 'Test of the model' });
  }

  /** Chooses a folder in the dialog and waits for what it holds. */
  async inspect(dir: string): Promise<void> {
    await this.show('Models');
    await this.#page.getByRole('button', { name: 'Add from a folder…' }).click();
    await this.#page.getByRole('button', { name: 'Choose a folder…' }).click();
    const picker = this.#page.getByRole('dialog', { name: 'Choose the folder of a model' });
    const path = picker.getByRole('textbox', { name: 'Path' });
    await expect(path).not.toHaveValue('');
    await path.fill(dir);
    await path.press('Enter');
    await expect(picker.getByRole('list', { name: 'Contents of the folder' })).toContainText('onnx');
    await picker.getByRole('button', { name: 'Choose this folder' }).click();
  }

  async add(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Add this model' }).click();
  }

  /** Has the library analysed with a model, to be decided on when that is done. */
  async prepare(name: string): Promise<void> {
    await this.card(name).getByRole('button', { name: 'Use…' }).click();
    const dialog = this.#page.getByRole('dialog', { name: `Use ${name}` });
    await dialog.getByRole('radio', { name: /^Wait/ }).check();
    await dialog.getByRole('button', { name: 'Start in the background' }).click();
  }

  async openMenu(name: string): Promise<void> {
    await this.card(name).getByRole('button', { name: 'More for' }).click();
    await expect(this.#page.getByRole('menu')).toBeVisible();
  }

  async choose(name: string, action: 'Compare' | 'Drop its vectors' | 'Remove from this machine'): Promise<void> {
    await this.openMenu(name);
    await this.#page.getByRole('menuitem', { name: action }).click();
  }

  /** Answers the question that an action asks first. */
  async confirm(action: string): Promise<void> {
    await this.#page.getByRole('dialog').getByRole('button', { name: action }).click();
  }

  async measure(): Promise<void> {
    await this.#page.getByRole('button', { name: /^Measure/ }).click();
  }

  /** What came of a provider when it was measured. */
  provider(name: string): Locator {
    return this.#page.getByRole('list', { name: 'What was tried' }).getByRole('listitem', { name, exact: true });
  }
}
