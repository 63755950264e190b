/** How many products, how they were found, and in which order and size they are shown. */

import type { Sort } from '@contract';
import { Indicator, Popover, Select, Slider, Switch, Tooltip } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconLayoutGrid,
  IconLayoutSidebar,
  IconList,
  IconStars,
  IconTable,
  IconTags,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { openBulkEdit } from '../state/bulk-edit.ts';
import { toggleGrading, useGrading } from '../state/grading.ts';
import { useModelName } from '../state/models.ts';
import { cardSizes, usePreferences } from '../state/preferences.ts';
import { countFilters, setCutoff, setImagesOnly, setSort, useQuery } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import { putIntoSheet } from '../state/sheet.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { gradingActions } from './actions.ts';
import classes from './search-page.module.css';

const sorts = ['relevance', 'newest', 'title', 'price-asc', 'price-desc'] as const satisfies readonly Sort[];

export function Toolbar({ filtersShown, onToggleFilters }: { filtersShown: boolean; onToggleFilters(): void }) {
  const { t } = useTranslation();
  const filters = useQuery((state) => countFilters(state.filters));
  const label = filtersShown ? t('filters.hide') : t('filters.show');
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('results.toolbar')}>
      <IconButton label={label} aria-expanded={filtersShown} onClick={onToggleFilters}>
        <Indicator disabled={filtersShown || filters === 0} size={7} offset={2}>
          <IconLayoutSidebar size={18} stroke={1.7} />
        </Indicator>
      </IconButton>
      <Count />
      <SortSelect />
      <RankingMenu />
      <Corrections />
      <div className={classes.divider} />
      <ViewControls />
    </div>
  );
}

function Count() {
  const { t } = useTranslation();
  const format = useFormat();
  const head = useResults((state) => state.head);
  const cutoff = useQuery((state) => state.cutoff);
  const asked = useQuery((state) => state.parts.length + state.draft.length > 0);
  const modelName = useModelName(head?.modelId ?? '');
  return (
    <div className={classes.count}>
      <span className={classes.countNumber} role="status" aria-live="polite">
        {head === null ? '' : t('results.count', { count: head.total })}
      </span>
      {head === null || head.mode === 'browse' ? null : (
        <span className={classes.meta} title={t(`results.modeHint.${head.mode}`, { model: modelName })}>
          {t(`results.mode.${head.mode}`)} ·{' '}
          {t('results.took', { ms: format.number(Math.max(1, Math.round(head.tookMs))) })}
        </span>
      )}
      {head !== null && head.hidden > 0 ? (
        <span className={classes.hiddenNote}>
          {head.narrowedTo === null
            ? t('results.hidden', { count: head.hidden })
            : t(`results.without.${head.narrowedTo}`, { count: head.hidden })}{' '}
          <button type="button" className={classes.linkButton} onClick={() => setCutoff(false)}>
            {t('results.showHidden')}
          </button>
        </span>
      ) : null}
      {head !== null && head.excluded > 0 ? (
        <span className={classes.hiddenNote}>{t('results.excluded', { count: head.excluded })}</span>
      ) : null}
      {asked && !cutoff ? (
        <span className={classes.hiddenNote}>
          <button type="button" className={classes.linkButton} onClick={() => setCutoff(true)}>
            {t('results.hideUnrelated')}
          </button>
        </span>
      ) : null}
    </div>
  );
}

function SortSelect() {
  const { t } = useTranslation();
  const sort = useQuery((state) => state.sort);
  const asked = useQuery((state) => state.parts.length + state.draft.length > 0);
  return (
    <Select
      size="xs"
      w={152}
      variant="unstyled"
      aria-label={t('results.sort')}
      allowDeselect={false}
      data={sorts.map((value) => ({
        value,
        // With nothing asked for there is no best match, and products come as the catalog has them.
        label: value === 'relevance' && !asked ? t('results.sorts.catalog') : t(`results.sorts.${value}`),
      }))}
      value={sort}
      onChange={(value) => setSort(sorts.find((known) => known === value) ?? 'relevance')}
      comboboxProps={{ position: 'bottom-end', width: 190 }}
      styles={{ input: { textAlign: 'right', fontWeight: 500 } }}
    />
  );
}

/** Switches of the ranking that most people never need. */
function RankingMenu() {
  const { t } = useTranslation();
  const { cutoff, imagesOnly } = useQuery();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <IconButton
          label={t('results.ranking')}
          tipHidden={opened}
          color={imagesOnly || !cutoff ? 'blue' : 'gray'}
          onClick={() => setOpened(!opened)}
        >
          <IconAdjustmentsHorizontal size={18} stroke={1.7} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p="md" aria-label={t('results.ranking')}>
        <Switch
          size="sm"
          label={t('results.cutoff')}
          description={t('results.cutoffHint')}
          checked={cutoff}
          onChange={(event) => setCutoff(event.currentTarget.checked)}
          mb="md"
        />
        <Switch
          size="sm"
          label={t('results.imagesOnly')}
          description={t('results.imagesOnlyHint')}
          checked={imagesOnly}
          onChange={(event) => setImagesOnly(event.currentTarget.checked)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What can be said about the results: how well each fits, and how they are tagged. */
function Corrections() {
  const { t } = useTranslation();
  const grading = useGrading((state) => state.on);
  const some = useResults((state) => (state.head?.total ?? 0) > 0);
  return (
    <>
      <IconButton
        label={t('grading.toggle')}
        variant={grading ? 'light' : 'subtle'}
        color={grading ? 'blue' : 'gray'}
        aria-pressed={grading}
        aria-keyshortcuts={gradingActions.toggle.keys[0]}
        onClick={toggleGrading}
      >
        <IconStars size={18} stroke={1.7} />
      </IconButton>
      <IconButton label={t('tags.bulk.openResults')} disabled={!some} onClick={openBulkEdit}>
        <IconTags size={18} stroke={1.7} />
      </IconButton>
      <IconButton
        label={t('sheet.openResults')}
        disabled={!some}
        onClick={() => {
          putIntoSheet();
          navigate('/sheet');
        }}
      >
        <IconTable size={18} stroke={1.7} />
      </IconButton>
    </>
  );
}

const views = [
  { value: 'grid', label: 'results.grid', Icon: IconLayoutGrid },
  { value: 'list', label: 'results.list', Icon: IconList },
] as const;

function ViewControls() {
  const { t } = useTranslation();
  const { view, setView, cardSize, setCardSize } = usePreferences();
  return (
    <>
      <Slider
        className={classes.size}
        size={3}
        thumbSize={13}
        min={cardSizes.min}
        max={cardSizes.max}
        step={4}
        value={cardSize}
        onChange={setCardSize}
        disabled={view === 'list'}
        label={null}
        thumbLabel={t('results.size')}
      />
      <fieldset className={classes.views} aria-label={t('results.view')}>
        {views.map(({ value, label, Icon }) => (
          <Tooltip key={value} label={t(label)}>
            <button
              type="button"
              className={classes.viewButton}
              aria-label={t(label)}
              aria-pressed={view === value}
              onClick={() => setView(value)}
            >
              <Icon size={16} stroke={1.7} />
            </button>
          </Tooltip>
        ))}
      </fieldset>
    </>
  );
}
