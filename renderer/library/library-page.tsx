/** What the library is made of, and the work that keeps it in step. */
import { Button, Group } from '@mantine/core';
import { IconArrowsMinimize, IconPhotoPlus, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { refreshJobs, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { Figure, Figures } from '../ui/figures.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { Page, Section } from '../ui/page.tsx';
import { PathText } from '../ui/path-text.tsx';
import { Welcome } from '../ui/welcome.tsx';
import classes from './library.module.css';
import { LibraryMenu } from './library-menu.tsx';
import { ReadingSection } from './reading-section.tsx';
import { SourceList } from './source-list.tsx';

const shownJobs = 6;

function compact(): void {
  command('library.compact', {}).then(() => refreshJobs(), notifyError);
}

export function LibraryPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useLibrary((state) => state.info);
  const jobs = useJobs((state) => state.jobs);
  if (info === null) return <Welcome />;
  if (info === undefined) return null;
  return (
    <Page
      title={info.name}
      lead={<PathText path={info.dir} />}
      actions={
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconArrowsMinimize size={17} />}
            title={t('library.compactHint')}
            onClick={compact}
          >
            {t('library.compact')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconUsers size={17} />}
            onClick={() => navigate('/library/behaviour')}
          >
            {t('library.addBehaviour')}
          </Button>
          <Button leftSection={<IconPhotoPlus size={17} />} onClick={() => navigate('/library/import')}>
            {t('library.add')}
          </Button>
          <LibraryMenu info={info} />
        </Group>
      }
    >
      <Figures className={`${classes.counts} ${classes.panel}`}>
        <Figure value={format.number(info.products)} name={t('import.products')} />
        <Figure value={format.number(info.images)} name={t('import.pictures')} />
        {info.unfetched === 0 ? null : (
          <Figure value={format.number(info.unfetched)} name={t('library.unfetched')} tone="warn" />
        )}
        <Figure
          value={format.number(info.unencoded)}
          name={t('library.unencoded')}
          tone={info.unencoded > 0 ? 'warn' : undefined}
        />
        <Figure
          value={format.number(info.problems - info.unfetched)}
          name={t('nav.problems')}
          tone={info.problems > info.unfetched ? 'warn' : undefined}
        />
      </Figures>
      <Section title={t('library.sources')}>
        <SourceList sources={info.sources} />
      </Section>
      <ReadingSection />
      {jobs.length === 0 ? null : (
        <Section title={t('jobs.title')}>
          <div className={classes.jobs}>
            {jobs.slice(0, shownJobs).map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </div>
        </Section>
      )}
    </Page>
  );
}
