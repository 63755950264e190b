/** Many photos looked up at once: a row each, confirmed or corrected by key, counted by product. */
import type { LookupList as Answered, LookupRow, LookupState, ProductSummary } from '@contract';
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconArrowBackUp, IconPhotoCheck } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useLibrary } from '../state/library.ts';
import { type LookupView, useLookups } from '../state/lookups.ts';
import { notifyError } from '../state/notify.tsx';
import { lookForImage } from '../state/query.ts';
import { useActions } from '../ui/actions.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { dialogIsOpen, isTyping } from '../ui/is-typing.ts';
import { Welcome } from '../ui/welcome.tsx';
import { lookupActions } from './actions.ts';
import { Counts } from './counts.tsx';
import { decide, rowKey, undoLast, useDone } from './decide.ts';
import { LookupList } from './lookup-list.tsx';
import classes from './lookups.module.css';
import { Coming, Pickers } from './pickers.tsx';
import { ProductPicker } from './product-picker.tsx';
import { Head } from './table-head.tsx';

export function LookupsPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const { data, error, refetch } = useAnswer('lookups.list', info === null ? null : {});
  const coming = useLookups((state) => state.coming);
  if (info === null) return <Welcome />;
  if (error !== null && data === undefined) return <Failure error={error} onAction={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={200} radius="lg" role="status" aria-label={t('common.loading')} />;
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{t('lookups.title')}</h1>
      {data.photos === 0 && coming === null ? (
        <div className={classes.none}>
          <EmptyState
            icon={<IconPhotoCheck size={30} stroke={1.5} />}
            title={t('lookups.empty')}
            actions={<Pickers large />}
          >
            {t('lookups.emptyText')}
          </EmptyState>
        </div>
      ) : (
        <Desk data={data} />
      )}
    </div>
  );
}

const filters = ['all', 'check', 'confirmed', 'none', 'failed', 'waiting'] as const;

function Desk({ data }: { data: Answered }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { view, filter, current } = useLookups();
  const [correcting, setCorrecting] = useState<LookupRow | null>(null);
  const done = useDone((state) => state.done);
  const products = useMemo(() => new Map(data.products.map((product) => [product.id, product])), [data.products]);
  const rows = filter === 'all' ? data.rows : data.rows.filter(({ state }) => state === filter);
  const at = rows.findIndex((row) => rowKey(row) === current);
  const row = rows[at];
  // There is always a row at hand for the keys.
  const first = rows[0] === undefined ? null : rowKey(rows[0]);
  useEffect(() => {
    if (at < 0 && first !== null) useLookups.setState({ current: first });
  }, [at, first]);
  const goTo = (next: LookupRow | undefined): void => {
    if (next !== undefined) useLookups.setState({ current: rowKey(next) });
  };
  const decided = async (which: LookupRow, shows: number | 'none', title: string): Promise<void> => {
    // What is to be checked comes next, below first.
    const index = rows.findIndex((other) => rowKey(other) === rowKey(which));
    const next = rows.slice(index + 1).find(({ state }) => state === 'check') ?? rows[index + 1] ?? rows[index - 1];
    if (await decide(which, shows, `${which.name}: ${title}`)) goTo(next);
  };
  const choose = (which: LookupRow, candidate: number): void => {
    const product = products.get(which.candidates[candidate]?.productId ?? -1);
    if (product !== undefined) void decided(which, product.id, product.title);
  };
  const takeBack = (which: LookupRow): void => void decide(which, null, which.name);
  const none = (which: LookupRow): void => void decided(which, 'none', t('lookups.states.none'));
  useActions(lookupActions, {
    open: view === 'photos' && row !== undefined && row.state !== 'failed' && row.state !== 'waiting',
    candidates: row?.candidates.length ?? 0,
    canUndo: done.length > 0,
    choose: (candidate) => row !== undefined && choose(row, candidate),
    none: () => row !== undefined && none(row),
    correct: () => row !== undefined && setCorrecting(row),
    takeBack: () => row !== undefined && takeBack(row),
    undo: () => void undoLast(),
    step: (by) => goTo(rows[Math.min(rows.length - 1, Math.max(0, at + by))]),
  });
  useWindowEvent('keydown', (event) => {
    if (event.key !== 'Enter' || event.repeat || view !== 'photos' || row === undefined || !isForRow(event)) return;
    event.preventDefault();
    if (row.state === 'check') choose(row, 0);
    else if (row.state === 'none' && !row.saidNone) none(row);
    else goTo(rows[at + 1]);
  });
  const last = done.at(-1);
  return (
    <>
      <Head data={data} />
      <Coming />
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('lookups.view')}
          value={view}
          data={[
            { value: 'photos', label: t('lookups.views.photos') },
            { value: 'products', label: t('lookups.views.products') },
          ]}
          onChange={(value) => useLookups.setState({ view: value as LookupView })}
        />
        {view === 'products' ? null : (
          <fieldset className={classes.filters} aria-label={t('lookups.filter')}>
            {filters.map((name) => (
              <Filter key={name} name={name} rows={data.rows} active={filter === name} />
            ))}
          </fieldset>
        )}
        <span className={classes.spacer} />
        {last === undefined ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconArrowBackUp size={15} />}
            title={last.words}
            onClick={() => void undoLast()}
          >
            {t('lookups.undo')}
          </Button>
        )}
      </div>
      {view === 'products' ? (
        <Counts counts={data.counts} products={products} />
      ) : rows.length === 0 ? (
        <p className={classes.nothing}>{t('lookups.noneSuch')}</p>
      ) : (
        <div className={classes.fill}>
          <LookupList
            rows={rows}
            products={products}
            current={current}
            onCurrent={goTo}
            onChoose={choose}
            onNone={none}
            onCorrect={setCorrecting}
            onTakeBack={takeBack}
            onSearch={searchWith}
            onRemove={({ photoId }) =>
              void command('lookups.remove', { photoId }).then(() => outdate('lookups.'), notifyError)
            }
          />
        </div>
      )}
      {view === 'photos' ? <p className={classes.keys}>{t('lookups.keys')}</p> : null}
      <span className={classes.hidden} role="status">
        {t('lookups.summary', { photos: format.number(data.photos), rows: format.number(data.rows.length) })}
      </span>
      <ProductPicker
        name={correcting?.name ?? null}
        onClose={() => setCorrecting(null)}
        onPick={(product: ProductSummary) => {
          if (correcting !== null) void decided(correcting, product.id, product.title);
          setCorrecting(null);
        }}
      />
    </>
  );
}

/** Buttons, links and fields have a use for Enter themselves. */
function isForRow({ target }: KeyboardEvent): boolean {
  const uses = target instanceof Element && target.closest('button, a, input, [role="menu"]') !== null;
  return !uses && !isTyping(target) && !dialogIsOpen();
}

function searchWith({ image, name, region }: LookupRow): void {
  const hash = image?.replace(/^query\//, '');
  if (hash === undefined) return;
  lookForImage({ hash, name, region: region ?? undefined });
  navigate('/');
}

interface FilterProps {
  readonly name: LookupState | 'all';
  readonly rows: readonly LookupRow[];
  readonly active: boolean;
}

function Filter({ name, rows, active }: FilterProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = name === 'all' ? rows.length : rows.filter(({ state }) => state === name).length;
  if (count === 0 && name === 'waiting' && !active) return null;
  return (
    <button
      type="button"
      className={classes.filter}
      aria-pressed={active}
      onClick={() => useLookups.setState({ filter: name })}
    >
      {name === 'all' ? t('lookups.all') : t(`lookups.states.${name}`)} <span>{format.number(count)}</span>
    </button>
  );
}
