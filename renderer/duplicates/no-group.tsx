/** What the page of duplicates shows in place of a group: why there is none, and what can be done about it. */
import { duplicateKinds } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCopyCheck,
  IconCopyX,
  IconListCheck,
  IconPhotoSearch,
  IconRefresh,
  IconZoomExclamation,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import {
  chooseKind,
  chooseShelf,
  loadGroups,
  scanForDuplicates,
  setNewOnly,
  takeUpSkipped,
  useDuplicates,
} from '../state/duplicates.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { notifyError } from '../state/notify.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import classes from './duplicates.module.css';
import { undoStep, useReview } from './review.ts';

export function NoGroup() {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, error, state, head, shelf, kind, outcomes } = useDuplicates();
  const job = useJobs((jobs) => jobs.jobs.find((candidate) => candidate.kind === 'duplicates' && isActive(candidate)));
  const scan = (full: boolean): void => void scanForDuplicates(full).catch(notifyError);
  if (status === 'failed') {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t('duplicates.failed')}
        actions={<Button onClick={() => void loadGroups()}>{t('common.retry')}</Button>}
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
          <Button leftSection={<IconRefresh size={16} />} onClick={() => scan(false)}>
            {t('duplicates.scan')}
          </Button>
        }
      >
        {t('duplicates.notScannedText')}
      </EmptyState>
    );
  }
  if (head === null || status === 'loading') return <Waiting />;
  if (shelf === 'settled') {
    return (
      <EmptyState icon={<IconListCheck size={30} stroke={1.5} />} title={t('duplicates.noneSettled')}>
        {t('duplicates.noneSettledText')}
      </EmptyState>
    );
  }
  const elsewhere = duplicateKinds.find((other) => other !== kind && head.counts[other] > 0);
  const next =
    elsewhere === undefined ? null : (
      <Button ref={focusUnlessTabbing} onClick={() => chooseKind(elsewhere)}>
        {t('duplicates.goToKind', { kind: t(`duplicates.kinds.${elsewhere}`) })}
      </Button>
    );
  const skipped = [...outcomes.values()].filter((outcome) => outcome === 'skipped').length;
  const again =
    skipped === 0 ? null : (
      <Button variant={next === null ? 'filled' : 'default'} onClick={takeUpSkipped}>
        {t('duplicates.takeUpSkipped', { count: skipped, number: format.number(skipped) })}
      </Button>
    );
  return head.settledCounts[kind] > 0 || outcomes.size > 0 ? (
    <Ended
      icon={<IconCircleCheck size={30} stroke={1.5} />}
      title={t('duplicates.allReviewed')}
      actions={
        <>
          {next}
          {again}
        </>
      }
    >
      {t('duplicates.allReviewedText')}
    </Ended>
  ) : (
    <Ended icon={<IconCopyX size={30} stroke={1.5} />} title={t(`duplicates.none.${kind}`)} actions={next}>
      {t('duplicates.noneText')}
    </Ended>
  );
}

/** Whoever reviews by key goes on with Enter; whoever walks through the tabs stays there. */
function focusUnlessTabbing(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body) button?.focus();
}

function Ended(props: { icon: ReactNode; title: string; actions: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const steps = useReview((state) => state.steps.length);
  const newOnly = useDuplicates((state) => state.newOnly);
  return (
    <EmptyState
      icon={props.icon}
      title={props.title}
      actions={
        <>
          {props.actions}
          {newOnly ? (
            <Button variant="default" onClick={() => setNewOnly(false)}>
              {t('duplicates.showAll')}
            </Button>
          ) : null}
          <Button variant="default" onClick={() => chooseShelf('settled')}>
            {t('duplicates.showSettled')}
          </Button>
          {steps === 0 ? null : (
            <KeyButton
              shortcut="U"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => void undoStep()}
            >
              {t('duplicates.undo')}
            </KeyButton>
          )}
        </>
      }
    >
      {props.children}
    </EmptyState>
  );
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
