/** The last weeks of one query, small enough for a row of a table. */
import { Sparkline } from '@mantine/charts';

export function TrendChart({ weeks }: { weeks: readonly number[] }) {
  return (
    <Sparkline
      w={84}
      h={22}
      data={[...weeks]}
      curveType="linear"
      color="var(--la-accent)"
      fillOpacity={0.2}
      strokeWidth={1.5}
      aria-hidden
    />
  );
}
