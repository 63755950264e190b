/** A product in the list. */
import type { Hit } from '@contract';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { setActiveResult } from '../state/grid-focus.ts';
import { toggleSelected } from '../state/selection.ts';
import { Photo } from '../ui/photo.tsx';
import { CardGrade } from './card-grade.tsx';
import { LikeButtons, ProblemBadge, Score } from './card-parts.tsx';
import type { CellProps } from './product-card.tsx';
import classes from './results.module.css';
import { SelectMark } from './select-mark.tsx';

const shownTags = 4;

export function ProductRow({ index, hit, tabbable }: CellProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ResultView
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <div
      role="gridcell"
      className={classes.rowCell}
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
      {hit === undefined ? (
        <>
          <span className={`${classes.rowPhoto} ${classes.shimmer}`} />
          <span className={classes.barShort} />
        </>
      ) : (
        <RowContent hit={hit} tabbable={tabbable} />
      )}
    </div>
  );
}

function RowContent({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const format = useFormat();
  return (
    <>
      <SelectMark productId={hit.id} name={hit.title} />
      <Photo fit="tile" className={classes.rowPhoto} src={hit.image?.thumb} alt="" />
      <span className={classes.rowNames}>
        <span className={classes.title}>{hit.title}</span>
        <span className={classes.sku}>{hit.sku}</span>
      </span>
      {hit.hasProblem ? <ProblemBadge /> : null}
      <span className={classes.rowTags}>
        {hit.tags.slice(0, shownTags).map((tag) => (
          <span key={`${tag.group}/${tag.name}`} className={classes.tag}>
            {tag.name}
          </span>
        ))}
      </span>
      <CardGrade hit={hit} tabbable={tabbable} />
      <LikeButtons hit={hit} tabbable={tabbable} />
      <span className={classes.rowPrice}>
        {hit.price === null ? '' : format.price(hit.price.amount, hit.price.currency)}
      </span>
      <span className={classes.rowScore}>
        <Score score={hit.score} />
      </span>
    </>
  );
}
