/** Below the question: what was just decided, and what comes next. */
import { IconArrowBackUp, IconCheck, IconClock, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Photo } from '../ui/photo.tsx';
import classes from './review.module.css';
import type { TagOutcome, TagReview } from './tag-review.ts';

const shownPast = 5;
const shownNext = 9;

const marks = {
  changed: IconCheck,
  kept: IconCheck,
  rejected: IconX,
  skipped: IconClock,
} as const satisfies Record<TagOutcome, typeof IconCheck>;

export function ReviewStrip({ review }: { review: TagReview }) {
  const { t } = useTranslation();
  const past = review.past.slice(-shownPast);
  const { current, upcoming } = review;
  return (
    <div className={classes.strip}>
      {past.length === 0 ? null : (
        <ol className={classes.stripPart} aria-label={t('tags.past')}>
          {past.map(({ item, outcome }, place) => {
            const Mark = marks[outcome];
            const last = place === past.length - 1;
            const label = t(`tags.outcomes.${outcome}`, { name: item.product.title });
            return (
              <li key={`${item.product.id}/${item.group}`} className={classes.stripItem} data-past title={label}>
                <Photo fit="tile" className={classes.stripPhoto} src={item.product.image?.thumb} alt={label} />
                <span className={classes.mark} data-outcome={outcome}>
                  <Mark size={11} stroke={3} aria-hidden />
                </span>
                {last ? (
                  <button
                    type="button"
                    className={classes.stripUndo}
                    aria-label={t('tags.undoHint')}
                    onClick={() => review.undo()}
                  >
                    <IconArrowBackUp size={15} />
                  </button>
                ) : null}
              </li>
            );
          })}
        </ol>
      )}
      {current === undefined ? null : (
        <ol className={classes.stripPart} aria-label={t('tags.next')}>
          {[current, ...upcoming].slice(0, shownNext).map((item, place) => (
            <li
              key={`${item.product.id}/${item.group}`}
              className={classes.stripItem}
              aria-current={place === 0 ? 'step' : undefined}
            >
              <Photo
                fit="tile"
                className={classes.stripPhoto}
                src={item.product.image?.thumb}
                alt={item.product.title}
              />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
