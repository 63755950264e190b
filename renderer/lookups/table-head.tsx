/** Above the table: what goes into it, how it is looked up, what is made of it, and how far it is. */
import type { LookupList as Answered } from '@contract';
import { Button, Menu, Switch } from '@mantine/core';
import { IconDots, IconDownload, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useActiveJob } from '../state/jobs.ts';
import { useLookups } from '../state/lookups.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { JobProgress } from '../ui/job-progress.tsx';
import { saveText } from '../ui/save-text.ts';
import { useBusy } from '../ui/use-busy.ts';
import { useDone } from './decide.ts';
import classes from './lookups.module.css';
import { Pickers } from './pickers.tsx';

export function Head({ data }: { data: Answered }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const [emptying, setEmptying] = useState(false);
  const again = (params: { parts?: boolean; anew?: boolean }): Promise<void> =>
    run(async () => {
      await command('lookups.run', params);
      outdate('lookups.');
    });
  const save = (of: 'photos' | 'products'): void =>
    void run(async () => {
      const { text } = await command('lookups.table', { of });
      saveText(of === 'photos' ? 'photos.csv' : 'counts.csv', 'text/csv', text);
    });
  return (
    <header className={classes.header}>
      <h2 className={classes.title}>{t('lookups.title')}</h2>
      <Pickers />
      <Switch
        size="sm"
        label={t('lookups.parts')}
        title={t('lookups.partsHint')}
        checked={data.parts}
        disabled={busy}
        onChange={(event) => void again({ parts: event.currentTarget.checked })}
      />
      <span className={classes.spacer} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconDownload size={15} />}>
            {t('lookups.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => save('photos')}>{t('lookups.exportPhotos')}</Menu.Item>
          <Menu.Item onClick={() => save('products')}>{t('lookups.exportProducts')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t('lookups.moreDeeds')} size="md">
            <IconDots size={17} stroke={1.7} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => void again({ anew: true })}>
            {t('lookups.again')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => setEmptying(true)}>
            {t('lookups.clear')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={emptying}
        title={t('lookups.clear')}
        text={t('lookups.clearText')}
        action={t('lookups.clearDo')}
        onClose={() => setEmptying(false)}
        onConfirm={async () => {
          await command('lookups.remove', {});
          useDone.setState({ done: [] });
          useLookups.setState({ filter: 'all', view: 'photos', current: null });
          outdate('lookups.');
        }}
      />
      <Progressing data={data} onGoOn={() => void again({})} />
    </header>
  );
}

/** The job at work; or that it was stopped, and the way to go on. */
function Progressing({ data, onGoOn }: { data: Answered; onGoOn(): void }) {
  const { t } = useTranslation();
  const job = useActiveJob(({ kind }) => kind === 'lookup');
  const coming = useLookups((state) => state.coming);
  const waiting = data.rows.filter(({ state }) => state === 'waiting').length;
  if (job !== undefined) {
    return (
      <div className={classes.progress}>
        <JobProgress job={job} title={t('jobs.kind.lookup')} step={t('lookups.left', { count: waiting })} />
      </div>
    );
  }
  if (waiting === 0 || coming !== null) return null;
  return (
    <div className={classes.stopped} role="status">
      {t('lookups.stopped', { count: waiting })}
      <Button size="compact-sm" leftSection={<IconPlayerPlay size={14} />} onClick={onGoOn}>
        {t('lookups.goOn')}
      </Button>
    </div>
  );
}
