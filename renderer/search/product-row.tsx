/** What the cell of a product holds in the list. */
import type { Hit } from '@contract';
import { useFormat } from '../i18n/format.ts';
import { MatchBand } from '../ui/match-band.tsx';
import { Photo } from '../ui/photo.tsx';
import { CardGrade } from './card-grade.tsx';
import { LikeButtons, ProblemBadge } from './card-parts.tsx';
import { FrameMark } from './clip-frames.tsx';
import classes from './results.module.css';
import { SelectMark } from './select-mark.tsx';

const shownTags = 4;

export function RowContent({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const format = useFormat();
  return (
    <>
      <SelectMark productId={hit.id} name={hit.title} />
      <Photo fit="tile" className={classes.rowPhoto} src={hit.image?.thumb} alt="" />
      <FrameMark at={hit.matchedFrame} className={classes.frameMark} />
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
      <span className={classes.rowPrice}>{hit.price === null ? '' : format.priceRange(hit.price)}</span>
      <span className={classes.rowScore}>{hit.band === null ? null : <MatchBand band={hit.band} />}</span>
    </>
  );
}

export function WaitingRow() {
  return (
    <>
      <span className={`${classes.rowPhoto} ${classes.shimmer}`} />
      <span className={classes.barShort} />
    </>
  );
}
