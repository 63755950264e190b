/** From a file of orders, clicks or searches to what shoppers did: choose, look at what was understood, start; and what is kept of it. */
import type { EventReading } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconFileUnknown, IconFolderOpen, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { PathChooser } from '../ui/path-chooser.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import { BehaviourFile } from './behaviour-file.tsx';
import { KeptBehaviour } from './kept-behaviour.tsx';
import classes from './library.module.css';

export function BehaviourPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const [choosing, setChoosing] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  const { data: summary } = useAnswer('events.summary', info === null || info === undefined ? null : {});
  if (info === null) return <Welcome />;
  return (
    <Page
      title={t('behaviour.title')}
      lead={t('behaviour.lead')}
      actions={
        path === null ? undefined : (
          <Button variant="default" leftSection={<IconFolderOpen size={16} />} onClick={() => setChoosing(true)}>
            {t('import.chooseOther')}
          </Button>
        )
      }
    >
      {path === null ? (
        <EmptyState
          icon={<IconUsers size={30} stroke={1.5} />}
          title={t('behaviour.chooseTitle')}
          actions={
            <Button size="md" onClick={() => setChoosing(true)}>
              {t('behaviour.choose')}
            </Button>
          }
        >
          {t('behaviour.chooseText')}
        </EmptyState>
      ) : (
        <Chosen key={path} path={path} onChooseOther={() => setChoosing(true)} onStarted={() => setPath(null)} />
      )}
      {summary === undefined || path !== null ? null : <KeptBehaviour summary={summary} />}
      <PathChooser opened={choosing} choice="events" onClose={() => setChoosing(false)} onPick={setPath} />
    </Page>
  );
}

interface ChosenProps {
  readonly path: string;
  onChooseOther(): void;
  onStarted(): void;
}

function Chosen({ path, onChooseOther, onStarted }: ChosenProps) {
  const { t } = useTranslation();
  const [reading, setReading] = useState<EventReading>({});
  const { busy, run } = useBusy();
  const { data: preview, error, isFetching } = useAnswer('events.preview', { path, reading });
  const start = (): Promise<void> =>
    run(async () => {
      await command('events.import', { path, reading });
      await refreshJobs();
      onStarted();
    });
  if (error !== null) {
    return (
      <Failure
        error={error}
        icon={<IconFileUnknown size={30} stroke={1.5} />}
        action={t('import.chooseOther')}
        onAction={onChooseOther}
      />
    );
  }
  if (preview === undefined)
    return <Skeleton height={280} radius="lg" role="status" aria-label={t('common.loading')} />;
  return (
    <>
      <BehaviourFile preview={preview} reading={reading} loading={isFetching} onChange={setReading} />
      <div className={classes.startBar}>
        <span className={classes.startNote}>{t('behaviour.note')}</span>
        <Button
          size="md"
          loading={busy}
          disabled={isFetching || preview.events.length === 0}
          onClick={() => void start()}
        >
          {t('behaviour.start')}
        </Button>
      </div>
    </>
  );
}
