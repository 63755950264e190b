/** Makes several tags one. */
import type { VocabularyGroup, VocabularyTag } from '@contract';
import { Button, Modal, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './tags.module.css';

interface MergeTagsProps {
  /** One tag that goes into another, or several of which one stays; null while the dialog is closed. */
  readonly tags: readonly VocabularyTag[] | null;
  readonly group: VocabularyGroup;
  onClose(): void;
  onMerged(): void;
}

export function MergeTags({ tags, group, onClose, onMerged }: MergeTagsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [into, setInto] = useState<string | null>(null);
  const { busy, run } = useBusy();
  const several = tags !== null && tags.length > 1;
  const candidates = several ? tags : group.tags.filter((tag) => tag.id !== tags?.[0]?.id);
  useEffect(() => {
    setInto(several ? String(tags?.[0]?.id ?? '') : null);
  }, [several, tags]);
  const target = candidates.find((tag) => String(tag.id) === into);
  const from = (tags ?? []).filter((tag) => tag.id !== target?.id);
  const merge = async (): Promise<void> => {
    if (target === undefined) return;
    await run(async () => {
      const params = { from: from.map((tag) => tag.id), into: target.id, by: judgeName() };
      const { operation, products } = await command('tags.merge', params);
      const message = t('tags.merged', { name: target.name, count: products, number: format.number(products) });
      notifyUndoable(message, operation);
      onMerged();
      onClose();
    });
  };
  return (
    <Modal
      opened={tags !== null}
      onClose={onClose}
      title={t('tags.merge')}
      size={440}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.form}>
        <p className={classes.dialogText}>{t('tags.mergeText', { names: from.map((tag) => tag.name).join(', ') })}</p>
        <Select
          label={t('tags.mergeTarget')}
          searchable
          data={candidates.map((tag) => ({ value: String(tag.id), label: tag.name }))}
          value={into}
          onChange={setInto}
        />
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} disabled={target === undefined} onClick={() => void merge()}>
            {t('tags.merge')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
