/** Measures where a model runs best. The call lasts as long as that takes; how it goes is seen in the task. */
import { useTranslation } from 'react-i18next';
import { command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { placeTitle, useSpeed } from './words.ts';

/** @param modelId the model in use when left out */
export function useMeasure(modelId?: string) {
  const { t } = useTranslation();
  const rate = useSpeed();
  const { busy, run } = useBusy();
  const measure = async (): Promise<void> => {
    await run(async () => {
      const params = modelId === undefined ? {} : { modelId };
      const { provider, sessions, picturesPerSecond } = await command('encoders.calibrate', params);
      notifyDone(
        t('compute.done'),
        t('compute.doneText', { provider: placeTitle(provider, sessions), rate: rate(picturesPerSecond) }),
      );
    });
  };
  return { busy, measure };
}
