/** Connects the stores to the engine, and to each other where one follows from another. */
import type { Job } from '@contract';
import i18next from 'i18next';
import { navigate } from 'wouter/use-hash-location';
import { forgetDuplicates, setNewOnly, watchDuplicates } from '../duplicates/groups.ts';
import { createFormat } from '../i18n/format.ts';
import { tellPrepared, tellSwitched, tellTask } from '../models/tell.ts';
import { watchAddress } from '../state/address.ts';
import { watchAnswers } from '../state/answers.ts';
import { startEngineConnection } from '../state/engine.ts';
import { watchGrading } from '../state/grading.ts';
import { watchJobs } from '../state/jobs.ts';
import { useLibrary, watchLibrary } from '../state/library.ts';
import { watchModels } from '../state/models.ts';
import { notifyDone, notifyError, notifyWithAction } from '../state/notify.tsx';
import { clearQuery } from '../state/query.ts';
import { runSearch, watchQuery } from '../state/results.ts';
import { clearSelection } from '../state/selection.ts';
import { putAllIntoSheet } from '../state/sheet.ts';
import { watchWaiting } from '../state/waiting.ts';
import { foundBy } from '../ui/job-words.ts';

export function startState(): void {
  startEngineConnection();
  watchAnswers();
  watchLibrary();
  watchAddress();
  watchQuery();
  watchGrading();
  watchWaiting();
  watchJobs((job) => {
    if (job.state === 'failed' && job.error !== null) notifyError(job.error);
    if (job.state === 'done' && job.kind === 'import' && broughtNews(job)) {
      notifyDone(i18next.t('jobs.importDone'), job.title);
    }
    if (job.state === 'done' && job.kind === 'duplicates' && foundAtFirst(job)) {
      const words = foundBy(job, i18next.t, createFormat(i18next.language)).join(' · ');
      notifyWithAction(i18next.t('jobs.scanDone'), words, i18next.t('duplicates.review'), () =>
        navigate('/duplicates'),
      );
    }
    if (job.state === 'done' && job.kind === 'vectors') tellPrepared(job);
  });
  watchModels(tellTask);
  watchDuplicates((known, added) => {
    notifyWithAction(
      i18next.t('duplicates.alreadyHave', { count: known }),
      i18next.t('duplicates.ofAdded', { count: added }),
      i18next.t('duplicates.review'),
      () => {
        setNewOnly(true);
        navigate('/duplicates');
      },
    );
  });
  let dir: string | undefined;
  let modelId: string | undefined;
  useLibrary.subscribe(({ info }) => {
    const before = modelId;
    modelId = info?.modelId;
    if (info?.dir === dir) {
      // What is on screen was found by a model that is no longer in use.
      if (before !== undefined && modelId !== undefined && before !== modelId) {
        void runSearch({ fresh: true });
        tellSwitched(modelId);
      }
      return;
    }
    const first = dir === undefined;
    dir = info?.dir ?? '';
    if (dir === '') return;
    // What was typed before the engine had said which library is open is meant for this one.
    if (!first) clearQuery();
    forgetDuplicates();
    clearSelection();
    putAllIntoSheet();
    void runSearch({ fresh: true });
  });
}

/** Whether everything was looked through; after an import it is told what of that was there already, and after an edit nothing. */
function foundAtFirst({ result }: Job): boolean {
  const products = useLibrary.getState().info?.products ?? 0;
  return products > 0 && Number(result?.scanned ?? 0) >= products && result?.added === 0;
}

/** A scan that found everything as it was is not worth a message. */
function broughtNews({ result }: Job): boolean {
  return Number(result?.encoded ?? 0) > 0 || Number(result?.removed ?? 0) > 0;
}
