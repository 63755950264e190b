/** How a file of events was understood, and the chance to correct it before it comes in. */
import { type EventPreview, type EventReading, type EventRole, eventKinds, eventRoles } from '@contract';
import { Select, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { useLeftOutText } from './left-out-text.ts';
import classes from './library.module.css';

interface BehaviourFileProps {
  readonly preview: EventPreview;
  readonly reading: EventReading;
  readonly loading: boolean;
  onChange(reading: EventReading): void;
}

export function BehaviourFile({ preview, reading, loading, onChange }: BehaviourFileProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOutText = useLeftOutText();
  const events = Object.values(preview.byKind).reduce((sum, count) => sum + count, 0);
  const saysKind = preview.columns.some(({ role }) => role === 'kind');
  const change = (column: string, role: EventRole): void => {
    const mapping = (reading.mapping ?? []).filter((entry) => entry.column !== column);
    onChange({ ...reading, mapping: [...mapping, { column, role }] });
  };
  return (
    <>
      <div className={classes.panel}>
        <p className={classes.sourcePath}>{preview.path}</p>
        <Figures className={classes.counts}>
          <Figure name={t('behaviour.rowsSeen')} value={format.number(preview.rows)} />
          <Figure name={t('behaviour.events')} value={format.number(events)} />
          <Figure name={t('behaviour.matched')} value={format.number(preview.products.matched)} />
          <Figure
            name={t('behaviour.unmatched')}
            value={format.number(preview.products.unmatched)}
            tone={preview.products.unmatched > 0 ? 'warn' : undefined}
          />
        </Figures>
      </div>
      {preview.importedAt === null ? null : (
        <Notice>{t('behaviour.importedBefore', { when: format.date(preview.importedAt) })}</Notice>
      )}
      {events === 0 ? <Notice>{t('behaviour.nothing')}</Notice> : null}
      {preview.leftOut.map((counted) => (
        <Notice key={counted.why}>{leftOutText(counted)}</Notice>
      ))}
      <Section title={t('import.reading')}>
        <p className={classes.prices}>
          {t(`behaviour.forms.${preview.form}`)}
          {preview.remembered ? ` ${t('import.remembered')}` : null}
        </p>
        {saysKind ? null : (
          <Select
            className={classes.rowKind ?? ''}
            label={t('behaviour.rowIs')}
            allowDeselect={false}
            disabled={loading}
            value={preview.kind}
            data={eventKinds.map((kind) => ({ value: kind, label: t(`behaviour.kinds.${kind}`) }))}
            onChange={(value) => {
              const kind = eventKinds.find((known) => known === value);
              if (kind !== undefined) onChange({ ...reading, kind });
            }}
          />
        )}
      </Section>
      <Section title={t('import.columns')}>
        <Columns preview={preview} disabled={loading} onRole={change} />
      </Section>
      <Section title={t('behaviour.firstEvents')}>
        <FirstEvents preview={preview} />
      </Section>
    </>
  );
}

interface ColumnsProps {
  readonly preview: EventPreview;
  readonly disabled: boolean;
  onRole(column: string, role: EventRole): void;
}

function Columns({ preview, disabled, onRole }: ColumnsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.columns}>
      <Table verticalSpacing={7} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('import.column')}</Table.Th>
            <Table.Th>{t('import.samples')}</Table.Th>
            <Table.Th>{t('import.role')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.columns.map(({ name, role, samples }) => (
            <Table.Tr key={name} data-ignored={role === 'ignore'}>
              <Table.Td fw={550}>{name}</Table.Td>
              <Table.Td className={classes.samples}>{samples.join('  ·  ')}</Table.Td>
              <Table.Td w={230}>
                <Select
                  size="xs"
                  aria-label={t('import.roleOf', { column: name })}
                  allowDeselect={false}
                  disabled={disabled}
                  value={role}
                  data={eventRoles.map((one) => ({ value: one, label: t(`behaviour.roles.${one}`) }))}
                  onChange={(value) => {
                    const chosen = eventRoles.find((known) => known === value);
                    if (chosen !== undefined) onRole(name, chosen);
                  }}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function FirstEvents({ preview }: { preview: EventPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.columns}>
      <Table verticalSpacing={7} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('behaviour.event')}</Table.Th>
            <Table.Th>{t('behaviour.when')}</Table.Th>
            <Table.Th>{t('behaviour.what')}</Table.Th>
            <Table.Th>{t('behaviour.who')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.events.map((event, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: equal rows of a file are told apart by their place alone
            <Table.Tr key={place}>
              <Table.Td>{t(`behaviour.kinds.${event.kind}`)}</Table.Td>
              <Table.Td>{format.date(event.time)}</Table.Td>
              <Table.Td className={classes.samples}>
                {[
                  event.query,
                  event.product === null || event.quantity === 1
                    ? event.product
                    : `${event.quantity} × ${event.product}`,
                  event.product === null || event.matched ? null : t('behaviour.notListed'),
                ]
                  .filter((part) => part !== null)
                  .join('  ·  ')}
              </Table.Td>
              <Table.Td>{event.shopper === null ? '' : t(`behaviour.shopper.${event.shopper}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
