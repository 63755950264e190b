/** From which probability on groups are shown: a slider under the histogram of all open pairs, counts following as it moves. */
import type { DuplicateKind, GroupList, KindCounts } from '@contract';
import { Slider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './duplicates.module.css';
import { setMinProbability } from './groups.ts';
import { countsAt } from './threshold-counts.ts';

type Head = Omit<GroupList, 'groups'>;

interface ThresholdProps {
  readonly head: Head;
  readonly kind: DuplicateKind;
  /** Tells the tabs what they would hold; null once the slider has come to rest. */
  onPreview(counts: KindCounts | null): void;
}

export function Threshold({ head, kind, onPreview }: ThresholdProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [value, setValue] = useState(Math.round(head.minProbability * 100));
  useEffect(() => setValue(Math.round(head.minProbability * 100)), [head.minProbability]);
  const counts = countsAt(head, value / 100);
  const highest = Math.max(1, ...head.pairs.map((bin) => bin.count));
  return (
    <section className={classes.threshold} aria-label={t('duplicates.threshold')}>
      <div className={classes.thresholdHead}>
        <span>{t('duplicates.atLeast', { percent: format.percent(value / 100) })}</span>
        <span className={classes.thresholdCount} data-testid="group-count">
          {t('duplicates.groupCount', { count: counts[kind], number: format.number(counts[kind]) })}
        </span>
      </div>
      <div className={classes.histogram} aria-hidden>
        {head.pairs.map((bin) => (
          <span
            key={bin.from}
            className={classes.bin}
            data-in={bin.to * 100 > value}
            title={t('duplicates.pairCount', { count: bin.count, number: format.number(bin.count) })}
            // Square roots, because there are always far more unlikely pairs than likely ones.
            style={{ height: `${bin.count === 0 ? 0 : 6 + 94 * Math.sqrt(bin.count / highest)}%` }}
          />
        ))}
      </div>
      <Slider
        size={3}
        thumbSize={14}
        min={0}
        max={100}
        value={value}
        label={null}
        thumbLabel={t('duplicates.threshold')}
        onChange={(next) => {
          setValue(next);
          onPreview(countsAt(head, next / 100));
        }}
        onChangeEnd={(next) => {
          onPreview(null);
          setMinProbability(next / 100);
        }}
      />
    </section>
  );
}
