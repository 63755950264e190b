/** What came of a comparison: both means, whether the difference is real, and the queries where it was made. */
import type { Comparison } from '@contract';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Section } from '../ui/page.tsx';
import classes from './comparison-result.module.css';
import shared from './evaluation.module.css';
import { Bounds, usePValue } from './interval.tsx';

export interface Named {
  readonly a: string;
  readonly b: string;
}

interface ComparisonResultProps {
  readonly comparison: Comparison;
  readonly names: Named;
  /** What the figures go by. */
  readonly note?: string;
  /** What can be done about it, beside the verdict. */
  readonly action?: ReactNode;
}

export function ComparisonResult({ comparison, names, note, action }: ComparisonResultProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const pValue = usePValue();
  const { a, b, difference, wins, ties, losses } = comparison;
  const metric = comparison.metric.replace('@k', `@${comparison.k}`);
  const verdict = verdictOf(comparison);
  const total = Math.max(1, wins + ties + losses);
  return (
    <>
      <Section title={t('learning.difference', { metric })}>
        <div className={shared.panel}>
          <div className={classes.verdictHead}>
            <p className={shared.outcomeTitle} role="status">
              {t(`learning.verdict.${verdict}`, { name: names.b })}
            </p>
            {action}
          </div>
          <p className={shared.outcomeText}>
            {t('learning.reached', {
              b: format.percent(b.mean),
              a: format.percent(a.mean),
              nameA: names.a,
              nameB: names.b,
            })}
          </p>
          <details className={shared.details}>
            <summary>{t('common.details')}</summary>
            <Figures className={shared.figures}>
              <Figure name={names.a} value={format.decimal(a.mean, 3)} />
              <Figure
                name={names.b}
                value={format.decimal(b.mean, 3)}
                tone={difference.low > 0 ? 'good' : difference.high < 0 ? 'bad' : undefined}
              />
              <Figure name={t('learning.pValue')} value={pValue(comparison.pValue)} hint={t('learning.pHint')} />
              <Figure
                name={<Bounds estimate={difference} digits={3} />}
                value={`${difference.mean >= 0 ? '+' : ''}${format.decimal(difference.mean, 3)}`}
              />
            </Figures>
            <div className={classes.record} role="img" aria-label={t('learning.recordText', { wins, ties, losses })}>
              <span data-kind="win" style={{ flexGrow: wins / total }} />
              <span data-kind="tie" style={{ flexGrow: ties / total }} />
              <span data-kind="loss" style={{ flexGrow: losses / total }} />
            </div>
            <p className={classes.recordText}>{t('learning.recordText', { wins, ties, losses })}</p>
            {note === undefined ? null : <p className={shared.basis}>{note}</p>}
          </details>
        </div>
      </Section>
      <Section title={t('learning.gains')}>
        <Gains comparison={comparison} />
      </Section>
    </>
  );
}

/** At the level that learning uses too: a difference that chance makes once in twenty times does not count. */
const significant = 0.05;

function verdictOf({ difference, pValue, wins, losses }: Comparison): 'better' | 'worse' | 'chance' | 'same' {
  if (wins + losses === 0) return 'same';
  if (pValue >= significant) return 'chance';
  return difference.mean > 0 ? 'better' : 'worse';
}

const few = 30;

/** One bar a query, to the right where B is better, to the left where A is. */
function Gains({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const most = Math.max(1e-9, ...comparison.perQuery.map((entry) => Math.abs(entry.difference)));
  const rows = all || comparison.perQuery.length <= few ? comparison.perQuery : endsOf(comparison.perQuery);
  return (
    <div className={shared.panelTight}>
      <ul className={classes.gains}>
        {rows.map((entry) => (
          <li key={entry.query}>
            <span className={classes.gainLabel} title={entry.label}>
              {entry.label}
            </span>
            <span className={classes.gainPair}>
              {t('learning.pair', { a: format.decimal(entry.a, 3), b: format.decimal(entry.b, 3) })}
            </span>
            <span className={classes.gainTrack} aria-hidden>
              <span
                data-sign={entry.difference < 0 ? 'minus' : 'plus'}
                style={{ width: `${(Math.abs(entry.difference) / most) * 50}%` }}
              />
            </span>
            <span className={classes.gainValue} data-sign={signOf(entry.difference)}>
              {entry.difference > 0 ? '+' : ''}
              {format.decimal(entry.difference, 3)}
            </span>
          </li>
        ))}
      </ul>
      {rows.length < comparison.perQuery.length ? (
        <Button variant="subtle" size="xs" m={10} onClick={() => setAll(true)}>
          {t('filters.all', { count: comparison.perQuery.length })}
        </Button>
      ) : null}
    </div>
  );
}

/** The largest gains and the largest losses; what lies between them says least. */
function endsOf<T>(entries: readonly T[]): T[] {
  return [...entries.slice(0, few / 2), ...entries.slice(-few / 2)];
}

function signOf(value: number): 'plus' | 'minus' | 'none' {
  return value > 0 ? 'plus' : value < 0 ? 'minus' : 'none';
}
