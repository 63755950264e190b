/** What the cell of a product holds in the grid. */
import type { Hit } from '@contract';
import { IconPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { MatchBand } from '../ui/match-band.tsx';
import { Photo } from '../ui/photo.tsx';
import { CardGrade } from './card-grade.tsx';
import { LikeButtons, ProblemBadge } from './card-parts.tsx';
import { FrameMark } from './clip-frames.tsx';
import classes from './results.module.css';
import { SelectMark } from './select-mark.tsx';

export function CardContent({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
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
        <FrameMark at={hit.matchedFrame} className={classes.frameMark} />
        <LikeButtons hit={hit} tabbable={tabbable} />
        <SelectMark productId={hit.id} name={hit.title} />
        <CardGrade hit={hit} tabbable={tabbable} />
      </div>
      <div className={classes.caption}>
        <span className={classes.title}>{hit.title}</span>
        <span className={classes.line}>
          <span className={classes.price}>{hit.price === null ? otherName(hit) : format.priceRange(hit.price)}</span>
          {hit.band === null ? null : <MatchBand band={hit.band} />}
        </span>
      </div>
    </>
  );
}

/** Products that are mere photos are called by their number already. */
function otherName(hit: Hit): string {
  return hit.sku === hit.title ? '' : hit.sku;
}

export function WaitingCard() {
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
