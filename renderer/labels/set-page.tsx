/** One query set: its queries, how far each is graded, and what is known of how well it can be measured. */
import type { LabelQuery, QuerySet } from '@contract';
import { ActionIcon, Badge, Button, Skeleton, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconSearch, IconStars, IconTrash, IconZoomExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useJudge } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { fromQueryPart, setParts } from '../state/query.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { JudgeField } from '../ui/judge-field.tsx';
import { Page, Section } from '../ui/page.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { latestOperation, notifyUndoable } from '../ui/undo.tsx';
import classes from './labels.module.css';

/** As deep as the figures of learning and measuring look. */
const firstResults = 10;

export function SetPage({ setId }: { setId: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const judge = useJudge((state) => state.judge);
  const { data: sets = [] } = useAnswer('labels.sets', {});
  const { data: queries, error } = useAnswer('labels.queries', { setId, judge });
  const { data: coverage = [] } = useAnswer('evaluation.coverage', { setId, k: firstResults });
  const judgedOf = new Map(coverage.map(({ query, judgedAtK }) => [query.id, judgedAtK]));
  const ordered = [...(queries ?? [])].sort((a, b) => (judgedOf.get(a.id) ?? 2) - (judgedOf.get(b.id) ?? 2));
  const next = ordered.find(({ id }) => (judgedOf.get(id) ?? 1) < 1)?.id;
  const set = sets.find((candidate) => candidate.id === setId);
  if (error !== null && queries === undefined) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={() => navigate('/labels')}>{t('labels.back')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  return (
    <Page
      title={set?.name ?? ''}
      lead={
        <Link href="/labels" className={classes.back}>
          <IconArrowLeft size={14} aria-hidden /> {t('labels.back')}
        </Link>
      }
      actions={
        <Button
          leftSection={<IconStars size={16} />}
          disabled={ordered.length === 0}
          onClick={() => navigate(next === undefined ? `/labels/${setId}/grade` : `/labels/${setId}/grade/${next}`)}
        >
          {t('labels.grade')}
        </Button>
      }
    >
      <Section title={t('labels.queriesTitle')} aside={<JudgeField />}>
        {queries === undefined ? (
          <Skeleton height={160} radius="lg" aria-label={t('common.loading')} />
        ) : (
          <>
            <p className={classes.lead}>{t('labels.coverageLead', { k: format.number(firstResults) })}</p>
            <ul className={classes.queries}>
              {ordered.map((query) => (
                <QueryRow
                  key={query.id}
                  setId={setId}
                  query={query}
                  judged={judgedOf.get(query.id)}
                  next={query.id === next}
                />
              ))}
            </ul>
          </>
        )}
      </Section>
      {set === undefined ? null : <MoreQueries key={set.id} set={set} />}
    </Page>
  );
}

interface QueryRowProps {
  readonly setId: number;
  readonly query: LabelQuery;
  /** Share of its first results that anybody graded. */
  readonly judged: number | undefined;
  /** It is the one worth grading next. */
  readonly next: boolean;
}

function QueryRow({ setId, query, judged, next }: QueryRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const remove = async (): Promise<void> => {
    try {
      await command('labels.removeQuery', { setId, queryId: query.id });
      notifyUndoable(t('labels.undoDropped', { name: query.label }), await latestOperation());
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <li className={classes.query}>
      <span className={classes.queryKey}>{query.key}</span>
      <span className={classes.queryNames}>
        <Link href={`/labels/${setId}/grade/${query.id}`} className={classes.queryLabel}>
          {query.label}
        </Link>
        {query.note === '' ? null : <span className={classes.queryNote}>{query.note}</span>}
      </span>
      {next ? (
        <Badge size="sm" variant="light" className={classes.badge ?? ''}>
          {t('labels.gradeNext')}
        </Badge>
      ) : null}
      {judged === undefined ? null : <Coverage share={judged} />}
      <span className={classes.queryCount} data-none={query.mine === 0}>
        {t('labels.mine', { count: query.mine, number: format.number(query.mine) })}
        {query.judgements > query.mine ? (
          <span className={classes.others}>
            {t('labels.others', { number: format.number(query.judgements - query.mine) })}
          </span>
        ) : null}
      </span>
      <Tooltip label={t('labels.tryQuery')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('labels.tryNamed', { name: query.label })}
          onClick={() => {
            setParts(query.parts.map(fromQueryPart));
            navigate('/');
          }}
        >
          <IconSearch size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('labels.dropQuery')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('labels.dropNamed', { name: query.label })}
          onClick={() => void remove()}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function Coverage({ share }: { share: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const judged = Math.round(share * firstResults);
  const label = t('labels.coverage', { judged: format.number(judged), k: format.number(firstResults) });
  return (
    <span className={classes.coverage} title={label}>
      <ShareBar share={share} width={64} good />
      <span className={classes.coverageText}>{label}</span>
    </span>
  );
}

function MoreQueries({ set }: { set: QuerySet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState('');
  const [name, setName] = useState(set.name);
  const texts = text.split('\n').filter((line) => line.trim() !== '');
  const add = async (): Promise<void> => {
    try {
      await command('labels.addQueries', { setId: set.id, texts });
      setText('');
      notifyUndoable(
        t('labels.undoAdded', { count: texts.length, number: format.number(texts.length) }),
        await latestOperation(),
      );
    } catch (error) {
      notifyError(error);
    }
  };
  const rename = (): void => {
    if (name.trim() === '' || name.trim() === set.name) return;
    const wanted = name.trim();
    command('labels.renameSet', { setId: set.id, name: wanted })
      .then(latestOperation)
      .then((operation) =>
        notifyUndoable(t('labels.undoRenamed', { name: wanted }), operation, () => setName(set.name)),
      )
      .catch(notifyError);
  };
  return (
    <Section title={t('labels.change')}>
      <div className={`${classes.panel} ${classes.form}`}>
        <TextInput
          label={t('labels.name')}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
        />
        <Textarea
          label={t('labels.addTexts')}
          description={t('labels.textsHint')}
          rows={3}
          autosize
          maxRows={10}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.dialogActions}>
          <Button variant="default" disabled={texts.length === 0} onClick={() => void add()}>
            {t('labels.addQueries')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
