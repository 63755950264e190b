/** An estimate with its interval, drawn on a scale that several of them share. */
import type { Estimate } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './evaluation.module.css';

export interface Scale {
  readonly min: number;
  readonly max: number;
}

export const unitScale: Scale = { min: 0, max: 1 };

/** A scale on which all the estimates fit, with a little air on both sides. */
export function scaleOf(estimates: readonly Estimate[]): Scale {
  const low = Math.min(...estimates.map((estimate) => estimate.low));
  const high = Math.max(...estimates.map((estimate) => estimate.high));
  const air = Math.max(0.01, (high - low) * 0.12);
  return { min: Math.max(0, low - air), max: Math.min(1, high + air) };
}

interface IntervalProps {
  readonly estimate: Estimate;
  readonly scale?: Scale;
  readonly tone?: 'accent' | 'calm' | 'good';
}

export function Interval({ estimate, scale = unitScale, tone = 'accent' }: IntervalProps) {
  const place = (value: number): string => {
    const share = (value - scale.min) / Math.max(1e-9, scale.max - scale.min);
    return `${Math.min(100, Math.max(0, share * 100))}%`;
  };
  const width = Math.max(0, (estimate.high - estimate.low) / Math.max(1e-9, scale.max - scale.min)) * 100;
  return (
    <span className={classes.interval} data-tone={tone} aria-hidden>
      <span className={classes.whisker} style={{ left: place(estimate.low), width: `${Math.min(100, width)}%` }} />
      <span className={classes.mean} style={{ left: place(estimate.mean) }} />
    </span>
  );
}

/** A p value with three digits; a smaller one is only said to be smaller. */
export function usePValue(): (value: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (value) =>
    value < smallestShown
      ? t('learning.lessThan', { value: format.decimal(smallestShown, 3) })
      : format.decimal(value, 3);
}

const smallestShown = 0.001;

/** The bounds in words: "0.41 to 0.58". */
export function Bounds({ estimate, digits = 2 }: { estimate: Estimate; digits?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={classes.bounds}>
      {t('learning.bounds', { low: format.decimal(estimate.low, digits), high: format.decimal(estimate.high, digits) })}
    </span>
  );
}
