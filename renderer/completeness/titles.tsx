/** Titles of a kind by a pattern: what it would make of each, to be taken over for those that are ticked. */
import type { TitleDispute, TitleProposal } from '@contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { Photo } from '../ui/photo.tsx';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { useKindName } from './check-name.ts';
import classes from './completeness.module.css';

/** As many as one step of undo takes. */
const atOnce = 2000;
const shown = 200;
const pause = 300;

export function Titles({ kind }: { kind: string }) {
  const { data: rule } = useAnswer('completeness.rule', { kind });
  const { t } = useTranslation();
  if (rule === undefined) return <div role="status" aria-label={t('common.loading')} />;
  return <Workbench kind={kind} stored={rule.pattern} proposed={rule.proposedPattern} />;
}

interface WorkbenchProps {
  readonly kind: string;
  readonly stored: string | null;
  readonly proposed: string | null;
}

function Workbench({ kind, stored, proposed }: WorkbenchProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const kindName = useKindName();
  const { busy, run } = useBusy();
  const [written, setWritten] = useState(stored ?? proposed ?? '{rest}');
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [asked] = useDebouncedValue(written.trim(), pause);
  const { data, error } = useAnswer(
    'completeness.titles',
    asked === '' ? null : { kind, pattern: asked, limit: atOnce },
  );
  const items = error === null && asked !== '' ? (data?.items ?? []) : [];
  const disputes = items.length > 0 || error === null ? (data?.disputes ?? []) : [];
  const chosen = items.filter(({ product }) => !left.has(product.id));
  const renew = (): void => outdate('completeness.');
  const apply = (): void =>
    void run(async () => {
      const edits = chosen.map(({ product, title }) => ({
        productId: product.id,
        field: 'title' as const,
        value: title,
      }));
      const { operation, products } = await command('exchange.edit', { edits, by: judgeName() });
      notifyUndoable(t('completeness.titled', { count: products }), operation, renew, kindName(kind));
      renew();
    });
  const keep = (pattern: string | null): void =>
    void run(async () => {
      const { operation } = await command('completeness.setRule', { kind, pattern, by: judgeName() });
      notifyUndoable(
        t(pattern === null ? 'completeness.patternGone' : 'completeness.patternKept'),
        operation,
        renew,
        kindName(kind),
      );
      renew();
    });
  const toggle = (id: number): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return (
    <>
      <div className={classes.pattern}>
        <TextInput
          label={t('completeness.pattern')}
          description={t(
            stored === null && proposed !== null && written === proposed
              ? 'completeness.patternProposed'
              : 'completeness.patternHint',
          )}
          error={error === null ? null : error.message}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        <div className={classes.checks} role="toolbar" aria-label={t('completeness.fields')}>
          {['rest', ...(data?.fields ?? [])].map((field) => (
            <Button
              key={field}
              size="compact-xs"
              variant="default"
              disabled={field !== 'rest' && written.includes(`{${field}}`)}
              onClick={() => setWritten(`${written.trim()} {${field}}`.trim())}
            >
              {field === 'rest' ? t('completeness.rest') : groupName(field)}
            </Button>
          ))}
        </div>
      </div>
      {data !== undefined && error === null && items.length + disputes.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={28} stroke={1.5} />} title={t('completeness.allFollow')}>
          {t('completeness.follow', { count: data.follow })}
        </EmptyState>
      ) : (
        <ul className={classes.products}>
          {items.slice(0, shown).map((item) => (
            <Row
              key={item.product.id}
              item={item}
              chosen={!left.has(item.product.id)}
              onToggle={() => toggle(item.product.id)}
            />
          ))}
          {items.length > shown ? (
            <li className={classes.more}>
              {t('completeness.moreTitles', {
                count: items.length - shown,
                number: format.number(items.length - shown),
              })}
            </li>
          ) : null}
          {disputes.length === 0 ? null : (
            <li className={classes.line}>{t('completeness.disputed', { count: data?.disputed ?? 0 })}</li>
          )}
          {disputes.map((dispute) => (
            <DisputeRow key={`${dispute.product.id} ${dispute.field}`} dispute={dispute} />
          ))}
        </ul>
      )}
      <div className={classes.answers}>
        <Button
          size="sm"
          loading={busy}
          disabled={chosen.length === 0}
          leftSection={<IconCheck size={16} />}
          onClick={apply}
        >
          {t('completeness.apply', { count: chosen.length, number: format.number(chosen.length) })}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={busy || error !== null || asked === '' || asked === stored}
          onClick={() => keep(asked)}
        >
          {t('completeness.keep')}
        </Button>
        {stored === null ? null : (
          <Button size="sm" variant="default" disabled={busy} onClick={() => keep(null)}>
            {t('completeness.unkeep')}
          </Button>
        )}
        <span className={classes.hint} role="status">
          {data === undefined || error !== null ? '' : t('completeness.follow', { count: data.follow })}
        </span>
      </div>
    </>
  );
}

function Row({ item, chosen, onToggle }: { item: TitleProposal; chosen: boolean; onToggle(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const { product, title, unknown, lost } = item;
  const notes = [
    lost === '' ? '' : t('completeness.lost', { words: lost }),
    unknown.length === 0 ? '' : t('completeness.unknown', { what: format.list(unknown.map(groupName)) }),
  ].filter((note) => note !== '');
  return (
    <li className={classes.product}>
      <Checkbox size="xs" checked={chosen} aria-label={title} onChange={onToggle} />
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" />
      <div className={classes.titles}>
        <span className={classes.before}>{product.title}</span>
        <span className={classes.after}>{title}</span>
        {notes.length === 0 ? null : <span className={classes.note}>{notes.join(' · ')}</span>}
      </div>
    </li>
  );
}

/** Which of the two is wrong, the title or the tag, is a person's to say. */
function DisputeRow({ dispute: { product, field, says, known } }: { dispute: TitleDispute }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  return (
    <li className={classes.product}>
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" />
      <button type="button" className={classes.about} onClick={() => navigate(`/product/${product.id}`)}>
        <span className={classes.title}>{product.title}</span>
        <span className={classes.note}>
          {t('completeness.dispute', { says, field: groupName(field), known: format.list(known) })}
        </span>
      </button>
    </li>
  );
}
