/** How often was searched in each week, how often a result was clicked, and how often nothing was found. */
import type { DemandReport } from '@contract';
import { AreaChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './demand.module.css';

const series = [
  { name: 'searches', color: 'var(--la-accent)' },
  { name: 'clicked', color: 'var(--la-good)' },
  { name: 'noResults', color: 'var(--la-warn)' },
] as const;

export function SearchesChart({ weeks }: { weeks: DemandReport['weeks'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <figure className={classes.chart} aria-label={t('demand.course')}>
      <AreaChart
        h={210}
        data={weeks.map((week) => ({ ...week, day: format.day(week.start) }))}
        dataKey="day"
        curveType="linear"
        gridAxis="x"
        strokeWidth={2}
        withDots={false}
        valueFormatter={(value) => format.number(value)}
        tooltipAnimationDuration={80}
        areaChartProps={{ accessibilityLayer: false }}
        series={series.map(({ name, color }) => ({ name, color, label: t(`demand.${name}`) }))}
      />
      <figcaption className={classes.legend}>
        {series.map(({ name, color }) => (
          <span key={name}>
            <span className={classes.swatch} style={{ background: color }} aria-hidden />
            {t(`demand.${name}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
