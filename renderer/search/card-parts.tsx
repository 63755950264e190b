/** What a card and a list row have in common. */
import type { Hit } from '@contract';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAlertTriangleFilled, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { lookFor } from '../state/query.ts';
import classes from './results.module.css';

/** "More like this" and "less like this"; keyboard users have M and L on the card itself. */
export function LikeButtons({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const { t } = useTranslation();
  const tabIndex = tabbable ? 0 : -1;
  return (
    <span className={classes.like}>
      <Tooltip label={t('results.more')}>
        <ActionIcon
          className={classes.likeButton}
          variant="default"
          size={28}
          radius="md"
          tabIndex={tabIndex}
          aria-label={t('results.moreLike', { name: hit.title })}
          onClick={(event) => {
            event.stopPropagation();
            lookFor(hit, 1);
          }}
        >
          <IconPlus size={16} stroke={2} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('results.less')}>
        <ActionIcon
          className={classes.likeButton}
          variant="default"
          size={28}
          radius="md"
          tabIndex={tabIndex}
          aria-label={t('results.lessLike', { name: hit.title })}
          onClick={(event) => {
            event.stopPropagation();
            lookFor(hit, -1);
          }}
        >
          <IconMinus size={16} stroke={2} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

export function Score({ score }: { score: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (score === null) return null;
  return (
    <span className={classes.score} title={t('results.score')}>
      <span className={classes.scoreTrack} aria-hidden>
        <span className={classes.scoreBar} style={{ width: `${Math.round(Math.max(0, Math.min(1, score)) * 100)}%` }} />
      </span>
      {format.percent(score)}
    </span>
  );
}

export function ProblemBadge() {
  const { t } = useTranslation();
  return (
    <span className={classes.problem} title={t('results.problem')}>
      <IconAlertTriangleFilled size={13} role="img" aria-label={t('results.problem')} />
    </span>
  );
}
