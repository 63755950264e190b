/** The labelling mode: the query, one product large, four grades, and the pool that is left. */
import type { LabelHit } from '@contract';
import { Button, Loader, SegmentedControl, Switch, Textarea } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowRight,
  IconCircleCheck,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { GradeBadge, GradePicker, gradeOfKey } from '../ui/grade-picker.tsx';
import { isTyping } from '../ui/is-typing.ts';
import { JudgeField } from '../ui/judge-field.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { LargePhoto } from '../ui/large-photo.tsx';
import { Photo } from '../ui/photo.tsx';
import classes from './grade-page.module.css';
import { type Pool, type PoolOrder, usePool } from './use-pool.ts';

const noteId = 'query-note';

export function GradePage({ setId, queryId }: { setId: number; queryId: number | null }) {
  const { t } = useTranslation();
  const [unratedOnly, setUnratedOnly] = useState(true);
  const [order, setOrder] = useState<PoolOrder>('random');
  const pool = usePool(setId, queryId, { unratedOnly, order });
  useGradeKeys(pool);
  return (
    <section className={classes.page} aria-label={t('labels.grade')}>
      <div className={classes.bar}>
        <Link href={`/labels/${setId}`} className={classes.back}>
          <IconArrowLeft size={15} aria-hidden /> {t('labels.backToSet')}
        </Link>
        <Progress pool={pool} />
        <span className={classes.spacer} />
        <Switch
          size="xs"
          label={t('grading.unratedOnly')}
          checked={unratedOnly}
          onChange={(event) => setUnratedOnly(event.currentTarget.checked)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('grading.order')}
          value={order}
          onChange={(value) => setOrder(value === 'feedback' ? 'feedback' : 'random')}
          data={[
            { value: 'random', label: t('grading.orders.random') },
            { value: 'feedback', label: t('grading.orders.feedback') },
          ]}
        />
        <JudgeField />
      </div>
      <Body setId={setId} pool={pool} />
    </section>
  );
}

function Progress({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (pool.query === undefined && pool.queriesTotal === 0) return null;
  const through = pool.queriesTotal - pool.queriesLeft;
  return (
    <span className={classes.progress} role="status">
      <span className={classes.track} aria-hidden>
        <span style={{ width: `${pool.queriesTotal === 0 ? 100 : (through / pool.queriesTotal) * 100}%` }} />
      </span>
      {t('grading.progress', { done: format.number(through), total: format.number(pool.queriesTotal) })}
    </span>
  );
}

function Body({ setId, pool }: { setId: number; pool: Pool }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { query, error } = pool;
  if (error !== null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={pool.retry}>{t('common.retry')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  if (query === undefined) {
    return (
      <div className={classes.waiting}>
        <Loader size="sm" role="status" aria-label={t('common.loading')} />
      </div>
    );
  }
  if (query === null) {
    return (
      <EmptyState
        icon={<IconCircleCheck size={30} stroke={1.5} />}
        title={t('grading.allDone')}
        actions={
          <>
            <Button onClick={() => navigate('/learning')}>{t('grading.toLearning')}</Button>
            <Button variant="default" onClick={() => navigate(`/labels/${setId}`)}>
              {t('labels.backToSet')}
            </Button>
          </>
        }
      >
        {t('grading.allDoneText')}
      </EmptyState>
    );
  }
  const hit = pool.hits[pool.index];
  return (
    <div className={classes.desk}>
      <div className={classes.left}>
        {hit === undefined ? <QueryDone pool={pool} /> : <Stage hit={hit} pool={pool} />}
      </div>
      <aside className={classes.side} aria-label={t('grading.pool')}>
        <p className={classes.asked}>{t('grading.question')}</p>
        <h1 className={classes.query}>{query.label}</h1>
        <PoolGrid pool={pool} />
        <Note key={query.id} queryId={query.id} note={query.note} />
        <div className={classes.actions}>
          <KeyButton shortcut="N" variant="default" leftSection={<IconArrowRight size={16} />} onClick={pool.nextQuery}>
            {t('grading.nextQuery')}
          </KeyButton>
          <KeyButton
            shortcut="U"
            variant="subtle"
            color="gray"
            leftSection={<IconArrowBackUp size={16} />}
            disabled={!pool.canUndo}
            onClick={pool.undo}
          >
            {t('common.undo')}
          </KeyButton>
        </div>
      </aside>
    </div>
  );
}

function Stage({ hit, pool }: { hit: LabelHit; pool: Pool }) {
  return (
    <>
      <LargePhoto image={hit.image} alt={hit.title} />
      <div className={classes.caption}>
        <h2 className={classes.title}>{hit.title}</h2>
        <span className={classes.facts}>{hit.tags.map((tag) => tag.name).join(' · ')}</span>
      </div>
      <GradePicker size="large" name={hit.title} grade={hit.grade} onGrade={pool.grade} />
    </>
  );
}

function QueryDone({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  return (
    <div className={classes.done}>
      <EmptyState
        icon={<IconCircleCheck size={30} stroke={1.5} />}
        title={t('grading.queryDone')}
        actions={
          <KeyButton shortcut="N" leftSection={<IconArrowRight size={16} />} onClick={pool.nextQuery}>
            {t('grading.nextQuery')}
          </KeyButton>
        }
      >
        {t('grading.queryDoneText')}
      </EmptyState>
    </div>
  );
}

function PoolGrid({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const graded = pool.hits.filter((hit) => hit.grade !== null).length;
  return (
    <>
      <p className={classes.count} role="status">
        {t('grading.ofPool', { graded, total: pool.hits.length })}
      </p>
      <ol className={classes.pool}>
        {pool.hits.map((hit, place) => (
          <li key={hit.id}>
            <button
              type="button"
              className={classes.cell}
              aria-current={place === pool.index ? 'step' : undefined}
              aria-label={hit.title}
              data-sku={hit.sku}
              onClick={() => pool.go(place)}
            >
              <Photo fit="tile" className={classes.cellPhoto} src={hit.image?.thumb} alt="" eager />
              {hit.grade === null ? null : (
                <span className={classes.cellBadge}>
                  <GradeBadge grade={hit.grade} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function Note({ queryId, note }: { queryId: number; note: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(note);
  const save = (): void => {
    if (text !== note) command('labels.noteQuery', { queryId, note: text }).catch(notifyError);
  };
  return (
    <Textarea
      id={noteId}
      size="xs"
      label={t('grading.note')}
      placeholder={t('grading.noteHint')}
      autosize
      minRows={1}
      maxRows={4}
      maxLength={2000}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function useGradeKeys(pool: Pool): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      const grade = gradeOfKey(event.key);
      const hit = pool.hits[pool.index];
      const act = grade !== undefined && hit !== undefined ? () => pool.grade(grade) : actionOfKey(event.key, pool);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [pool]);
}

function actionOfKey(key: string, pool: Pool): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => pool.go(pool.index - 1);
    case 'ArrowRight':
      return () => pool.go(pool.index + 1);
    case 'n':
      return pool.nextQuery;
    case 'u':
      return pool.undo;
    case 't':
      return () => document.getElementById(noteId)?.focus();
    default:
      return undefined;
  }
}
