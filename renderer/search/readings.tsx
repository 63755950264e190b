/** What was understood by words of the query, each a click away from being plain words again. */
import type { Reading } from '@contract';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { takeAsWords } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import classes from './search-page.module.css';

export function Readings() {
  const { t } = useTranslation();
  const readings = useResults((state) => state.head?.readings) ?? [];
  if (readings.length === 0) return null;
  return (
    <fieldset className={classes.chips} aria-label={t('readings.title')} style={{ border: 0, margin: 0 }}>
      <span className={classes.filterGroup}>{t('readings.title')}</span>
      {readings.map((reading) => (
        <ReadingChip key={reading.source} reading={reading} />
      ))}
    </fieldset>
  );
}

function ReadingChip({ reading }: { reading: Reading }) {
  const { t } = useTranslation();
  const { group, name } = useNaming()(reading);
  const label = t('readings.asWords', { source: reading.source });
  return (
    <button
      type="button"
      className={classes.filterChip}
      aria-label={`${group}: ${name}. ${label}`}
      title={label}
      onClick={() => takeAsWords(reading.source)}
    >
      <span className={classes.filterGroup}>{group}</span>
      {name}
      <IconX size={13} aria-hidden />
    </button>
  );
}

function useNaming(): (reading: Reading) => { readonly group: string; readonly name: string } {
  const { t } = useTranslation();
  const format = useFormat();
  return (reading) => {
    if (reading.kind === 'without') return { group: t('readings.without'), name: reading.words };
    const { min, max } = reading;
    const amount = (value: number): string => format.price(value, null);
    const name =
      min === undefined
        ? `≤ ${amount(max ?? 0)}`
        : max === undefined
          ? `≥ ${amount(min)}`
          : `${amount(min)} – ${amount(max)}`;
    return { group: t('filters.price'), name };
  };
}
