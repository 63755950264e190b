/** What a rule would do: the groups it takes, with who stays and who goes, and why it leaves others alone. */
import type { DuplicateRule, RulePreview as Preview } from '@contract';
import { Skeleton } from '@mantine/core';
import { IconArrowNarrowLeft, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './rules.module.css';

interface RulePreviewProps {
  /** null while it is on its way. */
  readonly preview: Preview | null;
  readonly action: DuplicateRule['action'];
}

export function RulePreview({ preview, action }: RulePreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (preview === null) return <Skeleton height={280} radius="lg" />;
  const more = preview.affected - preview.examples.length;
  return (
    <section className={classes.preview} aria-label={t('duplicates.rulePreview')}>
      <p className={classes.summary} aria-live="polite">
        <strong>
          {t('duplicates.affected', {
            count: preview.affected,
            number: format.number(preview.affected),
            total: format.number(preview.considered),
          })}
        </strong>
        {preview.left.map(({ reason, count }) => (
          <span key={reason}>{t(`duplicates.left.${reason}`, { count, number: format.number(count) })}</span>
        ))}
      </p>
      <ul className={classes.list}>
        {preview.examples.map(({ groupId, keeperId, productIds, members }) => {
          const keeper = members.find((member) => member.id === keeperId);
          return (
            <li key={groupId} className={classes.row}>
              <span className={classes.stay}>
                <Photo fit="tile" className={classes.photo} src={keeper?.image?.thumb} alt="" />
                {action === 'merge' ? <IconStarFilled className={classes.star} size={11} aria-hidden /> : null}
              </span>
              {action === 'merge' ? <IconArrowNarrowLeft size={18} stroke={1.6} aria-hidden /> : null}
              {members
                .filter((member) => productIds.includes(member.id))
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
        {more > 0 ? (
          <li className={classes.more}>{t('duplicates.moreGroups', { count: more, number: format.number(more) })}</li>
        ) : null}
      </ul>
    </section>
  );
}
