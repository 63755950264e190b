/** How a table was understood, and the chance to correct it before it is imported. */
import type { ColumnMapping, TableOptions, TablePreview } from '@contract';
import { columnRoles } from '@contract';
import { Button, Select, Table, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import classes from './library.module.css';

interface TablePreviewProps {
  readonly preview: TablePreview;
  readonly options: TableOptions;
  readonly loading: boolean;
  onChange(options: TableOptions): void;
}

const delimiters = [',', ';', '\t', '|'] as const;
const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
const encodings = [
  'utf-8',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1252',
  'macintosh',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-874',
  'iso-8859-2',
  'iso-8859-15',
  'koi8-r',
  'cp850',
  'cp866',
  'utf-16le',
  'utf-16be',
];
const shownSamples = 3;

export function TablePreviewPanel({ preview, options, loading, onChange }: TablePreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div className={classes.panel}>
        <p className={classes.sourcePath}>{preview.path}</p>
        <Figures className={classes.counts}>
          <Figure name={t('import.products')} value={format.number(preview.products)} />
          <Figure name={t('import.rows')} value={format.number(preview.rows)} />
          <Figure name={t('import.imagesFound')} value={format.number(preview.imagesFound)} />
          <Figure
            name={t('import.imagesMissing')}
            value={format.number(preview.imagesMissing)}
            tone={preview.imagesMissing > 0 ? 'warn' : undefined}
          />
        </Figures>
      </div>
      {preview.warnings.map((warning) => (
        <Notice key={`${warning.why} ${warning.values.column ?? ''}`}>
          {t(`import.warnings.${warning.why}`, warning.values)}
        </Notice>
      ))}
      <Section title={t('import.reading')}>
        <div className={classes.readingOptions}>
          <TextInput label={t('import.format')} readOnly value={t(`import.formats.${preview.format}`)} />
          {preview.file === 'text' ? (
            <Select
              label={t('import.delimiter')}
              allowDeselect={false}
              value={preview.delimiter}
              data={delimiters.map((value) => ({ value, label: t(`import.delimiters.${delimiterNames[value]}`) }))}
              onChange={(value) => {
                const delimiter = delimiters.find((known) => known === value);
                if (delimiter !== undefined) onChange({ ...options, delimiter });
              }}
            />
          ) : null}
          {preview.file === 'workbook' ? (
            <Select
              label={t('import.sheet')}
              allowDeselect={false}
              value={preview.sheet}
              data={preview.sheets}
              onChange={(sheet) => sheet !== null && onChange({ ...withoutMapping(options), sheet })}
            />
          ) : (
            <Select
              label={t('import.encoding')}
              allowDeselect={false}
              searchable
              value={preview.encoding.toLowerCase()}
              data={[...new Set([preview.encoding.toLowerCase(), ...encodings])]}
              onChange={(encoding) => encoding !== null && onChange({ ...withoutMapping(options), encoding })}
            />
          )}
        </div>
        <Encodings
          preview={preview}
          disabled={loading}
          onChoose={(encoding) => onChange({ ...withoutMapping(options), encoding })}
        />
        <Prices preview={preview} />
      </Section>
      <Section title={t('import.columns')}>
        {preview.remembered ? <p className={classes.prices}>{t('import.remembered')}</p> : null}
        <Columns preview={preview} disabled={loading} onMapping={(mapping) => onChange({ ...options, mapping })} />
      </Section>
    </>
  );
}

/** Columns may be called otherwise on another sheet or in another encoding. */
function withoutMapping({ mapping: _mapping, ...options }: TableOptions): TableOptions {
  return options;
}

interface EncodingsProps {
  readonly preview: TablePreview;
  readonly disabled: boolean;
  onChoose(encoding: string): void;
}

/** The same lines side by side, as each encoding has them. */
function Encodings({ preview, disabled, onChoose }: EncodingsProps) {
  const { t } = useTranslation();
  if (preview.encodings.length === 0) return null;
  return (
    <ul className={classes.encodings} aria-label={t('import.encodings')}>
      {preview.encodings.map(({ encoding, lines }) => {
        const used = encoding === preview.encoding.toLowerCase();
        return (
          <li key={encoding} className={classes.encoding} data-used={used}>
            <div className={classes.encodingName}>
              <strong>{encoding}</strong>
              {used ? (
                <span>{t('import.encodingUsed')}</span>
              ) : (
                <Button size="compact-xs" variant="light" disabled={disabled} onClick={() => onChoose(encoding)}>
                  {t('import.encodingUse', { encoding })}
                </Button>
              )}
            </div>
            <pre className={classes.encodingLines}>{lines.join('\n')}</pre>
          </li>
        );
      })}
    </ul>
  );
}

/** How cells of prices are read, before all of them are. */
function Prices({ preview }: { preview: TablePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (preview.prices.length === 0) return null;
  return (
    <p className={classes.prices}>
      {t('import.prices')}{' '}
      {preview.prices.map(({ column, cell, amount, currency }) => (
        <span key={`${column} ${cell}`}>
          {cell} → {format.price(amount, currency)}
        </span>
      ))}
    </p>
  );
}

interface ColumnsProps {
  readonly preview: TablePreview;
  readonly disabled: boolean;
  onMapping(mapping: ColumnMapping[]): void;
}

function Columns({ preview, disabled, onMapping }: ColumnsProps) {
  const { t } = useTranslation();
  const change = (name: string, next: Partial<ColumnMapping>): void =>
    onMapping(
      preview.columns.map((column) => {
        const group = column.group === null ? {} : { group: column.group };
        const known: ColumnMapping = { column: column.name, role: column.role, ...group };
        return column.name === name ? { ...known, ...next } : known;
      }),
    );
  return (
    <div className={classes.columns}>
      <Table verticalSpacing={7} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('import.column')}</Table.Th>
            <Table.Th>{t('import.samples')}</Table.Th>
            <Table.Th>{t('import.role')}</Table.Th>
            <Table.Th>{t('import.group')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.columns.map((column) => (
            <Table.Tr key={column.name} data-ignored={column.role === 'ignore'}>
              <Table.Td fw={550}>{column.name}</Table.Td>
              <Table.Td className={classes.samples}>{column.samples.slice(0, shownSamples).join('  ·  ')}</Table.Td>
              <Table.Td w={170}>
                <Select
                  size="xs"
                  aria-label={t('import.roleOf', { column: column.name })}
                  allowDeselect={false}
                  disabled={disabled}
                  value={column.role}
                  data={columnRoles.map((role) => ({ value: role, label: t(`import.roles.${role}`) }))}
                  onChange={(value) => {
                    const role = columnRoles.find((known) => known === value);
                    if (role !== undefined) change(column.name, { role });
                  }}
                />
              </Table.Td>
              <Table.Td w={150}>
                {column.role === 'tag' ? (
                  <TextInput
                    key={column.group}
                    size="xs"
                    aria-label={t('import.groupOf', { column: column.name })}
                    defaultValue={column.group ?? column.name}
                    disabled={disabled}
                    onBlur={(event) => {
                      const group = event.currentTarget.value.trim();
                      if (group !== '' && group !== column.group) change(column.name, { group });
                    }}
                  />
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
