/** What the page of duplicates shows in place of a group: why there is none, and what can be done about it. */
import { duplicateKinds } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import {
  IconCircleCheck,
  IconCopyCheck,
  IconCopyX,
  IconListCheck,
  IconPhotoSearch,
  IconRefresh,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useActiveJob } from '../state/jobs.ts';
import { notifyError } from '../state/notify.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { reviewActions } from './actions.ts';
import classes from './duplicates.module.css';
import {
  chooseKind,
  chooseList,
  groupReview,
  type Head,
  scanForDuplicates,
  setNewOnly,
  takeUpSkipped,
  useDuplicates,
  useGroups,
} from './groups.ts';

export function NoGroup() {
  const { t } = useTranslation();
  const { state, list } = useDuplicates();
  const { status, error, head } = useGroups();
  const job = useActiveJob(({ kind }) => kind === 'duplicates');
  if (status === 'failed') {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t('duplicates.failed')}
        actions={<Button onClick={() => void groupReview.load()}>{t('common.retry')}</Button>}
      >
        {error === null ? null : errorText(error)}
      </EmptyState>
    );
  }
  if (job !== undefined) {
    return (
      <EmptyState icon={<IconPhotoSearch size={30} stroke={1.5} />} title={t('duplicates.scanning')}>
        {t('duplicates.scanningText')}
        <div className={classes.job}>
          <JobCard job={job} />
        </div>
      </EmptyState>
    );
  }
  if (state !== null && state.scannedAt === null) {
    return (
      <EmptyState
        icon={<IconCopyCheck size={30} stroke={1.5} />}
        title={t('duplicates.notScanned')}
        actions={
          <Button
            leftSection={<IconRefresh size={16} />}
            onClick={() => void scanForDuplicates(false).catch(notifyError)}
          >
            {t('duplicates.scan')}
          </Button>
        }
      >
        {t('duplicates.notScannedText')}
      </EmptyState>
    );
  }
  if (head === null || status === 'loading') return <Waiting />;
  if (list === 'settled') {
    return (
      <EmptyState icon={<IconListCheck size={30} stroke={1.5} />} title={t('duplicates.noneSettled')}>
        {t('duplicates.noneSettledText')}
      </EmptyState>
    );
  }
  return <Ended head={head} />;
}

/** Nothing is left to look at, or there never was anything: where to go from here. */
function Ended({ head }: { head: Head }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, newOnly } = useDuplicates();
  const { outcomes, steps } = useGroups();
  const elsewhere = duplicateKinds.find((other) => other !== kind && head.counts[other] > 0);
  const skipped = [...outcomes.values()].filter((outcome) => outcome === 'skipped').length;
  const some = head.settledCounts[kind] > 0 || outcomes.size > 0;
  const Icon = some ? IconCircleCheck : IconCopyX;
  return (
    <EmptyState
      icon={<Icon size={30} stroke={1.5} />}
      title={some ? t('duplicates.allReviewed') : t(`duplicates.none.${kind}`)}
      actions={
        <>
          {elsewhere === undefined ? null : (
            <Button ref={focusUnlessTabbing} onClick={() => chooseKind(elsewhere)}>
              {t('duplicates.goToKind', { kind: t(`duplicates.kinds.${elsewhere}`) })}
            </Button>
          )}
          {skipped === 0 ? null : (
            <Button variant={elsewhere === undefined ? 'filled' : 'default'} onClick={takeUpSkipped}>
              {t('duplicates.takeUpSkipped', { count: skipped, number: format.number(skipped) })}
            </Button>
          )}
          {newOnly ? (
            <Button variant="default" onClick={() => setNewOnly(false)}>
              {t('duplicates.showAll')}
            </Button>
          ) : null}
          <Button variant="default" onClick={() => chooseList('settled')}>
            {t('duplicates.showSettled')}
          </Button>
          {steps.length === 0 ? null : <KeyButton action={reviewActions.undo} variant="default" />}
        </>
      }
    >
      {some ? t('duplicates.allReviewedText') : t('duplicates.noneText')}
    </EmptyState>
  );
}

/** Whoever reviews by key goes on with Enter; whoever walks through the tabs stays there. */
function focusUnlessTabbing(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body) button?.focus();
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t('common.loading')}>
      <Skeleton height={36} radius="md" />
      <Skeleton height="52%" radius="lg" />
      <Skeleton height={120} radius="md" />
    </div>
  );
}
