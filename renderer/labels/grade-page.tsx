/** The labelling mode: the query, one product large, four grades, and the pool that is left. */
import type { LabelHit } from '@contract';
import { Button, Loader, SegmentedControl, Switch, Textarea } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck, IconZoomExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { type Action, useActions } from '../ui/actions.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { GradeBadge, GradePicker } from '../ui/grade-picker.tsx';
import { JudgeField } from '../ui/judge-field.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { LargePhoto } from '../ui/large-photo.tsx';
import { Photo } from '../ui/photo.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { gradingActions, noteId } from './actions.ts';
import classes from './grade-page.module.css';
import { type Pool, type PoolOrder, usePool } from './pool.ts';

interface PoolProps {
  readonly pool: Pool;
  readonly actions: Readonly<Record<keyof typeof gradingActions, Action>>;
}

export function GradePage({ setId, queryId }: { setId: number; queryId: number | null }) {
  const { t } = useTranslation();
  const [unratedOnly, setUnratedOnly] = useState(true);
  const [order, setOrder] = useState<PoolOrder>('random');
  const pool = usePool(setId, queryId, unratedOnly, order);
  const actions = useActions(gradingActions, pool);
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
      <Body setId={setId} pool={pool} actions={actions} />
    </section>
  );
}

function Progress({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { head, status } = pool.state;
  const total = head?.queriesTotal ?? 0;
  if (status === 'loading' && total === 0) return null;
  const through = total - (head?.queriesLeft ?? 0);
  return (
    <span className={classes.progress} role="status">
      <ShareBar share={total === 0 ? 1 : through / total} width={110} good />
      {t('grading.progress', { done: format.number(through), total: format.number(total) })}
    </span>
  );
}

function Body({ setId, pool, actions }: PoolProps & { readonly setId: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { error, status, head } = pool.state;
  if (error !== null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={() => pool.retry()}>{t('common.retry')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  if (status === 'loading' || head === null) {
    return (
      <div className={classes.waiting}>
        <Loader size="sm" role="status" aria-label={t('common.loading')} />
      </div>
    );
  }
  const { query } = head;
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
  const hit = pool.current;
  return (
    <div className={classes.desk}>
      <div className={classes.left}>
        {hit === undefined ? <QueryDone actions={actions} /> : <Stage hit={hit} pool={pool} />}
      </div>
      <aside className={classes.side} aria-label={t('grading.pool')}>
        <p className={classes.asked}>{t('grading.question')}</p>
        <h1 className={classes.query}>{query.label}</h1>
        <PoolGrid pool={pool} />
        <Note key={query.id} queryId={query.id} note={query.note} />
        <div className={classes.actions}>
          <KeyButton action={actions.nextQuery} variant="default" />
          <KeyButton action={actions.undo} variant="subtle" color="gray" disabled={pool.state.steps.length === 0} />
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
      <GradePicker size="large" name={hit.title} grade={hit.grade} onGrade={(grade) => pool.grade(grade)} />
    </>
  );
}

function QueryDone({ actions }: Pick<PoolProps, 'actions'>) {
  const { t } = useTranslation();
  return (
    <div className={classes.done}>
      <EmptyState
        icon={<IconCircleCheck size={30} stroke={1.5} />}
        title={t('grading.queryDone')}
        actions={<KeyButton action={actions.nextQuery} />}
      >
        {t('grading.queryDoneText')}
      </EmptyState>
    </div>
  );
}

function PoolGrid({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const { items, at } = pool.state;
  const graded = items.filter((hit) => hit.grade !== null).length;
  return (
    <>
      <p className={classes.count} role="status">
        {t('grading.ofPool', { graded, total: items.length })}
      </p>
      <ol className={classes.pool}>
        {items.map((hit) => (
          <li key={hit.id}>
            <button
              type="button"
              className={classes.cell}
              aria-current={pool.keyOf(hit) === at ? 'step' : undefined}
              aria-label={hit.title}
              data-sku={hit.sku}
              onClick={() => pool.select(hit)}
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
