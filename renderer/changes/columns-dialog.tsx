/** Which column of the table each kind of change is written to, as the shop system suggests or as a person chooses. */
import type { MethodInput, MethodResult } from '@contract';
import { Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './changes.module.css';

type Written = MethodResult<'exchange.changes'>['columns'][number];
type Choice = NonNullable<MethodInput<'exchange.choose'>['column']>;

interface ColumnsDialogProps {
  readonly opened: boolean;
  readonly columns: readonly Written[];
  /** The columns of the table. */
  readonly header: readonly string[];
  onChoose(choice: Choice): void;
  onClose(): void;
}

export function ColumnsDialog({ opened, columns, header, onChoose, onClose }: ColumnsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('changes.columnsTitle')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.form}>
        <p className={classes.hint}>{t('changes.columnsHint')}</p>
        {columns
          .filter(({ choosable }) => choosable)
          .map((written) => (
            <ColumnChoice
              key={`${written.kind} ${written.what}`}
              written={written}
              header={header}
              onChoose={(column, isNew) =>
                onChoose({ kind: written.kind as Choice['kind'], what: written.what, column, isNew })
              }
            />
          ))}
      </div>
    </Modal>
  );
}

/** Names of columns begin with a sign of their own, so that none is taken for one of these. */
const proposed = 'proposed';
const added = 'added';
const asValue = (column: string): string => `=${column}`;

interface ColumnChoiceProps {
  readonly written: Written;
  readonly header: readonly string[];
  onChoose(column: string | null, isNew: boolean): void;
}

function ColumnChoice({ written: { kind, what, columns, chosen }, header, onChoose }: ColumnChoiceProps) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const label = what === '' ? t(`changes.kind.${kind}`) : `${t(`changes.kind.${kind}`)}: ${what}`;
  const isNew = naming || chosen?.isNew === true;
  const names = [...new Set(header.filter((name) => name.trim() !== ''))];
  const take = (value: string | null): void => {
    setNaming(value === added);
    if (value === added) return;
    onChoose(value === null || value === proposed ? null : value.slice(1), false);
  };
  return (
    <div className={classes.columnChoice}>
      <Select
        label={label}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('changes.noSuchColumn')}
        data={[
          {
            value: proposed,
            label:
              columns.length === 0 ? t('changes.noColumn') : t('changes.proposed', { columns: columns.join(', ') }),
          },
          ...(kind === 'images' ? [] : [{ value: added, label: t('changes.newColumn') }]),
          ...names.map((name) => ({ value: asValue(name), label: name })),
        ]}
        value={isNew ? added : chosen === null ? proposed : asValue(chosen.column)}
        onChange={take}
      />
      {isNew ? (
        <NewColumn
          known={chosen?.isNew === true ? chosen.column : ''}
          label={`${t('changes.newColumnName')}: ${label}`}
          taken={names}
          onName={(name) => {
            setNaming(false);
            onChoose(name, true);
          }}
        />
      ) : null}
    </div>
  );
}

interface NewColumnProps {
  readonly known: string;
  readonly label: string;
  readonly taken: readonly string[];
  onName(name: string): void;
}

function NewColumn({ known, label, taken, onName }: NewColumnProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(known);
  const wanted = name.trim();
  const isTaken = taken.includes(wanted);
  const done = (): void => {
    if (wanted !== '' && wanted !== known && !isTaken) onName(wanted);
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={t('changes.newColumnName')}
      maxLength={300}
      value={name}
      error={isTaken ? t('changes.columnIsThere') : null}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
      }}
    />
  );
}
