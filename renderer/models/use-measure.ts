/** Measures where a model runs best. The call lasts as long as that takes; how it goes is seen in the task. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../state/engine.ts';
import { notifyDone, notifyError } from '../ui/notify.tsx';
import { providerTitles, useSpeed } from './words.ts';

/** @param modelId the model in use when left out */
export function useMeasure(modelId?: string) {
  const { t } = useTranslation();
  const rate = useSpeed();
  const [busy, setBusy] = useState(false);
  const measure = async (): Promise<void> => {
    setBusy(true);
    try {
      const params = modelId === undefined ? {} : { modelId };
      const { provider, picturesPerSecond } = await command('encoders.calibrate', params);
      notifyDone(
        t('compute.done'),
        t('compute.doneText', { provider: providerTitles[provider], rate: rate(picturesPerSecond) }),
      );
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, measure };
}
