/** Measurements that were kept: how the figures went over time, and each report again. */
import { type EvaluationReport, metricNames } from '@contract';
import { LineChart } from '@mantine/charts';
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChartLine, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page, Section } from '../ui/page.tsx';
import { useRankerName } from './choices.tsx';
import classes from './evaluation.module.css';
import { ExportButtons, Report } from './report.tsx';

type Kept = Omit<EvaluationReport, 'perQuery'>;

export function HistoryPage() {
  const { t } = useTranslation();
  const kept = useAnswer('evaluation.history', {}).data;
  const [metric, setMetric] = useState<(typeof metricNames)[number]>('nDCG@k');
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Page title={t('learning.tabs.history')} lead={t('learning.historyLead')}>
      {kept === undefined ? (
        <Skeleton height={240} radius="lg" aria-label={t('common.loading')} />
      ) : kept.length === 0 ? (
        <div className={classes.panel}>
          <EmptyState
            icon={<IconChartLine size={30} stroke={1.5} />}
            title={t('learning.noHistory')}
            actions={<Button onClick={() => navigate('/learning/measure')}>{t('learning.measure')}</Button>}
          >
            {t('learning.noHistoryText')}
          </EmptyState>
        </div>
      ) : (
        <>
          {kept.length < 2 ? null : (
            <div className={classes.panel}>
              <SegmentedControl
                size="xs"
                mb="md"
                aria-label={t('learning.metric')}
                value={metric}
                onChange={(value) => setMetric(metricNames.find((name) => name === value) ?? 'nDCG@k')}
                data={[...metricNames]}
              />
              <Course kept={kept} metric={metric} />
            </div>
          )}
          <Section title={t('learning.reports')}>
            <ul className={classes.past}>
              {kept.map((report) => (
                <KeptReport
                  key={report.id}
                  report={report}
                  open={open === report.id}
                  onToggle={() => setOpen(open === report.id ? null : report.id)}
                />
              ))}
            </ul>
          </Section>
        </>
      )}
    </Page>
  );
}

function Course({ kept, metric }: { kept: readonly Kept[]; metric: (typeof metricNames)[number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  const points = [...kept].reverse().map((report, place) => ({
    place: place + 1,
    value: report.metrics[metric].mean,
    low: report.metrics[metric].low,
    high: report.metrics[metric].high,
  }));
  const names = [...kept].reverse();
  return (
    <figure className={classes.course} aria-label={t('learning.course', { metric })}>
      <LineChart
        h={230}
        data={points}
        dataKey="place"
        curveType="linear"
        gridAxis="x"
        strokeWidth={2}
        yAxisProps={{ domain: [0, 1], width: 44, tickFormatter: (value: number) => format.decimal(value, 2) }}
        xAxisProps={{
          tickFormatter: (place: number) => {
            const report = names[place - 1];
            return report === undefined ? '' : rankerName(report.ranker);
          },
        }}
        valueFormatter={(value) => format.decimal(value, 3)}
        tooltipAnimationDuration={80}
        lineChartProps={{ accessibilityLayer: false }}
        series={[
          { name: 'high', label: t('learning.upper'), color: 'var(--la-accent-line)', strokeDasharray: '3 4' },
          { name: 'value', label: metric, color: 'var(--la-accent)' },
          { name: 'low', label: t('learning.lower'), color: 'var(--la-accent-line)', strokeDasharray: '3 4' },
        ]}
      />
    </figure>
  );
}

function KeptReport({ report, open, onToggle }: { report: Kept; open: boolean; onToggle(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  const full = useAnswer('evaluation.report', open && report.id !== null ? { id: report.id } : null).data;
  return (
    <li className={classes.pastItem}>
      <div className={classes.keptHead}>
        <button type="button" className={classes.pastHead} aria-expanded={open} onClick={onToggle}>
          <strong className={classes.keptValue}>{format.decimal(report.metrics['nDCG@k'].mean, 3)}</strong>
          <span className={classes.keptName}>
            {rankerName(report.ranker)} · {report.set || t('labels.allSets')}
          </span>
          <span className={classes.pastFacts}>
            {t('learning.counted', { count: report.queries })} · {format.date(report.at)}
          </span>
          <IconChevronDown className={classes.chevron} data-open={open} size={16} aria-hidden />
        </button>
        {report.id === null ? null : <ExportButtons id={report.id} />}
      </div>
      {open && full !== undefined ? (
        <div className={classes.pastBody}>
          <Report report={{ ...full, id: null }} />
        </div>
      ) : null}
    </li>
  );
}
