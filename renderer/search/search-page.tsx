/** Filters on the left, products on the right. */
import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { usePreferences } from '../state/preferences.ts';
import { SelectionBar } from '../ui/selection-bar.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { BarcodeBanner } from './barcode-banner.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { Correction } from './correction.tsx';
import { Facets } from './facets.tsx';
import { FilterChips } from './filter-chips.tsx';
import { GradeBar } from './grade-bar.tsx';
import { LookUpBanner } from './look-up-banner.tsx';
import { PhotoPanel } from './photo-panel.tsx';
import { Readings } from './readings.tsx';
import { Results } from './results.tsx';
import classes from './search-page.module.css';
import { TextBanner } from './text-banner.tsx';
import { Toolbar } from './toolbar.tsx';

export function SearchPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const importing = useJobs((state) => state.jobs.some((job) => job.kind === 'import' && isActive(job)));
  const narrow = useMediaQuery('(max-width: 900px)') ?? false;
  const { filtersOpen, toggleFilters } = usePreferences();
  const [drawer, { toggle, close }] = useDisclosure(false);
  if (info === null || (info !== undefined && info.products === 0 && !importing)) return <Welcome />;
  return (
    <div className={classes.page}>
      {filtersOpen && !narrow ? (
        <aside className={classes.side} aria-label={t('filters.title')}>
          <Facets />
        </aside>
      ) : null}
      <Drawer opened={narrow && drawer} onClose={close} title={t('filters.title')} size={300}>
        <Facets />
      </Drawer>
      <PhotoPanel />
      <section className={classes.results} aria-label={t('results.title')}>
        <h1 className={classes.hiddenTitle}>{t('results.title')}</h1>
        <Toolbar filtersShown={narrow ? drawer : filtersOpen} onToggleFilters={narrow ? toggle : toggleFilters} />
        <FilterChips />
        <Readings />
        <GradeBar />
        <SelectionBar />
        <Correction />
        <BarcodeBanner />
        <LookUpBanner />
        <TextBanner />
        <Results />
      </section>
      <CompareDialog />
    </div>
  );
}
