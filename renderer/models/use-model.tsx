/** Before a library moves to another model: what that takes, what stays as it is meanwhile, and what becomes of the old vectors. */
import type { LibraryModel, ModelSummary } from '@contract';
import { Button, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { switchModel } from '../state/library.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './models.module.css';
import { useSpeed } from './words.ts';

interface UseModelDialogProps {
  readonly model: ModelSummary;
  readonly held: LibraryModel;
  readonly opened: boolean;
  onClose(): void;
}

export function UseModelDialog({ model, held, opened, onClose }: UseModelDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(held.complete ? 'models.switchTitle' : 'models.useTitle', { name: model.name })}
      size={520}
    >
      {held.complete ? (
        <SwitchNow model={model} onClose={onClose} />
      ) : (
        <Prepare model={model} held={held} onClose={onClose} />
      )}
    </Modal>
  );
}

interface StepProps {
  readonly model: ModelSummary;
  onClose(): void;
}

function SwitchNow({ model, onClose }: StepProps) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const start = async (): Promise<void> => {
    await run(async () => {
      if (await switchModel(model.id)) onClose();
    });
  };
  return (
    <>
      <ul className={classes.consequences}>
        <li>{t('models.consequences.complete')}</li>
        <li>{t('models.consequences.labels')}</li>
        <li>{t('models.consequences.back')}</li>
      </ul>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={() => navigate(`/settings/models/searches/${encodeURIComponent(model.id)}`)}>
          {t('models.compareFirst')}
        </Button>
        <Button loading={busy} data-autofocus onClick={() => void start()}>
          {t('models.switchNow')}
        </Button>
      </div>
    </>
  );
}

function Prepare({ model, held, onClose }: StepProps & { held: LibraryModel }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = useSpeed();
  const calibration = useAnswer('encoders.calibration', { modelId: model.id }).data;
  const [then, setThen] = useState<'use' | 'wait'>('use');
  const { busy, run } = useBusy();
  const start = async (): Promise<void> => {
    await run(async () => {
      await command('library.prepareModel', { modelId: model.id, thenUse: then === 'use' });
      await refreshJobs();
      onClose();
    });
  };
  const work = t('models.consequences.work', {
    count: held.missingImages,
    pictures: format.number(held.missingImages),
    texts: format.number(held.missingTexts),
  });
  const time =
    calibration === null || calibration === undefined
      ? t('models.consequences.unmeasured')
      : t('models.consequences.time', {
          time: format.duration(held.missingImages / Math.max(0.01, calibration.picturesPerSecond)),
          rate: rate(calibration.picturesPerSecond),
        });
  return (
    <>
      <ul className={classes.consequences}>
        <li>
          {work} {time}
        </li>
        <li>{t('models.consequences.meanwhile')}</li>
        <li>{t('models.consequences.kept')}</li>
        <li>{t('models.consequences.labels')}</li>
      </ul>
      <Radio.Group
        label={t('models.then.label')}
        value={then}
        onChange={(value) => setThen(value === 'wait' ? 'wait' : 'use')}
      >
        <Radio mt="xs" value="use" label={t('models.then.use')} />
        <Radio mt="xs" value="wait" label={t('models.then.wait')} />
      </Radio.Group>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} data-autofocus onClick={() => void start()}>
          {t('models.start')}
        </Button>
      </div>
    </>
  );
}
