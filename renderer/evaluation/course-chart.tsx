/** How a figure went from one kept measurement to the next, with its bounds. */
import type { EvaluationReport, metricNames } from '@contract';
import { LineChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useRankerName } from './choices.tsx';
import classes from './evaluation.module.css';

export type KeptReport = Omit<EvaluationReport, 'perQuery'>;

export function CourseChart({
  reports,
  metric,
}: {
  reports: readonly KeptReport[];
  metric: (typeof metricNames)[number];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  const oldestFirst = [...reports].reverse();
  const points = oldestFirst.map((report, place) => ({
    place: place + 1,
    value: report.metrics[metric].mean,
    low: report.metrics[metric].low,
    high: report.metrics[metric].high,
  }));
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
            const report = oldestFirst[place - 1];
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
