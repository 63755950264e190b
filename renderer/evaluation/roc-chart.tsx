/** How many of the tagged products are found against how many others are taken for them, at every threshold. */
import type { TagQuality } from '@contract';
import { LineChart } from '@mantine/charts';

export function RocChart({ roc }: { roc: TagQuality['roc'] }) {
  return (
    <LineChart
      h={250}
      data={roc.map(([x, y]) => ({ x, y, chance: x }))}
      dataKey="x"
      type="default"
      curveType="linear"
      withDots={false}
      withTooltip={false}
      xAxisProps={{ type: 'number', domain: [0, 1], ticks: [0, 0.5, 1] }}
      yAxisProps={{ domain: [0, 1], ticks: [0, 0.5, 1], width: 30 }}
      lineChartProps={{ accessibilityLayer: false }}
      series={[
        { name: 'chance', color: 'var(--la-line-strong)', strokeDasharray: '4 4' },
        { name: 'y', color: 'var(--la-accent)' },
      ]}
    />
  );
}
