/** How many questions have been answered and how many are worth asking, or that the classifiers behind them are still being fitted. */
import { Loader, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { isLearningTags, progressOf, useActiveJob } from '../state/jobs.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import classes from './review.module.css';
import type { TagReview } from './tag-review.ts';

export function ReviewProgress({ review }: { review: TagReview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { decided, left } = review;
  if (left === null) return null;
  if (review.state.head?.learning === true) return <Learning />;
  const all = decided + left;
  return (
    <div className={classes.progress} role="status">
      <ShareBar share={all === 0 ? 1 : decided / all} width={120} good />
      <strong>{t('tags.decided', { count: decided, number: format.number(decided) })}</strong>
      <span>{t('tags.left', { count: left, number: format.number(left) })}</span>
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
