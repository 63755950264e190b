/** Writes the file: the same table with what is ticked, as it was, or the catalog in another form. */
import {
  AppError,
  type ChangeSource,
  type ExportFormat,
  exportFormats,
  exportResultSchema,
  type ListingPolicy,
} from '@contract';
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outdate } from '../state/answers.ts';
import { ask, command } from '../state/engine.ts';
import { refreshJobs, useJobs } from '../state/jobs.ts';
import { notifyDone } from '../state/notify.tsx';
import { recountChanges } from '../state/waiting.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './changes.module.css';

interface ExportDialogProps {
  readonly opened: boolean;
  readonly source: ChangeSource;
  readonly merged: ListingPolicy;
  /** What becomes of the addresses of merged listings; null where there are none. */
  readonly redirects: 'own' | 'plain' | null;
  onClose(): void;
}

export function ExportDialog({ opened, source, merged, redirects, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const table = source.kind === 'table';
  const [format, setFormat] = useState<ExportFormat>(table ? 'source' : 'xlsx');
  const [out, setOut] = useState('');
  const [overwrite, setOverwrite] = useState(false);
  const [unchanged, setUnchanged] = useState(false);
  const [vectors, setVectors] = useState(false);
  const { busy, run } = useBusy();
  const write = (): Promise<void> =>
    run(async () => {
      const { jobId } = await command('exchange.export', {
        format,
        sourceId: source.sourceId,
        ...(out.trim() === '' ? {} : { out: out.trim() }),
        overwrite,
        changes: !unchanged,
        vectors,
      });
      refreshJobs();
      const job = await endOf(jobId);
      const result = exportResultSchema.safeParse(job.result).data;
      outdate('exchange.');
      void recountChanges();
      if (result === undefined) return;
      const said =
        result.format === 'source'
          ? t('changes.written', { count: result.cells })
          : t('changes.writtenProducts', { count: result.products });
      const left = result.refused.length > 0 ? t('changes.leftOut', { count: result.refused.length }) : '';
      notifyDone(said, [result.path, result.redirects ?? '', left].filter((part) => part !== '').join('\n'));
      onClose();
    });
  const formats = exportFormats.filter((name) => table || name !== 'source');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('changes.export')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.form}>
        <Select
          label={t('changes.format')}
          description={t(`changes.formatHint.${format}`)}
          allowDeselect={false}
          data={formats.map((name) => ({ value: name, label: t(`changes.formats.${name}`) }))}
          value={format}
          onChange={(value) => setFormat(formats.find((name) => name === value) ?? 'xlsx')}
        />
        <TextInput
          label={t('changes.out')}
          description={t('changes.outHint')}
          placeholder={source.path}
          value={out}
          onChange={(event) => setOut(event.currentTarget.value)}
        />
        {format === 'source' ? (
          <Checkbox
            size="sm"
            label={t('changes.asItWas')}
            checked={unchanged}
            onChange={(event) => setUnchanged(event.currentTarget.checked)}
          />
        ) : null}
        {format === 'source' && redirects !== null && merged !== 'leave' && !unchanged ? (
          <p className={classes.hint}>{t(redirects === 'own' ? 'changes.redirectsOwn' : 'changes.redirectsPlain')}</p>
        ) : null}
        {format === 'jsonl' ? (
          <Checkbox
            size="sm"
            label={t('changes.vectors')}
            checked={vectors}
            onChange={(event) => setVectors(event.currentTarget.checked)}
          />
        ) : null}
        <Checkbox
          size="sm"
          label={t('changes.overwrite')}
          checked={overwrite}
          onChange={(event) => setOverwrite(event.currentTarget.checked)}
        />
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} onClick={() => void write()}>
            {t('changes.write')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** The job once it ended. @throws {AppError} what failed it */
async function endOf(id: number) {
  for (;;) {
    const job = await ask('jobs.get', { id });
    if (job.state !== 'queued' && job.state !== 'running') {
      if (job.error !== null) throw AppError.fromPayload(job.error);
      return job;
    }
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const stop = useJobs.subscribe(done);
      const timer = setTimeout(done, 1000);
    });
  }
}
