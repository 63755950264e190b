/** Whether what stands on the photos is read, what came of it, and the switch for it. */
import { Button } from '@mantine/core';
import { IconTextRecognition } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { answers, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { Section } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './library.module.css';

export function ReadingSection() {
  const { t } = useTranslation();
  const status = useAnswer('recognition.status', {}).data;
  const { busy, run } = useBusy();
  if (status === undefined || (!status.on && status.read + status.waiting === 0)) return null;
  const { on, waiting, read, withText, withCodes } = status;
  const turn = (): void =>
    void run(async () => {
      await command('recognition.turn', { on: !on });
      await answers.invalidateQueries({ queryKey: ['recognition.status'] });
      await refreshJobs();
    });
  return (
    <Section title={t('reading.title')}>
      <div className={classes.reading}>
        <p className={classes.readingText}>
          {read === 0 ? null : (
            <span>
              {withText + withCodes === 0
                ? t('reading.none', { count: read })
                : [
                    t('reading.read', { count: read }),
                    t('reading.withText', { count: withText }),
                    t('reading.withCodes', { count: withCodes }),
                  ].join(' · ')}
            </span>
          )}
          <span>{on ? t(waiting > 0 ? 'reading.going' : 'reading.kept') : t('reading.offer', { count: waiting })}</span>
        </p>
        <Button
          variant="default"
          size="xs"
          loading={busy}
          leftSection={<IconTextRecognition size={16} />}
          onClick={turn}
        >
          {t(on ? 'reading.turnOff' : 'reading.turnOn')}
        </Button>
      </div>
    </Section>
  );
}
