/** What a rule would do: the groups it takes, with who stays and who goes, and why it leaves others alone. */
import type { DuplicateGroup, DuplicateRule, RuleOutcome } from '@contract';
import { Skeleton } from '@mantine/core';
import { IconArrowNarrowLeft, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './rules.module.css';

interface RulePreviewProps {
  /** null while it is on its way. */
  readonly outcome: RuleOutcome | null;
  readonly groups: readonly DuplicateGroup[];
  readonly action: DuplicateRule['action'];
}

const mostShown = 60;

export function RulePreview({ outcome, groups, action }: RulePreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (outcome === null) return <Skeleton height={280} radius="lg" />;
  const byId = new Map(groups.map((group) => [group.id, group]));
  const reasons = Object.entries(Object.groupBy(outcome.skipped, (skipped) => skipped.reason));
  return (
    <section className={classes.preview} aria-label={t('duplicates.rulePreview')}>
      <p className={classes.summary} aria-live="polite">
        <strong>
          {t('duplicates.affected', {
            count: outcome.applied.length,
            number: format.number(outcome.applied.length),
            total: format.number(groups.length),
          })}
        </strong>
        {reasons.map(([reason, skipped]) => (
          <span key={reason}>
            {t(`duplicates.left.${reason as RuleOutcome['skipped'][number]['reason']}`, {
              count: skipped?.length ?? 0,
              number: format.number(skipped?.length ?? 0),
            })}
          </span>
        ))}
      </p>
      <ul className={classes.list}>
        {outcome.applied.slice(0, mostShown).map((applied) => {
          const members = byId.get(applied.groupId)?.members ?? [];
          const keeper = members.find((member) => member.id === applied.keeperId);
          return (
            <li key={applied.groupId} className={classes.row}>
              <span className={classes.stay}>
                <Photo fit="tile" className={classes.photo} src={keeper?.image?.thumb} alt="" />
                {action === 'merge' ? <IconStarFilled className={classes.star} size={11} aria-hidden /> : null}
              </span>
              {action === 'merge' ? <IconArrowNarrowLeft size={18} stroke={1.6} aria-hidden /> : null}
              {members
                .filter((member) => applied.productIds.includes(member.id) && member.id !== applied.keeperId)
                .slice(0, 4)
                .map((member) => (
                  <span key={member.id} className={action === 'merge' ? classes.go : undefined}>
                    <Photo fit="tile" className={classes.photo} src={member.image?.thumb} alt="" />
                  </span>
                ))}
              <span className={classes.rowText}>
                <span>{keeper?.title}</span>
                <small>{keeper?.sku}</small>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
