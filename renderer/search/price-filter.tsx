/** A price range: drag its ends, or type them. */
import { NumberInput, RangeSlider } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setFilters, useQuery } from '../state/query.ts';
import classes from './facets.module.css';

export function PriceFilter({ range }: { range: { readonly min: number; readonly max: number } }) {
  const { t } = useTranslation();
  const { priceMin, priceMax } = useQuery((state) => state.filters);
  const bounds = { min: Math.floor(range.min), max: Math.max(Math.ceil(range.max), Math.floor(range.min) + 1) };
  const low = priceMin ?? bounds.min;
  const high = priceMax ?? bounds.max;
  const [shown, setShown] = useState<[number, number]>([low, high]);
  useEffect(() => setShown([low, high]), [low, high]);
  const apply = (min: number, max: number): void =>
    setFilters({
      priceMin: min <= bounds.min ? undefined : min,
      priceMax: max >= bounds.max ? undefined : max,
    });
  const set = (value: string | number, end: 0 | 1): void => {
    if (typeof value === 'number') setShown(end === 0 ? [value, shown[1]] : [shown[0], value]);
  };
  const enter = (): void => apply(Math.min(...shown), Math.max(...shown));
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') enter();
  };
  return (
    <section className={classes.group} aria-label={t('filters.price')}>
      <h2 className={classes.heading}>{t('filters.price')}</h2>
      <RangeSlider
        className={classes.range}
        size={3}
        thumbSize={14}
        min={Math.min(bounds.min, low)}
        max={Math.max(bounds.max, high)}
        minRange={0}
        step={niceStep(bounds.max - bounds.min)}
        value={shown}
        onChange={setShown}
        onChangeEnd={([min, max]) => apply(min, max)}
        label={null}
        thumbFromLabel={t('filters.priceMin')}
        thumbToLabel={t('filters.priceMax')}
      />
      <div className={classes.prices}>
        <NumberInput
          size="xs"
          hideControls
          min={0}
          aria-label={t('filters.priceMin')}
          value={shown[0]}
          onChange={(value) => set(value, 0)}
          onBlur={enter}
          onKeyDown={onEnter}
        />
        <span aria-hidden>–</span>
        <NumberInput
          size="xs"
          hideControls
          min={0}
          aria-label={t('filters.priceMax')}
          value={shown[1]}
          onChange={(value) => set(value, 1)}
          onBlur={enter}
          onKeyDown={onEnter}
        />
      </div>
    </section>
  );
}

/** About a hundred steps, each a round number. */
function niceStep(span: number): number {
  if (span <= 100) return 1;
  return 10 ** Math.floor(Math.log10(span / 50));
}
