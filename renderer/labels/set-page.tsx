/** One query set: its queries, how far each is graded, and what is known of how well it can be measured. */
import type { LabelQuery, QuerySet } from '@contract';
import { ActionIcon, Button, Skeleton, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconSearch, IconStars, IconTrash, IconZoomExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { useJudge } from '../state/judge.ts';
import { fromQueryPart, setParts } from '../state/query.ts';
import { useAsk } from '../state/use-ask.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { notifyError } from '../ui/notify.tsx';
import { Page, Section } from '../ui/page.tsx';
import { JudgeField } from './judge-field.tsx';
import classes from './labels.module.css';

export function SetPage({ setId }: { setId: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const judge = useJudge((state) => state.judge);
  const sets = useAsk('labels.sets', {}, ['labels.changed']);
  const queries = useAsk('labels.queries', { setId, judge }, ['labels.changed']);
  const set = sets.data?.find((candidate) => candidate.id === setId);
  if (queries.error !== null && queries.data === null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${queries.error.code}`)}
        actions={<Button onClick={() => navigate('/labels')}>{t('labels.back')}</Button>}
      >
        {queries.error.message}
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
          disabled={(queries.data ?? []).length === 0}
          onClick={() => navigate(`/labels/${setId}/grade`)}
        >
          {t('labels.grade')}
        </Button>
      }
    >
      <Section title={t('labels.queriesTitle')} aside={<JudgeField />}>
        {queries.data === null ? (
          <Skeleton height={160} radius="lg" aria-label={t('common.loading')} />
        ) : (
          <ul className={classes.queries}>
            {queries.data.map((query) => (
              <QueryRow key={query.id} setId={setId} query={query} onChanged={queries.reload} />
            ))}
          </ul>
        )}
      </Section>
      {set === undefined ? null : <MoreQueries key={set.id} set={set} onChanged={queries.reload} />}
    </Page>
  );
}

function QueryRow({ setId, query, onChanged }: { setId: number; query: LabelQuery; onChanged(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const remove = async (): Promise<void> => {
    try {
      await command('labels.removeQuery', { setId, queryId: query.id });
      onChanged();
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

function MoreQueries({ set, onChanged }: { set: QuerySet; onChanged(): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [name, setName] = useState(set.name);
  const texts = text.split('\n').filter((line) => line.trim() !== '');
  const add = async (): Promise<void> => {
    try {
      await command('labels.addQueries', { setId: set.id, texts });
      setText('');
      onChanged();
    } catch (error) {
      notifyError(error);
    }
  };
  const rename = (): void => {
    if (name.trim() === '' || name.trim() === set.name) return;
    command('labels.renameSet', { setId: set.id, name: name.trim() }).catch(notifyError);
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
