/** Writes confident suggestions for many products at once, after showing what that would do. */
import { Button, Modal, Skeleton, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { followBatch } from '../ui/follow-batch.ts';
import { useGroupName } from '../ui/group-name.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './tags.module.css';

interface ApplyProps {
  readonly opened: boolean;
  readonly group: string | null;
  onClose(): void;
  onDone(): void;
}

const shown = 12;

export function ApplySuggestions({ opened, group, onClose, onDone }: ApplyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const [percent, setPercent] = useState(90);
  const [debounced] = useDebouncedValue(percent, 250);
  const { busy, run } = useBusy();
  const wanted = { minConfidence: debounced / 100, ...(group === null ? {} : { group }) };
  const { data: preview, isFetching } = useAnswer('tags.applySuggestions', opened ? { ...wanted, dryRun: true } : null);
  const fits = preview !== undefined && !isFetching && debounced === percent;
  const apply = async (): Promise<void> => {
    await run(async () => {
      const done = await command('tags.applySuggestions', wanted);
      followBatch(done, 'tags', (count) => t('tags.apply.done', { count, number: format.number(count) }), onDone);
      onClose();
    });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('tags.apply.title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.dialogText}>{t('tags.apply.text')}</p>
      <div className={classes.sliderRow}>
        <span>{t('tags.apply.from')}</span>
        <Slider
          className={classes.slider}
          min={50}
          max={99}
          value={percent}
          onChange={setPercent}
          label={null}
          thumbLabel={t('tags.apply.from')}
        />
        <strong>{format.percent(percent / 100)}</strong>
      </div>
      {preview === undefined ? (
        <Skeleton height={90} radius="md" aria-label={t('common.loading')} />
      ) : (
        <div className={classes.preview} data-stale={!fits}>
          <p className={classes.previewLead} role="status">
            {t('tags.apply.preview', {
              count: preview.tags,
              number: format.number(preview.tags),
              products: format.number(preview.products),
            })}
          </p>
          {preview.tags === 0 && !preview.learning ? (
            <p className={classes.dialogText}>{t('tags.apply.nothing')}</p>
          ) : null}
          {preview.learning ? <p className={classes.dialogText}>{t('tags.learningShort')}</p> : null}
          <ul className={classes.tally}>
            {preview.byTag.slice(0, shown).map((tag) => (
              <li key={`${tag.group}/${tag.name}`}>
                <span className={classes.tallyGroup}>{groupName(tag.group)}</span> {tag.name}{' '}
                <strong>{format.number(tag.products)}</strong>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} disabled={!fits || preview?.tags === 0} onClick={() => void apply()}>
          {t('tags.apply.do')}
        </Button>
      </div>
    </Modal>
  );
}
