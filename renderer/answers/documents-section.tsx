/** The folders of the shop's own documents: added, renewed, taken out; a file that cannot be read is named with the reason. */
import { Button } from '@mantine/core';
import { IconFolderPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs, useJobs } from '../state/jobs.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PathChooser } from '../ui/path-chooser.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './answers.module.css';

export function DocumentsSection() {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const { busy, run } = useBusy();
  const isReading = useJobs(({ jobs }) =>
    jobs.some(({ kind, state }) => kind === 'documents' && (state === 'running' || state === 'queued')),
  );
  const { data: folders = [] } = useAnswer('answers.documents', {});
  const begin = (work: () => Promise<unknown>): Promise<void> =>
    run(async () => {
      await work();
      await refreshJobs();
      outdate('answers.');
    });
  return (
    <div className={classes.documents}>
      <div className={classes.row}>
        <p className={classes.quiet}>{t('answers.documentsLead')}</p>
        <span className={classes.grow} />
        {folders.length === 0 ? null : (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={busy || isReading}
            onClick={() => void begin(() => command('answers.renewDocuments', {}))}
          >
            {t('answers.renew')}
          </Button>
        )}
        <Button leftSection={<IconFolderPlus size={16} />} onClick={() => setChoosing(true)}>
          {t('answers.addDocuments')}
        </Button>
      </div>
      {folders.map(({ id, path, problem, documents }) => (
        <section key={id} className={classes.panel} aria-label={path}>
          <div className={classes.row}>
            <strong className={classes.path}>{path}</strong>
            <span className={classes.grow} />
            <IconButton
              label={t('answers.removeFolder', { path })}
              onClick={() => void begin(() => command('answers.removeDocuments', { folderId: id }))}
            >
              <IconTrash size={16} />
            </IconButton>
          </div>
          {problem === null ? null : <Notice>{t('answers.folderAway')}</Notice>}
          <ul className={classes.files}>
            {documents.map((document) => (
              <li key={document.id}>
                <span>{document.path}</span>
                {document.failure === null ? (
                  <span className={classes.quiet}>{t('answers.passages', { count: document.passages })}</span>
                ) : (
                  <span className={classes.failure}>{document.failure}</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <PathChooser
        opened={choosing}
        choice="documents"
        onClose={() => setChoosing(false)}
        onPick={(path) => void begin(() => command('answers.addDocuments', { path }))}
      />
    </div>
  );
}
