/** A product in the grid. */
import type { Hit } from '@contract';
import { IconPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { setActiveResult } from '../state/grid-focus.ts';
import { toggleSelected } from '../state/selection.ts';
import { Photo } from '../ui/photo.tsx';
import { CardGrade } from './card-grade.tsx';
import { LikeButtons, ProblemBadge, Score } from './card-parts.tsx';
import classes from './results.module.css';
import { SelectMark } from './select-mark.tsx';

export interface CellProps {
  readonly index: number;
  /** undefined while its page is on the way. */
  readonly hit: Hit | undefined;
  readonly tabbable: boolean;
}

export function ProductCard({ index, hit, tabbable }: CellProps) {
  const { t } = useTranslation();
  return (
    // The cell is one element before and after its product arrives, so that focus stays on it.
    // biome-ignore lint/a11y/useSemanticElements: see ResultView
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <div
      role="gridcell"
      className={classes.card}
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
      {hit === undefined ? <WaitingContent /> : <CardContent hit={hit} tabbable={tabbable} />}
    </div>
  );
}

function CardContent({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div className={classes.tile}>
        <Photo fit="tile" className={classes.photo} src={hit.image?.thumb} alt="" />
        {hit.imageCount > 1 ? (
          <span className={classes.photos} title={t('results.photos', { count: hit.imageCount })}>
            <IconPhoto size={12} stroke={2} aria-hidden />
            {hit.imageCount}
          </span>
        ) : null}
        {hit.hasProblem ? <ProblemBadge /> : null}
        <LikeButtons hit={hit} tabbable={tabbable} />
        <SelectMark productId={hit.id} name={hit.title} />
        <CardGrade hit={hit} tabbable={tabbable} />
      </div>
      <div className={classes.caption}>
        <span className={classes.title}>{hit.title}</span>
        <span className={classes.line}>
          <span className={classes.price}>
            {hit.price === null ? otherName(hit) : format.price(hit.price.amount, hit.price.currency)}
          </span>
          <Score score={hit.score} />
        </span>
      </div>
    </>
  );
}

/** Products that are mere photos are called by their number already. */
function otherName(hit: Hit): string {
  return hit.sku === hit.title ? '' : hit.sku;
}

export function WaitingContent() {
  return (
    <>
      <div className={classes.tile}>
        <span className={`${classes.photo} ${classes.shimmer}`} />
      </div>
      <div className={classes.caption}>
        <span className={classes.barLong} />
        <span className={classes.barShort} />
      </div>
    </>
  );
}
