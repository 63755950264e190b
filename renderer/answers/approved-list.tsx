/** Replies that were approved, and that come first for messages like theirs. */
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './answers.module.css';

export function ApprovedList() {
  const { t } = useTranslation();
  const format = useFormat();
  const { run } = useBusy();
  const { data: approved = [] } = useAnswer('answers.approved', {});
  if (approved.length === 0) return <p className={classes.quiet}>{t('answers.noneApproved')}</p>;
  return (
    <ul className={classes.documents}>
      {approved.map(({ id, message, reply, kinds, approvedAt }) => (
        <li key={id} className={classes.panel}>
          <div className={classes.row}>
            <strong>{message}</strong>
            <span className={classes.grow} />
            <IconButton
              label={t('answers.removeApproved')}
              onClick={() =>
                void run(async () => {
                  await command('answers.removeApproved', { id });
                  outdate('answers.');
                })
              }
            >
              <IconTrash size={16} />
            </IconButton>
          </div>
          <p className={classes.passageText}>{reply}</p>
          <span className={classes.quiet}>
            {[...kinds.map((kind) => t(`answers.kinds.${kind}`)), format.date(approvedAt)].join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
