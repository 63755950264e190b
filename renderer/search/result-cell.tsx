/** The cell of a result, in the grid as in the list: what it is called, how focus and clicks reach it. */
import type { Hit } from '@contract';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { setActiveResult } from '../state/grid-focus.ts';
import type { ResultView } from '../state/preferences.ts';
import { toggleSelected } from '../state/selection.ts';
import { CardContent, WaitingCard } from './product-card.tsx';
import { RowContent, WaitingRow } from './product-row.tsx';
import classes from './results.module.css';

interface ResultCellProps {
  readonly view: ResultView;
  readonly index: number;
  /** undefined while its page is on the way. */
  readonly hit: Hit | undefined;
  readonly tabbable: boolean;
}

export function ResultCell({ view, index, hit, tabbable }: ResultCellProps) {
  const { t } = useTranslation();
  const [Content, Waiting] = view === 'list' ? [RowContent, WaitingRow] : [CardContent, WaitingCard];
  return (
    // The cell is one element before and after its product arrives, so that focus stays on it.
    // biome-ignore lint/a11y/useSemanticElements: see ResultView
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <div
      role="gridcell"
      className={view === 'list' ? classes.rowCell : classes.card}
      data-index={index}
      data-sku={hit?.sku}
      aria-label={hit?.title ?? t('common.loading')}
      tabIndex={tabbable ? 0 : -1}
      onFocus={() => setActiveResult(index)}
      onClick={(event) => {
        if (hit === undefined) return;
        if (event.ctrlKey || event.metaKey) toggleSelected(hit.id);
        else navigate(`/product/${hit.id}`);
      }}
    >
      {hit === undefined ? <Waiting /> : <Content hit={hit} tabbable={tabbable} />}
    </div>
  );
}
