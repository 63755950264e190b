/**
 * On the first start with the sample catalog: three pieces of real work, each with its keys. It notices by the library itself what has
 * been done, can be skipped, and once it was put away it comes back only when somebody opens it in the help.
 */
import { Button, CloseButton } from '@mantine/core';
import { IconCheck, IconFolderOpen, IconPhotoSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import { dismiss, useDismissed } from '../state/dismissed.ts';
import { focusResult } from '../state/grid-focus.ts';
import { askWithFiles } from '../state/images.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { useTour } from '../state/tour.ts';
import { RichText } from '../ui/rich-text.tsx';
import photo from './customer.webp';
import { doublesToSettle, isDone, nextTask, type Progress, progressOf, type Task, tasks } from './tasks.ts';
import classes from './tour.module.css';

/** Of the product on the photo, in the sample catalog. */
const photographedSku = 'BP-1025';

export function Tour() {
  const info = useLibrary((state) => state.info);
  const again = useTour((state) => state.again);
  const dismissed = useDismissed();
  const importing = useJobs((state) => state.jobs.some((job) => job.kind === 'import' && isActive(job)));
  if (info == null || !info.sample || info.products === 0 || importing) return null;
  if (!again && (dismissed === undefined || dismissed.includes('tour'))) return null;
  return <Tasks />;
}

function useProgress(): { readonly progress: Progress; readonly task: Task | undefined } | undefined {
  const { start, skipped } = useTour();
  const operations = useAnswer('operations.list', { limit: 200 });
  const product = useAnswer('catalog.productBySku', { sku: photographedSku });
  const table = useAnswer('exchange.sources', {}).data?.find(({ kind }) => kind === 'table');
  const changes = useAnswer(
    'exchange.changes',
    table === undefined ? null : { sourceId: table.sourceId, kind: 'tags', limit: 1 },
  );
  if (operations.data === undefined || (product.data === undefined && product.error === null)) return undefined;
  const photographed = product.data?.title ?? null;
  const facts = { operations: operations.data, photographed, changedTags: changes.data?.total ?? start.changedTags };
  const progress = progressOf(facts, start);
  return { progress, task: nextTask(progress, skipped, photographed) };
}

function Tasks() {
  const { t } = useTranslation();
  const now = useProgress();
  const { skip, close } = useTour();
  if (now === undefined) return null;
  const { progress, task } = now;
  const end = (): void => {
    close();
    void dismiss('tour');
  };
  const putAway = (): void => {
    end();
    notifyDone(t('tour.closed'), t('tour.closedText'));
  };
  return (
    <section className={classes.tour} aria-label={t('tour.title')}>
      {task === undefined ? (
        <Ended progress={progress} onEnd={end} />
      ) : (
        <>
          <Steps progress={progress} task={task} />
          {task === 'photo' ? <img className={classes.photo} src={photo} alt={t('tour.photo.alt')} /> : null}
          <p className={classes.text} role="status">
            <strong>{t(`tour.${task}.title`)}</strong>{' '}
            <RichText>
              {task === 'photo' && progress.photo === 'other' ? t('tour.photo.other') : t(`tour.${task}.text`)}
            </RichText>
            {task === 'doubles' ? (
              <span className={classes.count}>
                {' '}
                {t('tour.doubles.count', { done: progress.doubles, total: doublesToSettle })}
              </span>
            ) : null}
          </p>
          <div className={classes.actions}>
            <Go task={task} />
            <Button size="compact-sm" variant="subtle" onClick={() => skip(task)}>
              {t('tour.skip')}
            </Button>
            <CloseButton size="sm" aria-label={t('tour.close')} title={t('tour.close')} onClick={putAway} />
          </div>
        </>
      )}
    </section>
  );
}

function Steps({ progress, task }: { progress: Progress; task: Task }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} aria-label={t('tour.steps')}>
      {tasks.map((each, at) => (
        <li
          key={each}
          data-done={isDone(each, progress)}
          aria-current={each === task ? 'step' : undefined}
          aria-label={t(isDone(each, progress) ? 'tour.stepDone' : 'tour.step', { name: t(`tour.${each}.title`) })}
        >
          {isDone(each, progress) ? <IconCheck size={13} stroke={3} aria-hidden /> : <span aria-hidden>{at + 1}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Leads to where the task is done; there only the photo needs a hand. */
function Go({ task }: { task: Task }) {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  if (task === 'photo') {
    return (
      <Button
        size="compact-sm"
        leftSection={<IconPhotoSearch size={15} />}
        onClick={() => void searchWithPhoto(navigate)}
      >
        {t('tour.photo.go')}
      </Button>
    );
  }
  const to = task === 'doubles' ? '/duplicates' : '/tags/wrong';
  if (location.startsWith(to)) return null;
  return (
    <Button size="compact-sm" onClick={() => navigate(to)}>
      {t(`tour.${task}.go`)}
    </Button>
  );
}

async function searchWithPhoto(navigate: (to: string) => void): Promise<void> {
  try {
    navigate('/');
    const bytes = await (await fetch(photo)).blob();
    await askWithFiles([new File([bytes], 'customer.webp', { type: 'image/webp' })]);
    // The arrow keys go through the results from here.
    focusResult(0);
  } catch (error) {
    notifyError(error);
  }
}

function Ended({ progress, onEnd }: { progress: Progress; onEnd(): void }): ReactNode {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const all = tasks.every((task) => isDone(task, progress));
  const leave = (to: string): void => {
    onEnd();
    navigate(to);
  };
  return (
    <>
      <p className={classes.text} role="status">
        <strong>{t(all ? 'tour.done' : 'tour.over')}</strong> {t('tour.doneText')}
      </p>
      <div className={classes.actions}>
        <Button size="compact-sm" leftSection={<IconFolderOpen size={15} />} onClick={() => leave('/library/import')}>
          {t('tour.own')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => leave('/help')}>
          {t('tour.help')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onEnd}>
          {t('tour.finish')}
        </Button>
      </div>
    </>
  );
}
