/** Two rankings over the same graded queries: where each is better, and whether the difference is more than chance. */
import { type Comparison, metricNames, type System } from '@contract';
import { Button, Select } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { FileField } from '../labels/new-set.tsx';
import { ask } from '../state/engine.ts';
import { notifyError } from '../ui/notify.tsx';
import { Page, Section } from '../ui/page.tsx';
import { everything, RankerSelect, ScopeSelect, scopeParams, useRankerName } from './choices.tsx';
import classes from './evaluation.module.css';
import { Bounds, usePValue } from './interval.tsx';
import { Figure } from './learn-outcome.tsx';

const fromFile = '(file)';

export function ComparePage() {
  const { t } = useTranslation();
  const [scope, setScope] = useState(everything);
  const [a, setA] = useState<string | null>('default');
  const [b, setB] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [metric, setMetric] = useState<(typeof metricNames)[number]>('nDCG@k');
  const [busy, setBusy] = useState(false);
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const compare = async (): Promise<void> => {
    if (a === null || b === null) return;
    setBusy(true);
    try {
      const other: System =
        b === fromFile && file !== null
          ? { kind: 'run', name: file.name, text: await file.text() }
          : { kind: 'ranker', name: b };
      setComparison(
        await ask('evaluation.compare', { a: { kind: 'ranker', name: a }, b: other, metric, ...scopeParams(scope) }),
      );
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={t('learning.tabs.compare')} lead={t('learning.compareLead')}>
      <div className={`${classes.panel} ${classes.controls}`}>
        <RankerSelect label={t('learning.a')} value={a} onChange={setA} />
        <RankerSelect
          label={t('learning.b')}
          value={b}
          more={[{ value: fromFile, label: t('learning.runFile') }]}
          onChange={setB}
        />
        <ScopeSelect scope={scope} onChange={setScope} />
        <Select
          w={110}
          label={t('learning.metric')}
          allowDeselect={false}
          data={metricNames.map((name) => ({ value: name, label: name.replace('@k', '@10') }))}
          value={metric}
          onChange={(value) => setMetric(metricNames.find((name) => name === value) ?? 'nDCG@k')}
        />
        {b === fromFile ? <FileField label={t('learning.chooseRun')} file={file} onChange={setFile} /> : null}
        <Button
          leftSection={<IconScale size={17} />}
          loading={busy}
          disabled={a === null || b === null || (b === fromFile && file === null)}
          onClick={() => void compare()}
        >
          {t('learning.compare')}
        </Button>
      </div>
      {comparison === null ? (
        <p className={classes.hint}>{t('learning.compareHint')}</p>
      ) : (
        <ComparisonResult comparison={comparison} />
      )}
    </Page>
  );
}

export function ComparisonResult({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRankerName();
  const pValue = usePValue();
  const { a, b, difference, wins, ties, losses } = comparison;
  const metric = comparison.metric.replace('@k', `@${comparison.k}`);
  const total = Math.max(1, wins + ties + losses);
  return (
    <>
      <Section title={t('learning.difference', { metric })}>
        <div className={classes.panel}>
          <dl className={classes.figures}>
            <Figure name={name(a.name)} value={format.decimal(a.mean, 3)} />
            <Figure
              name={name(b.name)}
              value={format.decimal(b.mean, 3)}
              tone={difference.low > 0 ? 'good' : difference.high < 0 ? 'bad' : undefined}
            />
            <Figure name={t('learning.pValue')} value={pValue(comparison.pValue)} hint={t('learning.pHint')} />
            <div>
              <dd>
                {difference.mean >= 0 ? '+' : ''}
                {format.decimal(difference.mean, 3)}
              </dd>
              <dt>
                <Bounds estimate={difference} digits={3} />
              </dt>
            </div>
          </dl>
          <div className={classes.record} role="img" aria-label={t('learning.recordText', { wins, ties, losses })}>
            <span data-kind="win" style={{ flexGrow: wins / total }} />
            <span data-kind="tie" style={{ flexGrow: ties / total }} />
            <span data-kind="loss" style={{ flexGrow: losses / total }} />
          </div>
          <p className={classes.recordText}>{t('learning.recordText', { wins, ties, losses })}</p>
        </div>
      </Section>
      <Section title={t('learning.gains')}>
        <Gains comparison={comparison} />
      </Section>
    </>
  );
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
    <div className={classes.panelTight}>
      <ul className={classes.gains}>
        {rows.map((entry) => (
          <li key={entry.query}>
            <span className={classes.gainLabel} title={entry.label}>
              {entry.label}
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
