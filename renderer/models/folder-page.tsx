/** A model from a folder, for machines without internet: look at what it holds, then copy, test and keep it. */
import type { FolderInspection, ModelTask } from '@contract';
import { Button, Loader, Radio, Skeleton, TextInput } from '@mantine/core';
import { IconFolderOpen, IconFolderPlus, IconMoodSad } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { PathChooser } from '../library/path-chooser.tsx';
import { addFolder, useModelTasks } from '../state/models.ts';
import { useAsk } from '../state/use-ask.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { notifyError } from '../ui/notify.tsx';
import { Page, Section } from '../ui/page.tsx';
import classes from './folder.module.css';
import { ManifestView } from './manifest-view.tsx';
import { ModelFacts } from './model-facts.tsx';
import shared from './models.module.css';
import { SelfTestResult } from './self-test.tsx';
import { TaskProgress } from './task-card.tsx';

export function FolderPage() {
  const { t } = useTranslation();
  const [path, setPath] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  return (
    <Page
      title={t('models.folder.title')}
      lead={t('models.folder.lead')}
      actions={
        path === null ? undefined : (
          <Button variant="default" leftSection={<IconFolderOpen size={16} />} onClick={() => setChoosing(true)}>
            {t('models.folder.other')}
          </Button>
        )
      }
    >
      {path === null ? (
        <EmptyState
          icon={<IconFolderPlus size={30} stroke={1.5} />}
          title={t('models.folder.chooseTitle')}
          actions={
            <Button size="md" onClick={() => setChoosing(true)}>
              {t('models.folder.choose')}
            </Button>
          }
        >
          {t('models.folder.chooseText')}
        </EmptyState>
      ) : (
        <Inspection key={path} path={path} onOther={() => setChoosing(true)} />
      )}
      <PathChooser opened={choosing} choice="model" onClose={() => setChoosing(false)} onPick={setPath} />
    </Page>
  );
}

function Inspection({ path, onOther }: { path: string; onOther(): void }) {
  const { t } = useTranslation();
  const [dtype, setDtype] = useState<string | null>(null);
  const [name, setName] = useState<string | null>(null);
  const [task, setTask] = useState<ModelTask | null>(null);
  const [starting, setStarting] = useState(false);
  const { data, error, loading } = useAsk('models.inspectFolder', { path, ...(dtype === null ? {} : { dtype }) });
  const start = async (): Promise<void> => {
    setStarting(true);
    const wanted = name?.trim() ?? '';
    try {
      setTask(
        await addFolder(path, {
          ...(dtype === null ? {} : { dtype }),
          ...(wanted === '' ? {} : { name: wanted }),
        }),
      );
    } catch (failure) {
      notifyError(failure);
    } finally {
      setStarting(false);
    }
  };
  if (task !== null) return <Adding task={task} onAgain={() => setTask(null)} onOther={onOther} />;
  if (error !== null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconMoodSad size={30} stroke={1.5} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={onOther}>{t('models.folder.other')}</Button>}
      >
        <p className={classes.refusal} role="alert">
          {error.message}
        </p>
        <p className={classes.path}>{path}</p>
      </EmptyState>
    );
  }
  if (data === null) return <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />;
  return (
    <>
      <div className={shared.panel} aria-busy={loading}>
        <Found inspection={data} name={name ?? data.manifest.name} onName={setName} />
      </div>
      {data.choices.length < 2 ? null : (
        <Precision inspection={data} dtype={dtype ?? data.manifest.dtype ?? ''} onChange={setDtype} />
      )}
      <Notes notes={data.notes} />
      <Section title={t('models.folder.manifest')}>
        <div className={shared.panel}>
          <ManifestView manifest={data.manifest} />
        </div>
      </Section>
      <div className={classes.startBar}>
        <span className={classes.startNote}>
          {data.installed ? t('models.folder.installed', { id: data.manifest.id }) : t('models.folder.note')}
        </span>
        <Button size="md" loading={starting} disabled={loading || data.installed} onClick={() => void start()}>
          {t('models.folder.start')}
        </Button>
      </div>
    </>
  );
}

interface FoundProps {
  readonly inspection: FolderInspection;
  readonly name: string;
  onName(name: string): void;
}

function Found({ inspection, name, onName }: FoundProps) {
  const { t } = useTranslation();
  const { manifest, bytes, layout, path } = inspection;
  return (
    <>
      <TextInput
        className={classes.nameField ?? ''}
        label={t('models.folder.name')}
        value={name}
        maxLength={80}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <p className={shared.goodAt}>{t(`models.folder.layouts.${layout}`)}</p>
      <ModelFacts
        languages={manifest.languages}
        bytes={bytes}
        dimensions={manifest.dimensions}
        dtype={manifest.dtype ?? null}
        licence={manifest.licence}
      />
      <p className={classes.path}>{path}</p>
    </>
  );
}

interface PrecisionProps {
  readonly inspection: FolderInspection;
  readonly dtype: string;
  onChange(dtype: string): void;
}

const described = ['fp32', 'fp16', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;

function Precision({ inspection, dtype, onChange }: PrecisionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('models.manifest.precision')}>
      <div className={shared.panel}>
        <Radio.Group aria-label={t('models.manifest.precision')} value={dtype} onChange={onChange}>
          <div className={classes.precisions}>
            {inspection.choices.map((choice) => {
              const known = described.find((name) => name === choice.dtype);
              return (
                <Radio
                  key={choice.dtype}
                  value={choice.dtype}
                  label={`${choice.dtype} · ${format.bytes(choice.bytes)}`}
                  description={known === undefined ? undefined : t(`models.precisions.${known}`)}
                />
              );
            })}
          </div>
        </Radio.Group>
      </div>
    </Section>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <Section title={t('models.folder.notes')}>
      <ul className={`${shared.panel} ${classes.notes}`}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}

interface AddingProps {
  /** As it was when it began; the store knows how it goes on. */
  readonly task: ModelTask;
  onAgain(): void;
  onOther(): void;
}

function Adding({ task: begun, onAgain, onOther }: AddingProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const task = useModelTasks((state) => state.tasks.find(({ id }) => id === begun.id)) ?? begun;
  if (task.state === 'done') return <Added task={task} />;
  if (task.state === 'failed' && task.error !== null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconMoodSad size={30} stroke={1.5} />}
        title={t(`errors.${task.error.code}`)}
        actions={<Button onClick={onOther}>{t('models.folder.other')}</Button>}
      >
        <p className={classes.refusal} role="alert">
          {task.error.message}
        </p>
      </EmptyState>
    );
  }
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

/** Tested before it was kept; tested once more to show the figures. */
function Added({ task }: { task: ModelTask }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data } = useAsk('models.test', { id: task.modelId });
  return (
    <div className={shared.panel}>
      <p className={classes.addedTitle} role="status">
        {t('models.folder.added', { name: task.title })}
      </p>
      {data === null ? (
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
