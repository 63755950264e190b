/** After the first import: in one sentence what a published model would do for this catalog, and three answers. Nobody is asked for it. */
import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { downloadOf, useModels } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import { LicenceDialog } from './licence-dialog.tsx';
import classes from './model-offer.module.css';

/** Where a person looks at what came in; at work elsewhere they are left alone. */
const shownAt = /^\/(?:start|library|product\/\d+)?$/;

export function ModelOffer() {
  const { t } = useTranslation();
  const format = useFormat();
  const [location, navigate] = useLocation();
  const info = useLibrary((state) => state.info);
  const importing = useJobs((state) => state.jobs.some((job) => job.kind === 'import' && isActive(job)));
  const ready = info != null && !info.sample && info.products > 0 && !importing;
  const { data: offer = null } = useAnswer('library.modelOffer', ready ? {} : null);
  const registry = useAnswer('models.registry', offer === null ? null : {});
  const [reading, setReading] = useState(false);
  if (!ready || offer === null || !shownAt.test(location)) return null;
  const { name, why, share, bytes, licence } = offer;
  const answer = async (): Promise<void> => {
    try {
      await command('library.answerModelOffer', {});
      outdate('library.modelOffer');
    } catch (error) {
      notifyError(error);
    }
  };
  const closeLicence = (): void => {
    setReading(false);
    if (downloadOf(useModels.getState().tasks, offer.modelId) !== null) void answer();
  };
  const values = { name, percent: format.percent(share), bytes: format.bytes(bytes), licence: licence.name };
  const entry = registry.data?.find(({ id }) => id === offer.modelId) ?? null;
  return (
    <section className={classes.offer} aria-label={t('models.offer.title')}>
      <IconStack2 className={classes.icon} size={20} stroke={1.7} aria-hidden />
      <p className={classes.text}>
        {t(`models.offer.${why}`, { ...values, use: t(`models.offer.use.${licence.commercialUse}`) })}
      </p>
      <div className={classes.answers}>
        <Button size="compact-sm" disabled={entry === null} onClick={() => setReading(true)}>
          {t('models.offer.get')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            navigate('/settings/models/folder');
            void answer();
          }}
        >
          {t('models.offer.folder')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => void answer()}>
          {t('models.offer.later')}
        </Button>
      </div>
      <LicenceDialog model={reading ? entry : null} onClose={closeLicence} />
    </section>
  );
}
