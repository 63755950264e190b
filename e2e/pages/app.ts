/** The window: its places, what is at work, and how it looks and speaks. Page objects hold locators and verbs, no more expectations than waiting takes. */
import type { Locator, Page } from '@playwright/test';
import { CampaignsPage } from './campaigns-page.ts';
import { CategoriesPage } from './categories-page.ts';
import { ChangesPage } from './changes-page.ts';
import { CompletenessPage } from './completeness-page.ts';
import { DescribePage } from './describe-page.ts';
import { DuplicatesPage } from './duplicates-page.ts';
import { GradingPage } from './grading-page.ts';
import { HelpPage } from './help-page.ts';
import { ImportPage } from './import-page.ts';
import { LearningPage } from './learning-page.ts';
import { LibraryPage } from './library-page.ts';
import { LookupsPage } from './lookups-page.ts';
import { MapPage } from './map-page.ts';
import { ModelsPage } from './models-page.ts';
import { ProblemsPage } from './problems-page.ts';
import { ProductDrawer } from './product-drawer.ts';
import { SearchPage } from './search-page.ts';
import { SheetPage } from './sheet-page.ts';
import { TagsPage } from './tags-page.ts';

export type Place =
  | 'Start'
  | 'Search'
  | 'Look up'
  | 'Answer'
  | 'Map'
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
  readonly lookups: LookupsPage;
  readonly library: LibraryPage;
  readonly importer: ImportPage;
  readonly problems: ProblemsPage;
  readonly tags: TagsPage;
  readonly describe: DescribePage;
  readonly categories: CategoriesPage;
  readonly completeness: CompletenessPage;
  readonly campaigns: CampaignsPage;
  readonly grading: GradingPage;
  readonly learning: LearningPage;
  readonly duplicates: DuplicatesPage;
  readonly map: MapPage;
  readonly models: ModelsPage;
  readonly changes: ChangesPage;
  readonly sheet: SheetPage;
  readonly help: HelpPage;

  constructor(page: Page) {
    this.page = page;
    this.search = new SearchPage(page);
    this.product = new ProductDrawer(page);
    this.lookups = new LookupsPage(page);
    this.library = new LibraryPage(page);
    this.importer = new ImportPage(page);
    this.problems = new ProblemsPage(page);
    this.tags = new TagsPage(page);
    this.describe = new DescribePage(page);
    this.categories = new CategoriesPage(page);
    this.completeness = new CompletenessPage(page);
    this.campaigns = new CampaignsPage(page);
    this.grading = new GradingPage(page);
    this.learning = new LearningPage(page);
    this.duplicates = new DuplicatesPage(page);
    this.map = new MapPage(page);
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

  /** Drops what dragging an image out of a web page brings along, by type. */
  async dragIn(data: Readonly<Record<string, string>>): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const [type, text] of Object.entries(given)) transfer.setData(type, text);
      return transfer;
    }, data);
    const target = this.page.locator('body');
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
    await dataTransfer.dispose();
  }

  /** Drops files anywhere on the window, as dragging them from the desktop does. */
  async drop(...files: { readonly name: string; readonly bytes: Buffer; readonly type?: string }[]): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      (dropped) => {
        const transfer = new DataTransfer();
        for (const { name, base64, type } of dropped) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          transfer.items.add(new File([bytes], name, { type }));
        }
        return transfer;
      },
      files.map(({ name, bytes, type = 'image/jpeg' }) => ({ name, base64: bytes.toString('base64'), type })),
    );
    const target = this.page.locator('body');
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
    await dataTransfer.dispose();
  }
}
