/** A field of a product that is corrected in place: what the source says stays beside it, and one step takes it back. */
import type { FieldEdit, ProductField } from '@contract';
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { noteHabit } from '../state/habits.ts';
import { judgeName } from '../state/judge.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './editable.module.css';

/** What a person said of the fields of a product. */
export function useFieldEdits(productId: number): readonly FieldEdit[] {
  return useAnswer('exchange.ofProduct', { productId }, { fresh: true }).data?.edits ?? [];
}

interface EditableProps {
  readonly productId: number;
  readonly field: ProductField;
  readonly label: string;
  /** As it is written in the field; `children` is how it is shown. */
  readonly value: string;
  readonly edits: readonly FieldEdit[];
  readonly long?: boolean;
  /** Why it cannot be edited here. */
  readonly locked?: string | undefined;
  readonly children: ReactNode;
}

export function Editable({ productId, field, label, value, edits, long = false, locked, children }: EditableProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const { busy, run } = useBusy();
  const save = (said: string | null): Promise<void> =>
    run(async () => {
      if (said !== null && said === value) {
        setDraft(null);
        return;
      }
      const { operation } = await command('exchange.edit', {
        edits: [{ productId, field, value: said }],
        by: judgeName(),
      });
      noteHabit('fieldsAtOnce');
      setDraft(null);
      outdate('catalog.', 'exchange.');
      notifyUndoable(t(said === null ? 'edit.takenBack' : 'edit.saved', { name: label }), operation, () =>
        outdate('catalog.', 'exchange.'),
      );
    });
  const edit = edits.find((own) => own.field === field);
  if (draft !== null) {
    const keys = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        setDraft(null);
      } else if (event.key === 'Enter' && (!long || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void save(draft);
      }
    };
    const input = {
      'aria-label': label,
      value: draft,
      onKeyDown: keys,
      'data-autofocus': true,
      autoFocus: true,
      className: classes.input ?? '',
    };
    return (
      <div className={classes.editor}>
        {long ? (
          <Textarea
            {...input}
            autosize
            minRows={4}
            maxRows={16}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
        ) : (
          <TextInput {...input} size="sm" onChange={(event) => setDraft(event.currentTarget.value)} />
        )}
        <div className={classes.buttons}>
          <Button size="compact-sm" loading={busy} onClick={() => void save(draft)}>
            {t('edit.save')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDraft(null)}>
            {t('common.cancel')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.field}>
      <div className={classes.shown}>
        {children}
        {locked !== undefined ? null : value === '' ? (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPencil size={14} />}
            onClick={() => setDraft(value)}
          >
            {t('edit.add', { name: label })}
          </Button>
        ) : (
          <ActionIcon
            className={classes.pencil ?? ''}
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('edit.edit', { name: label })}
            onClick={() => setDraft(value)}
          >
            <IconPencil size={15} />
          </ActionIcon>
        )}
      </div>
      {edit === undefined ? null : <Edited edit={edit} busy={busy} onTakeBack={() => void save(null)} />}
    </div>
  );
}

function Edited({ edit, busy, onTakeBack }: { edit: FieldEdit; busy: boolean; onTakeBack(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const source = edit.source === '' ? t('changes.empty') : edit.source;
  return (
    <p className={classes.edited} data-conflict={edit.conflict !== null}>
      <span className={classes.source} title={source}>
        {t(edit.conflict === null ? 'edit.was' : 'edit.conflict', { source, by: edit.by, when: format.since(edit.at) })}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        loading={busy}
        leftSection={<IconArrowBackUp size={13} />}
        onClick={onTakeBack}
      >
        {t('edit.takeBack')}
      </Button>
    </p>
  );
}
