/** What a card and a list row have in common. */
import type { Hit } from '@contract';
import { IconAlertTriangleFilled, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { lookFor } from '../state/query.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './results.module.css';

const signs = [
  { sign: 1, tip: 'results.more', label: 'results.moreLike', Icon: IconPlus },
  { sign: -1, tip: 'results.less', label: 'results.lessLike', Icon: IconMinus },
] as const;

/** "More like this" and "less like this"; keyboard users have M and L on the card itself. */
export function LikeButtons({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={classes.like}>
      {signs.map(({ sign, tip, label, Icon }) => (
        <IconButton
          key={sign}
          className={classes.likeButton ?? ''}
          variant="default"
          size={28}
          radius="md"
          tabIndex={tabbable ? 0 : -1}
          tip={t(tip)}
          label={t(label, { name: hit.title })}
          onClick={(event) => {
            event.stopPropagation();
            lookFor(hit, sign);
          }}
        >
          <Icon size={16} stroke={2} />
        </IconButton>
      ))}
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
