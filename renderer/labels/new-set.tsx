/** A new query set: typed or pasted, drawn from what was asked in the app, or taken from the file of another tool. */
import type { LabelFormat } from '@contract';
import { Button, Modal, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyDone } from '../state/notify.tsx';
import { FileField } from '../ui/file-field.tsx';
import { latestOperation, notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { GradeScale, isRising, type OtherScale, otherScaleOf } from './grade-scale.tsx';
import classes from './labels.module.css';

type Way = 'typed' | 'history' | 'imported';

export const formats = ['qrels', 'quepid', 'ranx'] as const satisfies readonly LabelFormat[];

interface NewSetProps {
  readonly opened: boolean;
  onClose(): void;
}

export function NewSet({ opened, onClose }: NewSetProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('labels.new')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <NewSetForm onClose={onClose} />
    </Modal>
  );
}

function NewSetForm({ onClose }: Omit<NewSetProps, 'opened'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const [way, setWay] = useState<Way>('typed');
  const [name, setName] = useState('');
  const [pasted, setPasted] = useState(false);
  const [text, setText] = useState('');
  const [history, setHistory] = useState(50);
  const [kind, setKind] = useState<LabelFormat>('qrels');
  const [file, setFile] = useState<File | null>(null);
  const [queries, setQueries] = useState<File | null>(null);
  const { busy, run } = useBusy();
  const [scale, setScale] = useState<OtherScale | null>(null);
  const texts = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const title = name.trim() || (file === null ? t('labels.usualName') : file.name.replace(/\.\w+$/, ''));
  const ready =
    way === 'typed'
      ? texts.length > 0
      : way === 'history'
        ? history > 0
        : file !== null && (scale === null || isRising(scale.from));

  const make = async (): Promise<number> => {
    if (way !== 'imported' || file === null) {
      const origin = way === 'history' ? 'history' : pasted ? 'pasted' : 'typed';
      const content = way === 'history' ? { history } : { texts };
      const { id } = await command('labels.createSet', { name: title, origin, ...content });
      notifyUndoable(t('labels.undoMade', { name: title }), await latestOperation(), gone);
      return id;
    }
    const map = queries === null ? {} : { queries: await queries.text() };
    const params = { format: kind, text: await file.text(), setName: title, judge: judgeName(), ...map };
    const result = await command('labels.import', { ...params, ...(scale === null ? {} : { gradesFrom: scale.from }) });
    const [problem] = result.problems;
    notifyUndoable(
      t('labels.imported', { count: result.judgements, number: format.number(result.judgements) }),
      await latestOperation(),
      gone,
    );
    if (problem !== undefined) {
      const reason = t(`labels.problems.${problem.code}`, { subject: problem.subject });
      const count = result.skipped;
      notifyDone(title, t('labels.skipped', { count, number: format.number(count), reason }));
    }
    return result.setId;
  };
  const gone = (): void => navigate('/labels');
  const save = async (): Promise<void> => {
    await run(async () => {
      const id = await make().catch((error) => {
        const other = otherScaleOf(error);
        if (other === null) throw error;
        setScale(other);
        return null;
      });
      if (id === null) return;
      onClose();
      navigate(`/labels/${id}`);
    });
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('labels.way')}
        value={way}
        onChange={(value) => setWay(value as Way)}
        data={[
          { value: 'typed', label: t('labels.ways.typed') },
          { value: 'history', label: t('labels.ways.history') },
          { value: 'imported', label: t('labels.ways.imported') },
        ]}
      />
      <TextInput
        label={t('labels.name')}
        placeholder={title}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {way === 'typed' ? (
        <Textarea
          label={t('labels.texts')}
          description={t('labels.textsHint')}
          placeholder={t('labels.textsExample')}
          rows={8}
          value={text}
          data-autofocus
          onPaste={() => setPasted(true)}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
      {way === 'history' ? (
        <NumberInput
          label={t('labels.latest')}
          description={t('labels.latestHint')}
          min={1}
          max={1000}
          value={history}
          onChange={(value) => setHistory(Number(value) || 0)}
        />
      ) : null}
      {way === 'history' ? <PastSearches latest={history} /> : null}
      {way === 'imported' ? (
        <>
          <Select
            label={t('labels.format')}
            description={t(`labels.formatHint.${kind}`)}
            allowDeselect={false}
            data={formats.map((value) => ({ value, label: t(`labels.formats.${value}`) }))}
            value={kind}
            onChange={(value) => setKind(formats.find((known) => known === value) ?? 'qrels')}
          />
          <FileField
            label={t('labels.judgementsFile')}
            file={file}
            onChange={(chosen) => {
              setFile(chosen);
              setScale(null);
            }}
          />
          {scale === null ? null : <GradeScale scale={scale} onChange={setScale} />}
          {kind === 'quepid' ? null : (
            <FileField
              label={t('labels.queriesFile')}
              hint={t('labels.queriesHint')}
              file={queries}
              onChange={setQueries}
            />
          )}
        </>
      ) : null}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!ready}>
          {way === 'imported'
            ? t('labels.doImport')
            : way === 'typed' && texts.length > 0
              ? t('labels.makeOf', { count: texts.length, number: format.number(texts.length) })
              : t('labels.make')}
        </Button>
      </div>
    </form>
  );
}

/** At most so many are read out; the set takes as many as were asked for. */
const mostShown = 200;

/** The searches that the set will have, to be looked through before it is made. */
function PastSearches({ latest }: { latest: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const limit = Math.min(mostShown, latest);
  const { data: past } = useAnswer('search.history', limit > 0 ? { limit } : null);
  if (past === undefined) return null;
  if (past.length === 0) return <p className={classes.noPast}>{t('labels.noPast')}</p>;
  return (
    <div className={classes.past}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is gone through with the arrow keys */}
      <ol className={classes.pastList} tabIndex={0} aria-label={t('labels.past')}>
        {past.map(({ id, label, askedAt, found }) => (
          <li key={id}>
            <span>{label}</span>
            <span className={classes.pastFacts}>
              {[...(found === null ? [] : [t('labels.found', { count: found })]), format.since(askedAt)].join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
