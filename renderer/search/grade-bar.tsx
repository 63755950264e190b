/** Above the results while they are being graded: for which query, as whom, how far, and what the grades can do already. */
import { Button, Kbd } from '@mantine/core';
import { IconArrowsSort, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { rankWhatIsLeft, showPlainRanking, toggleGrading, useGrading } from '../state/grading.ts';
import { useQuery } from '../state/query.ts';
import { useActions } from '../ui/actions.ts';
import { JudgeField } from '../ui/judge-field.tsx';
import { gradingActions } from './actions.ts';
import classes from './grade-bar.module.css';

export function GradeBar() {
  const { t } = useTranslation();
  const { on, grades, rankedBy, busy } = useGrading();
  const asked = useQuery((state) => state.parts.length + state.draft.length > 0);
  useActions(gradingActions, undefined);
  if (!on) return null;
  return (
    <section className={classes.bar} aria-label={t('grading.mode')}>
      {asked ? (
        <>
          <span className={classes.count} role="status">
            {t('grading.graded', { count: grades.size })}
          </span>
          <span className={classes.keys} aria-hidden>
            <Kbd size="xs">0</Kbd>–<Kbd size="xs">3</Kbd> {t('grading.keyGrade')} <Kbd size="xs">X</Kbd>{' '}
            {t('grading.grades.0')}
          </span>
          <span className={classes.spacer} />
          {rankedBy === null ? null : (
            <>
              <span className={classes.ranked}>{t('grading.rankedBy', { count: rankedBy })}</span>
              <Button size="compact-sm" variant="default" onClick={showPlainRanking}>
                {t('grading.showAll')}
              </Button>
            </>
          )}
          <Button
            size="compact-sm"
            variant="light"
            loading={busy}
            disabled={grades.size === 0}
            leftSection={<IconArrowsSort size={15} />}
            aria-keyshortcuts={gradingActions.rerank.keys[0]}
            onClick={() => void rankWhatIsLeft()}
          >
            {t('grading.rerank')}
          </Button>
        </>
      ) : (
        <>
          <span>{t('grading.askFirst')}</span>
          <span className={classes.spacer} />
        </>
      )}
      <JudgeField />
      <Button size="compact-sm" variant="subtle" leftSection={<IconX size={15} />} onClick={toggleGrading}>
        {t('grading.stop')}
      </Button>
    </section>
  );
}
