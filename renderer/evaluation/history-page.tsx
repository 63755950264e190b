/** Measurements that were kept: how the figures went over time, and each report again. */
import { metricNames } from '@contract';
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
import { CourseChart, type KeptReport } from './course-chart.tsx';
import classes from './evaluation.module.css';
import { ExportButtons, Report } from './report.tsx';

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
              <CourseChart reports={kept} metric={metric} />
            </div>
          )}
          <Section title={t('learning.reports')}>
            <ul className={classes.past}>
              {kept.map((report) => (
                <PastReport
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

function PastReport({ report, open, onToggle }: { report: KeptReport; open: boolean; onToggle(): void }) {
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
