/** What is known of shoppers, from which files, what of it found no product, and how it can be taken out again. */
import type { EventSummary } from '@contract';
import { Button, Select, Table, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useJobs } from '../state/jobs.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Figure, Figures } from '../ui/figures.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { useLeftOutText } from './left-out-text.ts';
import classes from './library.module.css';

const retentions = [90, 180, 365, 730, 1095] as const;
const shownUnmatched = 50;

export function KeptBehaviour({ summary }: { summary: EventSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const jobs = useJobs((state) => state.jobs).filter(({ kind, state }) => kind === 'events' && state !== 'done');
  const [removing, setRemoving] = useState<EventSummary['files'][number] | null>(null);
  const { first, last, products, robots } = summary;
  return (
    <>
      {jobs.length === 0 ? null : (
        <div className={classes.jobs}>
          {jobs.slice(0, 3).map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </div>
      )}
      {summary.events === 0 ? null : (
        <Section title={t('behaviour.known')}>
          <div className={classes.panel}>
            <Figures className={classes.counts}>
              <Figure name={t('behaviour.events')} value={format.number(summary.events)} />
              <Figure name={t('behaviour.shoppers')} value={format.number(summary.shoppers)} />
              <Figure name={t('behaviour.matched')} value={format.number(products.matched)} />
              <Figure
                name={t('behaviour.unmatched')}
                value={format.number(products.unmatched)}
                tone={products.unmatched > 0 ? 'warn' : undefined}
              />
            </Figures>
          </div>
          {first === null || last === null ? null : (
            <p className={classes.prices}>{t('behaviour.span', { from: format.day(first), to: format.day(last) })}</p>
          )}
          {robots.shoppers === 0 ? null : (
            <Notice>{t('behaviour.robots', { count: robots.shoppers, events: format.number(robots.events) })}</Notice>
          )}
        </Section>
      )}
      {summary.files.length === 0 ? null : (
        <Section title={t('behaviour.files')}>
          <ul className={classes.sources}>
            {summary.files.map((file) => (
              <li key={file.id} className={classes.source}>
                <span className={classes.sourceNames}>
                  <span className={classes.sourceName}>{file.name}</span>
                  <FileFacts file={file} />
                </span>
                <IconButton label={t('behaviour.remove', { name: file.name })} onClick={() => setRemoving(file)}>
                  <IconTrash size={17} />
                </IconButton>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {products.unmatched === 0 ? null : <Unmatched />}
      <Privacy summary={summary} />
      <ConfirmDialog
        opened={removing !== null}
        title={t('behaviour.removeTitle')}
        text={t('behaviour.removeText')}
        subject={removing?.name}
        action={t('behaviour.removeAction')}
        onConfirm={async () => {
          if (removing !== null) await command('events.remove', { fileId: removing.id });
        }}
        onClose={() => setRemoving(null)}
      />
    </>
  );
}

function FileFacts({ file: { form, importedAt, result } }: { file: EventSummary['files'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOutText = useLeftOutText();
  const facts = [
    t(`behaviour.forms.${form}`),
    format.date(importedAt),
    ...(result === null
      ? []
      : [
          t('behaviour.added', { count: result.added }),
          ...(result.known > 0 ? [t('behaviour.knownBefore', { count: result.known })] : []),
          ...(result.withdrawn > 0 ? [t('behaviour.withdrawn', { count: result.withdrawn })] : []),
          ...(result.returned > 0 ? [t('behaviour.returned', { count: result.returned })] : []),
        ]),
  ];
  return (
    <>
      <span className={classes.sourceFacts}>{facts.join(' · ')}</span>
      {result === null || result.leftOut.length === 0 ? null : (
        <span className={classes.leftOut}>{result.leftOut.map(leftOutText).join(' ')}</span>
      )}
    </>
  );
}

function Unmatched() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useAnswer('events.unmatched', { limit: shownUnmatched });
  if (data === undefined || data.total === 0) return null;
  return (
    <Section title={t('behaviour.unmatchedTitle', { count: data.total })}>
      <p className={classes.prices}>{t('behaviour.unmatchedText')}</p>
      <div className={classes.columns}>
        <Table verticalSpacing={7} horizontalSpacing="md">
          <Table.Tbody>
            {data.items.map(({ sku, barcode, url, title, events }) => (
              <Table.Tr key={JSON.stringify([sku, barcode, url, title])}>
                <Table.Td fw={550}>{[sku, barcode, url].find((name) => name !== '') ?? ''}</Table.Td>
                <Table.Td>{title}</Table.Td>
                <Table.Td ta="right">
                  {events === null
                    ? t('behaviour.few')
                    : t('behaviour.times', { count: events, n: format.number(events) })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}

function Privacy({ summary: { hasKey, retentionDays, events } }: { summary: EventSummary }) {
  const { t } = useTranslation();
  const [customer, setCustomer] = useState('');
  const [throwing, setThrowing] = useState(false);
  const forget = (event: FormEvent): void => {
    event.preventDefault();
    command('events.forget', { customer }).then(({ removed }) => {
      notifyDone(t('behaviour.forgotten'), t('behaviour.forgottenText', { count: removed }));
      setCustomer('');
    }, notifyError);
  };
  const keep = (value: string | null): void => {
    const days = value === null || value === 'always' ? null : Number(value);
    command('events.setRetention', { days }).then(({ removed }) => {
      if (removed > 0) notifyDone(t('behaviour.keep'), t('behaviour.forgottenText', { count: removed }));
    }, notifyError);
  };
  const days = [...new Set([...retentions, ...(retentionDays === null ? [] : [retentionDays])])].sort((a, b) => a - b);
  return (
    <Section title={t('behaviour.privacy')}>
      <div className={classes.panel}>
        <p className={classes.privacyText}>{t('behaviour.privacyText')}</p>
        <div className={classes.privacy}>
          <Select
            label={t('behaviour.keep')}
            allowDeselect={false}
            value={retentionDays === null ? 'always' : String(retentionDays)}
            data={[
              { value: 'always', label: t('behaviour.keepAlways') },
              ...days.map((count) => ({ value: String(count), label: t('behaviour.keepDays', { count }) })),
            ]}
            onChange={keep}
          />
          <form className={classes.forget} onSubmit={forget}>
            <TextInput
              label={t('behaviour.forget')}
              placeholder={t('behaviour.forgetHint')}
              value={customer}
              disabled={!hasKey}
              onChange={(event) => setCustomer(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!hasKey || customer.trim() === ''}>
              {t('behaviour.forgetAction')}
            </Button>
          </form>
        </div>
        {hasKey ? (
          <Button variant="subtle" color="red" size="compact-sm" mt="sm" onClick={() => setThrowing(true)}>
            {t('behaviour.throwKey')}
          </Button>
        ) : events === 0 ? null : (
          <p className={classes.privacyText}>{t('behaviour.noKey')}</p>
        )}
      </div>
      <ConfirmDialog
        opened={throwing}
        title={t('behaviour.throwKey')}
        text={t('behaviour.throwKeyText')}
        action={t('behaviour.throwKeyAction')}
        onConfirm={async () => {
          await command('events.forgetKey', {});
        }}
        onClose={() => setThrowing(false)}
      />
    </Section>
  );
}
