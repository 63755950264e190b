/** How many questions have been answered and how many are worth asking, or that the classifiers behind them are still being fitted. */
import { Loader, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { isLearningTags, progressOf, useActiveJob } from '../state/jobs.ts';
import classes from './review.module.css';
import type { Review } from './use-review.ts';

export function ReviewProgress({ review }: { review: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (review.left === null) return null;
  const all = review.decided + review.left;
  if (review.learning) return <Learning />;
  return (
    <div className={classes.progress} role="status">
      <span className={classes.track} aria-hidden>
        <span style={{ width: `${all === 0 ? 100 : (review.decided / all) * 100}%` }} />
      </span>
      <strong>{t('tags.decided', { count: review.decided, number: format.number(review.decided) })}</strong>
      <span>{t('tags.left', { count: review.left, number: format.number(review.left) })}</span>
    </div>
  );
}

/** What is on screen meanwhile rests on the words of the tags and on a part of the products. */
function Learning() {
  const { t } = useTranslation();
  const format = useFormat();
  const job = useActiveJob(isLearningTags);
  const progress = job === undefined ? null : progressOf(job);
  return (
    <Tooltip label={t('tags.learningHint')} multiline w={320}>
      <div className={classes.progress} role="status">
        <Loader size={14} aria-hidden />
        <strong>{t('tags.learning')}</strong>
        <span>{progress === null ? null : format.percent(progress)}</span>
      </div>
    </Tooltip>
  );
}
