/** A model from a folder, for machines without internet: look at what it holds, then copy, test and keep it. */
import { type ModelTask, modelManifestSchema } from '@contract';
import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconFolderOpen, IconFolderPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { addFolder } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page, Section } from '../ui/page.tsx';
import { PathChooser } from '../ui/path-chooser.tsx';
import classes from './folder.module.css';
import { Adding } from './folder-adding.tsx';
import { FolderFacts, Notes, Precision } from './folder-facts.tsx';
import { ManifestView } from './manifest-view.tsx';
import shared from './models.module.css';
import { Refused } from './refused.tsx';

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
  const { data, error, isFetching } = useAnswer('models.inspectFolder', { path, ...(dtype === null ? {} : { dtype }) });
  const [id, setId] = useState<string | null>(null);
  const ownId = data?.installed === true ? (id ?? `${data.manifest.id}-2`) : null;
  const validId = ownId === null || modelManifestSchema.shape.id.safeParse(ownId).success;
  // A second copy under the same name could not be told from the first.
  const usualName = data === undefined ? '' : ownId === null ? data.manifest.name : `${data.manifest.name} 2`;
  const start = async (): Promise<void> => {
    setStarting(true);
    const wanted = (name ?? usualName).trim();
    try {
      setTask(
        await addFolder(path, {
          ...(dtype === null ? {} : { dtype }),
          ...(wanted === '' || wanted === data?.manifest.name ? {} : { name: wanted }),
          ...(ownId === null ? {} : { id: ownId }),
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
      <Refused error={error} onOther={onOther}>
        <p className={classes.path}>{path}</p>
      </Refused>
    );
  }
  if (data === undefined) return <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />;
  return (
    <>
      <div className={shared.panel} aria-busy={isFetching}>
        <FolderFacts inspection={data} name={name ?? usualName} onName={setName} />
        {ownId === null ? null : (
          <>
            <p className={classes.taken}>{t('models.folder.taken', { id: data.manifest.id })}</p>
            <TextInput
              className={classes.nameField ?? ''}
              label={t('models.folder.id')}
              value={ownId}
              maxLength={80}
              error={validId ? null : t('models.folder.badId')}
              onChange={(event) => setId(event.currentTarget.value)}
            />
          </>
        )}
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
        <span className={classes.startNote}>{t('models.folder.note')}</span>
        <Button size="md" loading={starting} disabled={isFetching || !validId} onClick={() => void start()}>
          {t('models.folder.start')}
        </Button>
      </div>
    </>
  );
}
