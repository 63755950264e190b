/** What a card and a list row have in common. */
import type { Hit } from '@contract';
import { IconAlertTriangleFilled, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
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

export function ProblemBadge() {
  const { t } = useTranslation();
  return (
    <span className={classes.problem} title={t('results.problem')}>
      <IconAlertTriangleFilled size={13} role="img" aria-label={t('results.problem')} />
    </span>
  );
}
