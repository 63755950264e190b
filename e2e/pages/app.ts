/** The window: its places, what is at work, and how it looks and speaks. Page objects hold locators and verbs, no more expectations than waiting takes. */
import type { Locator, Page } from '@playwright/test';
import { CampaignsPage } from './campaigns-page.ts';
import { CategoriesPage } from './categories-page.ts';
import { ChangesPage } from './changes-page.ts';
import { DescribePage } from './describe-page.ts';
import { DuplicatesPage } from './duplicates-page.ts';
import { GradingPage } from './grading-page.ts';
import { HelpPage } from './help-page.ts';
import { ImportPage } from './import-page.ts';
import { LearningPage } from './learning-page.ts';
import { LibraryPage } from './library-page.ts';
import { ModelsPage } from './models-page.ts';
import { ProblemsPage } from './problems-page.ts';
import { ProductDrawer } from './product-drawer.ts';
import { SearchPage } from './search-page.ts';
import { SheetPage } from './sheet-page.ts';
import { TagsPage } from './tags-page.ts';

export type Place =
  | 'Start'
  | 'Search'
  | 'Duplicates'
  | 'Tags'
  | 'Describe'
  | 'Grading'
  | 'Learning'
  | 'Demand'
  | 'Campaigns'
  | 'Library'
  | 'Problems'
  | 'Changes'
  | 'Table'
  | 'Settings';

export class App {
  readonly page: Page;
  readonly search: SearchPage;
  readonly product: ProductDrawer;
  readonly library: LibraryPage;
  readonly importer: ImportPage;
  readonly problems: ProblemsPage;
  readonly tags: TagsPage;
  readonly describe: DescribePage;
  readonly categories: CategoriesPage;
  readonly campaigns: CampaignsPage;
  readonly grading: GradingPage;
  readonly learning: LearningPage;
  readonly duplicates: DuplicatesPage;
  readonly models: ModelsPage;
  readonly changes: ChangesPage;
  readonly sheet: SheetPage;
  readonly help: HelpPage;

  constructor(page: Page) {
    this.page = page;
    this.search = new SearchPage(page);
    this.product = new ProductDrawer(page);
    this.library = new LibraryPage(page);
    this.importer = new ImportPage(page);
    this.problems = new ProblemsPage(page);
    this.tags = new TagsPage(page);
    this.describe = new DescribePage(page);
    this.categories = new CategoriesPage(page);
    this.campaigns = new CampaignsPage(page);
    this.grading = new GradingPage(page);
    this.learning = new LearningPage(page);
    this.duplicates = new DuplicatesPage(page);
    this.models = new ModelsPage(page);
    this.changes = new ChangesPage(page);
    this.sheet = new SheetPage(page);
    this.help = new HelpPage(page);
  }

  get navigation(): Locator {
    return this.page.getByRole('navigation', { name: 'Main' });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get tour(): Locator {
    return this.page.getByRole('region', { name: 'Tour' });
  }

  get keysDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  }

  /** A line of the start page, by what it is about. */
  nextStep(kind: string): Locator {
    return this.page.getByTestId('next-steps').locator(`[data-kind="${kind}"]`);
  }

  async goTo(place: Place): Promise<void> {
    await this.navigation.getByRole('link', { name: place }).click();
  }

  async speak(language: 'English' | '简体中文', menu = 'Language'): Promise<void> {
    await this.page.getByRole('button', { name: menu }).click();
    await this.page.getByRole('menuitem', { name: language }).click();
  }

  async turn(theme: 'light' | 'dark'): Promise<void> {
    await this.page.getByRole('button', { name: `Switch to ${theme} theme` }).click();
  }

  /** Drops a file anywhere on the window, as dragging it from the desktop does. */
  async drop(file: { readonly name: string; readonly bytes: Buffer }): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }));
        return transfer;
      },
      { name: file.name, base64: file.bytes.toString('base64') },
    );
    const target = this.page.locator('body');
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
    await dataTransfer.dispose();
  }
}
