/** How often the groups were right so far, learning from what was said, and from where on many may be merged at once. */
import { Button, Select } from '@mantine/core';
import { IconListCheck, IconSchool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { usePreferences } from '../state/preferences.ts';
import { keptClear } from '../ui/kept-clear.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './duplicates.module.css';

const precisions = [0.9, 0.95, 0.98, 0.99] as const;

/** Answers what the record says now; asked again whenever something was decided. */
export function useTrackRecord() {
  const precision = usePreferences((state) => state.bulkPrecision);
  return useAnswer('duplicates.learning', { precision });
}

export function TrackRecord({ onBulk }: { onBulk(minProbability: number): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useTrackRecord();
  const { bulkPrecision, setBulkPrecision } = usePreferences();
  if (data === undefined) return null;
  const { record, bulk } = data;
  return (
    <section ref={keptClear} className={classes.record} aria-label={t('duplicates.record')}>
      <p className={classes.recordText}>
        {record.decisions === 0
          ? t('duplicates.noRecord')
          : t('duplicates.rightSoFar', {
              count: record.decisions,
              number: format.number(record.decisions),
              percent: format.percent(record.right / record.decisions),
            })}
        {record.decisions === 0 ? null : (
          <span className={classes.recordRange}>
            {t('duplicates.rightRange', { from: format.percent(record.from), to: format.percent(record.to) })}
          </span>
        )}
      </p>
      <LearnButton />
      <Select
        size="xs"
        label={t('duplicates.bulkPrecision')}
        allowDeselect={false}
        data={precisions.map((value) => ({
          value: String(value),
          label: t('duplicates.bulkAtLeast', { percent: format.percent(value) }),
        }))}
        value={String(bulkPrecision)}
        onChange={(value) => setBulkPrecision(Number(value))}
      />
      {bulk.minProbability === null ? (
        <p className={classes.recordNote}>
          {t('duplicates.bulkMissing', { count: bulk.missing, number: format.number(bulk.missing) })}
        </p>
      ) : (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconListCheck size={15} />}
          disabled={bulk.groups === 0}
          onClick={() => onBulk(bulk.minProbability ?? 1)}
        >
          {t('duplicates.bulkMerge', { count: bulk.groups, number: format.number(bulk.groups) })}
        </Button>
      )}
    </section>
  );
}

/** Offered once there is something to learn. */
function LearnButton() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useTrackRecord();
  const { busy, run } = useBusy();
  if (data === undefined || data.sinceLearned === 0) return null;
  const { same, different, least, each } = data.toLearnFrom;
  if (same + different < least || same < each || different < each) return null;
  const learn = async (): Promise<void> => {
    const { adopted, model } = await command('duplicates.refit', {});
    const count = { count: model.verdicts, number: format.number(model.verdicts) };
    notifyDone(t('duplicates.learn'), adopted ? t('duplicates.learnt', count) : t('duplicates.notLearnt', count));
  };
  return (
    <Button
      size="xs"
      variant="default"
      loading={busy}
      leftSection={<IconSchool size={15} />}
      onClick={() => void run(learn)}
    >
      {t('duplicates.learnFrom', { count: data.sinceLearned, number: format.number(data.sinceLearned) })}
    </Button>
  );
}
