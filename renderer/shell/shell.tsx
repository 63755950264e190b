/** The frame of the window: navigation on the left, library and search above, pages in the middle. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { CampaignsPage } from '../campaigns/campaigns-page.tsx';
import { CategoriesPage } from '../categories/categories-page.tsx';
import { ChangesPage } from '../changes/changes-page.tsx';
import { CompletenessPage } from '../completeness/completeness-page.tsx';
import { DescribePage } from '../describe/describe-page.tsx';
import { DuplicatesPage } from '../duplicates/duplicates-page.tsx';
import { HelpPage } from '../help/help-page.tsx';
import { GradePage } from '../labels/grade-page.tsx';
import { LabelsPage } from '../labels/labels-page.tsx';
import { SetPage } from '../labels/set-page.tsx';
import { BehaviourPage } from '../library/behaviour-page.tsx';
import { ImportPage } from '../library/import-page.tsx';
import { LibraryPage } from '../library/library-page.tsx';
import { LookupsPage } from '../lookups/lookups-page.tsx';
import { ComputePage } from '../models/compute-page.tsx';
import { FolderPage } from '../models/folder-page.tsx';
import { ModelOffer } from '../models/model-offer.tsx';
import { ModelsPage } from '../models/models-page.tsx';
import { PastSearchesPage } from '../models/past-searches-page.tsx';
import { ProblemsPage } from '../problems/problems-page.tsx';
import { ProductDrawer } from '../product/product-drawer.tsx';
import { CompareDialog } from '../search/compare-dialog.tsx';
import { SearchPage } from '../search/search-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SheetPage } from '../sheet/sheet-page.tsx';
import { StartPage } from '../start/start-page.tsx';
import { productAt } from '../state/product-address.ts';
import { BulkEdit } from '../tags/bulk-edit.tsx';
import { TagsPage } from '../tags/tags-page.tsx';
import { Tour } from '../tour/tour.tsx';
import { KeysDialog } from '../ui/keys-dialog.tsx';
import { PageLoading } from '../ui/page-loading.tsx';
import { PhoneDialog } from '../ui/phone-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { EngineBanner } from './engine-banner.tsx';
import { ModelBanner } from './model-banner.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { StorageBanner } from './storage-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useHost } from './use-host.ts';
import { useWindowKeys } from './window-keys.ts';

/** Their charts, and what draws the map, are fetched when one of them is first opened. */
const AnswersPage = lazy(async () => ({ default: (await import('../answers/answers-page.tsx')).AnswersPage }));
const DemandPage = lazy(async () => ({ default: (await import('../demand/demand-page.tsx')).DemandPage }));
const MapPage = lazy(async () => ({ default: (await import('../map/map-page.tsx')).MapPage }));
const LearningPage = lazy(async () => ({ default: (await import('../evaluation/learning-page.tsx')).LearningPage }));

/** One route, so that opening a product does not draw the results anew. */
const mapPath = /^\/map(?:\/product\/\d+)?$/;
const searchPath = /^\/(?:product\/\d+)?$/;

export function Shell() {
  const { t } = useTranslation();
  const [location] = useLocation();
  useWindowKeys();
  useHost();
  return (
    <div className={classes.window}>
      <button type="button" className={classes.skip} onClick={focusMain}>
        {t('shell.skip')}
      </button>
      <Navigation />
      <div className={classes.body}>
        <TopBar />
        <EngineBanner />
        <StorageBanner />
        <ModelBanner />
        <ModelOffer />
        <Tour />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<PageLoading />}>
            <Switch>
              <Route path="/library/import" component={ImportPage} />
              <Route path="/library/behaviour" component={BehaviourPage} />
              <Route path="/library" component={LibraryPage} />
              <Route path="/start" component={StartPage} />
              <Route path="/help/:topic?/:section?">
                {({ topic, section }) => <HelpPage topic={topic} section={section} />}
              </Route>
              <Route path="/duplicates/:pair?">{({ pair }) => <DuplicatesPage pair={pair} />}</Route>
              <Route path="/describe/categories" component={CategoriesPage} />
              <Route path="/describe/completeness" component={CompletenessPage} />
              <Route path="/describe">
                <Redirect to="/describe/tags" replace />
              </Route>
              <Route path="/describe/tags/:group?">
                {({ group }) => <DescribePage group={group === undefined ? undefined : decodeURIComponent(group)} />}
              </Route>
              <Route path="/lookups" component={LookupsPage} />
              <Route path="/problems" component={ProblemsPage} />
              <Route path="/changes" component={ChangesPage} />
              <Route path="/sheet" component={SheetPage} />
              <Route path={/^\/settings(?:\/.*)?$/}>
                <SettingsPage>
                  <Route path="/settings/models/folder" component={FolderPage} />
                  <Route path="/settings/models/searches/:model">
                    {({ model }) => <PastSearchesPage key={model} modelId={decodeURIComponent(model)} />}
                  </Route>
                  <Route path="/settings/models" component={ModelsPage} />
                  <Route path="/settings/compute" component={ComputePage} />
                </SettingsPage>
              </Route>
              <Route path={/^\/tags(?:\/.*)?$/} component={TagsPage} />
              <Route path="/labels/:set/grade/:query?">
                {({ set, query }) => (
                  <GradePage setId={Number(set)} queryId={query === undefined ? null : Number(query)} />
                )}
              </Route>
              <Route path="/labels/:set">{({ set }) => <SetPage key={set} setId={Number(set)} />}</Route>
              <Route path="/labels" component={LabelsPage} />
              <Route path="/answers" component={AnswersPage} />
              <Route path="/demand" component={DemandPage} />
              <Route path="/campaigns/:board?">{({ board }) => <CampaignsPage board={board} />}</Route>
              <Route path={/^\/learning(?:\/.*)?$/} component={LearningPage} />
              <Route path={mapPath}>
                <MapPage />
                <BulkEdit />
                <CompareDialog />
              </Route>
              <Route path={searchPath}>
                <SearchPage />
                <BulkEdit />
              </Route>
              <Route>
                <Redirect to="/" />
              </Route>
            </Switch>
          </Suspense>
        </main>
      </div>
      <ProductDrawer productId={productAt(location)} />
      <CommandPalette />
      <KeysDialog />
      <PhoneDialog />
      <DropOverlay />
    </div>
  );
}

/** A link to `#main` would be taken for a route. */
function focusMain(): void {
  document.getElementById('main')?.focus();
}
