/** Progress of long work, in sight wherever one is. */
import { Popover, RingProgress, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconActivity, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { TaskCard } from '../models/task-card.tsx';
import { activeFirst, isActive, progressOf, useJobs } from '../state/jobs.ts';
import { isWorthShowing, useModels } from '../state/models.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { JobCard } from '../ui/job-card.tsx';
import classes from './jobs-button.module.css';

const shown = 4;

export function JobsButton() {
  const { t } = useTranslation();
  const format = useFormat();
  const jobs = useJobs((state) => state.jobs);
  const tasks = useModels((state) => state.tasks).filter(isWorthShowing);
  const [opened, setOpened] = useState(false);
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape') setOpened(false);
  });
  const running = jobs.find((job) => job.state === 'running') ?? jobs.find(isActive);
  const interrupted = jobs.some((job) => job.state === 'interrupted');
  const atWork = running ?? tasks.find(isActive);
  const busy = atWork !== undefined;
  const progress = busy ? progressOf(atWork) : null;
  const label = busy ? t('jobs.running', { percent: format.percent(progress ?? 0) }) : t('jobs.title');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <IconButton
          label={label}
          tipHidden={opened}
          color={interrupted ? 'yellow' : 'gray'}
          onClick={() => setOpened(!opened)}
        >
          {busy ? (
            <RingProgress
              className={progress === null ? classes.spin : ''}
              size={28}
              thickness={3}
              roundCaps
              aria-hidden
              sections={[{ value: (progress ?? 0.25) * 100, color: 'blue' }]}
            />
          ) : (
            <IconActivity size={19} stroke={1.7} />
          )}
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('jobs.title')}>
        <div className={classes.list}>
          {tasks.slice(0, shown).map((shownTask) => (
            <TaskCard key={shownTask.id} task={shownTask} />
          ))}
          {jobs.length + tasks.length === 0 ? (
            <div className={classes.none}>
              <IconCircleCheck size={22} stroke={1.6} aria-hidden />
              <Text size="sm">{t('jobs.none')}</Text>
            </div>
          ) : (
            activeFirst(jobs)
              .slice(0, shown)
              .map((job) => <JobCard key={job.id} job={job} />)
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
