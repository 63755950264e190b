/** The shape of the grid before the first answer, in the places the products will take. */
import { useElementSize } from '@mantine/hooks';
import { usePreferences } from '../state/preferences.ts';
import { columnsFor, gridGap, listRowHeight, rowHeightFor } from './grid-geometry.ts';
import { WaitingCard } from './product-card.tsx';
import classes from './results.module.css';

const screens = 4;

export function SkeletonGrid() {
  const { ref, width } = useElementSize();
  const { cardSize, view } = usePreferences();
  const inner = Math.max(0, width - 36);
  const columns = view === 'list' ? 1 : columnsFor(inner, cardSize);
  // Before the room is known nothing is drawn: it would be drawn elsewhere a moment later.
  const count = width === 0 ? 0 : columns * screens;
  const rowHeight = view === 'list' ? listRowHeight : rowHeightFor(inner, columns) - gridGap;
  return (
    <div ref={ref} className={classes.skeletons} aria-hidden>
      <div className={classes.skeletonGrid} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {Array.from({ length: count }, (_, index) => `waiting-${index}`).map((key) => (
          <div key={key} className={classes.card} style={{ height: rowHeight }}>
            <WaitingCard />
          </div>
        ))}
      </div>
    </div>
  );
}
