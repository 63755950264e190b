/** Adding a model as it goes on, and what came of it: the model with its test, or the reason why it was refused. */
import { type ErrorPayload, type ModelTask, selfTestSchema } from '@contract';
import { Button, Loader } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useAnswer } from '../state/answers.ts';
import { useModels } from '../state/models.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import classes from './folder.module.css';
import shared from './models.module.css';
import { Refused } from './refused.tsx';
import { SelfTestResult } from './self-test.tsx';
import { TaskProgress } from './task-card.tsx';

interface AddingProps {
  /** As it was when it began; the store knows how it goes on. */
  readonly task: ModelTask;
  onAgain(): void;
  onOther(): void;
}

export function Adding({ task: begun, onAgain, onOther }: AddingProps) {
  const { t } = useTranslation();
  const task = useModels((state) => state.tasks.find(({ id }) => id === begun.id)) ?? begun;
  if (task.state === 'done') return <Added task={task} />;
  if (task.state === 'failed' && task.error !== null)
    return <Failed task={task} error={task.error} onOther={onOther} />;
  if (task.state === 'cancelled') {
    return (
      <EmptyState
        icon={<IconFolderPlus size={30} stroke={1.5} />}
        title={t('models.folder.stopped')}
        actions={
          <>
            <Button variant="default" onClick={() => navigate('/settings/models')}>
              {t('models.title')}
            </Button>
            <Button onClick={onAgain}>{t('common.retry')}</Button>
          </>
        }
      />
    );
  }
  return (
    <div className={shared.panel}>
      <p className={shared.panelTitle}>{t('models.taskTitles.add', { name: task.title })}</p>
      <TaskProgress task={task} />
    </div>
  );
}

/** With the test that it did not pass, where that is the reason. */
function Failed({ task, error, onOther }: { task: ModelTask; error: ErrorPayload; onOther(): void }) {
  const { t } = useTranslation();
  const checks = selfTestSchema.shape.checks.safeParse(error.details?.checks);
  if (checks.success) {
    return (
      <div className={shared.panel}>
        <p className={classes.addedTitle} role="alert">
          {t('models.folder.refused', { name: task.title })}
        </p>
        <SelfTestResult test={{ modelId: task.modelId, passed: false, checks: checks.data }} />
        <div className={shared.dialogActions}>
          <Button onClick={onOther}>{t('models.folder.other')}</Button>
        </div>
      </div>
    );
  }
  return <Refused error={error} onOther={onOther} />;
}

/** Tested before it was kept; tested once more to show the figures. */
function Added({ task }: { task: ModelTask }) {
  const { t } = useTranslation();
  const { data } = useAnswer('models.test', { id: task.modelId });
  return (
    <div className={shared.panel}>
      <p className={classes.addedTitle} role="status">
        {t('models.folder.added', { name: task.title })}
      </p>
      {data === undefined ? (
        <Loader size="sm" role="status" aria-label={t('models.folder.testing')} />
      ) : (
        <SelfTestResult test={data} />
      )}
      <div className={shared.dialogActions}>
        <Button onClick={() => navigate('/settings/models')}>{t('models.folder.toModels')}</Button>
      </div>
    </div>
  );
}
