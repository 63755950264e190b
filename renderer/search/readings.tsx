/** What was understood by words of the query, each a click away from being plain words again. */
import type { Reading } from '@contract';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { filterByTag, takeAsWords, useQuery } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import { useGroupName } from '../ui/group-name.ts';
import classes from './search-page.module.css';

export function Readings() {
  const { t } = useTranslation();
  const understood = useResults((state) => state.head?.readings) ?? [];
  const filtered = useQuery((state) => state.filters.tags) ?? {};
  // What is filtered by already has its chip there.
  const readings = understood.filter(
    (reading) => reading.kind !== 'tag' || filtered[reading.group]?.includes(reading.name) !== true,
  );
  if (readings.length === 0) return null;
  return (
    <fieldset className={classes.chips} aria-label={t('readings.title')} style={{ border: 0, margin: 0 }}>
      <span className={classes.filterGroup}>{t('readings.title')}</span>
      {readings.map((reading) => (
        <ReadingChip key={keyOf(reading)} reading={reading} />
      ))}
    </fieldset>
  );
}

function keyOf(reading: Reading): string {
  return reading.kind === 'tag' ? `${reading.group}/${reading.name}` : reading.source;
}

function ReadingChip({ reading }: { reading: Reading }) {
  const { t } = useTranslation();
  const { group, name } = useNaming()(reading);
  const label = t('readings.asWords', { source: reading.source });
  if (reading.kind === 'tag') {
    const only = t('readings.only', { group, name });
    return (
      <span className={classes.splitChip}>
        <button type="button" aria-label={only} title={only} onClick={() => filterByTag(reading.group, reading.name)}>
          <span className={classes.filterGroup}>{group}</span>
          {name}
        </button>
        <button
          type="button"
          aria-label={`${group}: ${name}. ${label}`}
          title={label}
          onClick={() => takeAsWords(reading.source)}
        >
          <IconX size={13} aria-hidden />
        </button>
      </span>
    );
  }
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
  const groupName = useGroupName();
  return (reading) => {
    if (reading.kind === 'tag') return { group: groupName(reading.group), name: reading.name };
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
