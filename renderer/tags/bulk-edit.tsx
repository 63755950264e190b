/** Puts tags on, or takes them off, all products of a search or a selection: first a preview, then one step that can be taken back. */
import type { BulkPreview, Tag, Target, VocabularyGroup } from '@contract';
import { Button, Modal, Skeleton } from '@mantine/core';
import { IconMinus, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { closeBulkEdit, useBulkEdit } from '../state/bulk-edit.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { clearSelection } from '../state/selection.ts';
import { followBatch } from '../ui/follow-batch.ts';
import { useGroupName } from '../ui/group-name.ts';
import { Photo } from '../ui/photo.tsx';
import { TagPicker } from '../ui/tag-picker.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './tags.module.css';

export function BulkEdit() {
  const { t } = useTranslation();
  const target = useBulkEdit((state) => state.target);
  return (
    <Modal
      opened={target !== null}
      onClose={closeBulkEdit}
      title={t('tags.bulk.title')}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {target === null ? null : <Editor target={target} />}
    </Modal>
  );
}

function Editor({ target }: { target: Target }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [add, setAdd] = useState<readonly Tag[]>([]);
  const [remove, setRemove] = useState<readonly Tag[]>([]);
  const { busy, run } = useBusy();
  const { data: vocabulary = [] } = useAnswer('tags.vocabulary', {});
  const edit = { target, add: [...add], remove: [...remove] };
  const preview = useAnswer('tags.bulkPreview', edit);
  const changed = preview.data?.changed ?? 0;
  const apply = async (): Promise<void> => {
    await run(
      async () => {
        const done = await command('tags.bulkApply', { ...edit, expect: changed, by: judgeName() });
        const detail = [...add.map(({ name }) => `+ ${name}`), ...remove.map(({ name }) => `− ${name}`)].join('  ');
        const words = (count: number): string => t('tags.bulk.done', { count, number: format.number(count) });
        followBatch(done, 'products', words, undefined, detail);
        clearSelection();
        closeBulkEdit();
      },
      () => void preview.refetch(),
    );
  };
  return (
    <div className={classes.form}>
      <div className={classes.bulkColumns}>
        <TagList kind="add" tags={add} vocabulary={vocabulary} onChange={setAdd} />
        <TagList kind="remove" tags={remove} vocabulary={vocabulary} onChange={setRemove} />
      </div>
      {preview.error === null ? null : (
        <p className={classes.failure} role="alert">
          {errorText(preview.error)}
        </p>
      )}
      {preview.data === undefined ? (
        <Skeleton height={120} radius="md" aria-label={t('common.loading')} />
      ) : (
        <Preview preview={preview.data} stale={preview.isFetching} empty={add.length + remove.length === 0} />
      )}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={closeBulkEdit}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} disabled={changed === 0 || preview.isFetching} onClick={() => void apply()}>
          {t('tags.bulk.do', { count: changed, number: format.number(changed) })}
        </Button>
      </div>
    </div>
  );
}

interface TagListProps {
  readonly kind: 'add' | 'remove';
  readonly tags: readonly Tag[];
  readonly vocabulary: readonly VocabularyGroup[];
  onChange(tags: readonly Tag[]): void;
}

function TagList({ kind, tags, vocabulary, onChange }: TagListProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.bulkList} data-kind={kind}>
      <legend>
        {kind === 'add' ? <IconPlus size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
        {t(`tags.bulk.${kind}`)}
      </legend>
      <ul>
        {tags.map((tag) => (
          <li key={`${tag.group}/${tag.name}`}>
            {tag.name}
            <button
              type="button"
              aria-label={t('tags.bulk.drop', { name: tag.name })}
              onClick={() => onChange(tags.filter((other) => other !== tag))}
            >
              <IconX size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <TagPicker
        size="xs"
        label={t(kind === 'add' ? 'tags.bulk.addLabel' : 'tags.bulk.removeLabel')}
        vocabulary={vocabulary}
        creatable={kind === 'add'}
        onPick={(tag) => {
          if (!tags.some((other) => other.group === tag.group && other.name === tag.name)) onChange([...tags, tag]);
        }}
      />
    </fieldset>
  );
}

const shownSample = 12;

function Preview({ preview, stale, empty }: { preview: BulkPreview; stale: boolean; empty: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  return (
    <section className={classes.preview} data-stale={stale} aria-label={t('tags.bulk.preview')}>
      <p className={classes.previewLead} role="status">
        {empty
          ? t('tags.bulk.matched', { count: preview.matched, number: format.number(preview.matched) })
          : t('tags.bulk.changes', {
              changed: format.number(preview.changed),
              matched: format.number(preview.matched),
            })}
      </p>
      <ul className={classes.tally}>
        {preview.adds.map((tag) => (
          <li key={`+${tag.group}/${tag.name}`} data-kind="add">
            + <span className={classes.tallyGroup}>{groupName(tag.group)}</span> {tag.name}{' '}
            <strong>{format.number(tag.products)}</strong>
          </li>
        ))}
        {preview.removes.map((tag) => (
          <li key={`-${tag.group}/${tag.name}`} data-kind="remove">
            − <span className={classes.tallyGroup}>{groupName(tag.group)}</span> {tag.name}{' '}
            <strong>{format.number(tag.products)}</strong>
          </li>
        ))}
      </ul>
      {preview.sample.length === 0 ? null : (
        <ul className={classes.sample}>
          {preview.sample.slice(0, shownSample).map(({ product, add, remove }) => (
            <li key={product.id} title={product.title}>
              <Photo fit="tile" className={classes.samplePhoto} src={product.image?.thumb} alt={product.title} />
              <span className={classes.sampleText}>
                {add.map((tag) => (
                  <span key={tag.name} data-kind="add">
                    + {tag.name}
                  </span>
                ))}
                {remove.map((tag) => (
                  <span key={tag.name} data-kind="remove">
                    − {tag.name}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
