/** Finds words in a column and puts others in their place, or gives all cells one text: shown before it is done, with a tick each. */
import { type Operation, type ProductField, type Target, toAppError } from '@contract';
import { Button, Checkbox, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { ask, command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyDone } from '../state/notify.tsx';
import { followBatch } from '../ui/follow-batch.ts';
import { useBusy } from '../ui/use-busy.ts';
import { renewRows } from './cell-edits.ts';
import type { Column } from './columns.ts';
import { ReplacePreview } from './replace-preview.tsx';
import classes from './sheet.module.css';

interface ReplaceDialogProps {
  readonly opened: boolean;
  onClose(): void;
  readonly ids: readonly number[];
  /** Products of the rows that are picked; null when it is a single one. */
  readonly picked: readonly number[] | null;
  readonly columns: readonly Column[];
  readonly names: ReadonlyMap<string, string>;
  /** Where one is. */
  readonly column: Column | undefined;
  /** Told what can be taken back, once it is done. */
  onDone(operation: Operation): void;
}

export function ReplaceDialog({ opened, onClose, ...editor }: ReplaceDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('sheet.replace.title')}
      size={820}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {opened ? <Editor {...editor} onClose={onClose} /> : null}
    </Modal>
  );
}

const pageSize = 200;

function useReplacePreview(words: Words | null) {
  const preview = useInfiniteQuery({
    queryKey: ['exchange.replacePreview', words],
    enabled: words !== null,
    queryFn: ({ pageParam, signal }) =>
      ask('exchange.replacePreview', { ...(words as Words), offset: pageParam, limit: pageSize }, { signal }),
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    getNextPageParam: ({ total }, pages) => {
      const read = pages.reduce((sum, page) => sum + page.sample.length, 0);
      return read < total ? read : null;
    },
  });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = preview;
  return {
    ...preview,
    head: words === null ? undefined : data?.pages.at(-1),
    items: words === null ? [] : (data?.pages.flatMap((page) => page.sample) ?? []),
    error: error === null ? null : toAppError(error),
    more: (): void => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}

interface Words {
  readonly target: Target;
  readonly field: ProductField;
  readonly find: string;
  readonly replace: string;
  readonly matchCase: boolean;
  readonly whole: boolean;
}

function Editor({ onClose, ids, picked, columns, names, column, onDone }: Omit<ReplaceDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const fields = columns.flatMap((own) => (own.kind === 'field' && own.key !== 'price' ? [own] : []));
  const [key, setKey] = useState(fields.find((own) => own.key === column?.key)?.key ?? 'title');
  const [whole, setWhole] = useState(false);
  const [onlyPicked, setOnlyPicked] = useState(picked !== null);
  const [find, setFind] = useState('');
  const [replace, setReplace] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const { busy, run } = useBusy();
  const [typed] = useDebouncedValue({ find, replace }, 250);
  const field = fields.find((own) => own.key === key)?.field ?? 'title';
  const productIds = [...(onlyPicked && picked !== null ? picked : ids)];
  const words: Words | null =
    !whole && typed.find === ''
      ? null
      : { target: { kind: 'products', productIds }, field, matchCase, whole, ...typed, find: whole ? '' : typed.find };
  const preview = useReplacePreview(words);
  // What was ticked off belongs to the words that it was shown for.
  const asked = JSON.stringify([field, whole, onlyPicked, typed, matchCase]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, other products
  useEffect(() => setLeft(new Set()), [asked]);
  const changed = Math.max(0, (preview.head?.total ?? 0) - left.size);
  const isSettled = typed.find === find && typed.replace === replace && !preview.isFetching;
  const apply = (): Promise<void> =>
    run(
      async () => {
        if (words === null) return;
        const done = await command('exchange.replaceApply', {
          ...words,
          except: [...left],
          expect: changed,
          by: judgeName(),
        });
        const said = (count: number): string => t('sheet.replace.done', { count });
        if (done.job !== null) followBatch(done, 'products', said, () => void renewRows());
        else {
          if (done.operation !== null) onDone(done.operation);
          notifyDone(said(done.products), done.operation?.label ?? '');
        }
        onClose();
        await renewRows();
      },
      () => void preview.refetch(),
    );
  return (
    <div className={classes.form}>
      <div className={classes.formRow}>
        <SegmentedControl
          size="xs"
          aria-label={t('sheet.replace.how')}
          value={whole ? 'whole' : 'words'}
          onChange={(value) => setWhole(value === 'whole')}
          data={[
            { value: 'words', label: t('sheet.replace.words') },
            { value: 'whole', label: t('sheet.replace.whole') },
          ]}
        />
        {picked === null ? null : (
          <SegmentedControl
            size="xs"
            aria-label={t('sheet.replace.where')}
            value={onlyPicked ? 'picked' : 'all'}
            onChange={(value) => setOnlyPicked(value === 'picked')}
            data={[
              { value: 'picked', label: t('sheet.replace.picked', { count: picked.length }) },
              { value: 'all', label: t('sheet.replace.all', { count: ids.length }) },
            ]}
          />
        )}
      </div>
      <div className={classes.formRow}>
        <Select
          label={t('sheet.replace.column')}
          allowDeselect={false}
          data={fields.map((own) => ({ value: own.key, label: names.get(own.key) ?? own.key }))}
          value={key}
          onChange={(value) => setKey(value ?? 'title')}
        />
        {whole ? null : (
          <TextInput
            className={classes.grow ?? ''}
            label={t('sheet.replace.find')}
            value={find}
            maxLength={1000}
            data-autofocus
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        <TextInput
          className={classes.grow ?? ''}
          label={t(whole ? 'sheet.replace.text' : 'sheet.replace.with')}
          value={replace}
          maxLength={1000}
          onChange={(event) => setReplace(event.currentTarget.value)}
        />
      </div>
      {whole ? null : (
        <Checkbox
          size="xs"
          label={t('sheet.replace.matchCase')}
          checked={matchCase}
          onChange={(event) => setMatchCase(event.currentTarget.checked)}
        />
      )}
      <p className={classes.formNote}>{t('sheet.replace.note')}</p>
      {preview.error === null ? null : (
        <p className={classes.failure} role="alert">
          {errorText(preview.error)}
        </p>
      )}
      <p className={classes.lead} role="status">
        {preview.head === undefined
          ? t('sheet.replace.begin')
          : t('sheet.replace.found', { count: preview.head.total, matched: preview.head.matched })}
      </p>
      {preview.items.length === 0 ? null : (
        <ReplacePreview items={preview.items} left={left} onLeft={setLeft} onMore={preview.more} />
      )}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} disabled={changed === 0 || !isSettled} onClick={() => void apply()}>
          {t('sheet.replace.do', { count: changed })}
        </Button>
      </div>
    </div>
  );
}
