/** Many photos looked up at once: a row each, confirmed or corrected by key, counted by product. */
import type { LookupList as Answered, LookupRow, LookupState, ProductSummary } from '@contract';
import { Button, Menu, Progress, SegmentedControl, Skeleton, Switch } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconDeviceMobile,
  IconDots,
  IconDownload,
  IconFolder,
  IconPhotoCheck,
  IconPhotoPlus,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useActiveJob } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { type LookupView, lookUpPhotos, photosOf, stopComing, useLookups } from '../state/lookups.ts';
import { notifyError } from '../state/notify.tsx';
import { openPhone } from '../state/phone.ts';
import { lookForImage } from '../state/query.ts';
import { useActions } from '../ui/actions.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { dialogIsOpen, isTyping } from '../ui/is-typing.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { saveText } from '../ui/save-text.ts';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import { lookupActions } from './actions.ts';
import { Counts } from './counts.tsx';
import { decide, rowKey, undoLast, useDone } from './decide.ts';
import { LookupList } from './lookup-list.tsx';
import classes from './lookups.module.css';
import { ProductPicker } from './product-picker.tsx';

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

function Head({ data }: { data: Answered }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const [emptying, setEmptying] = useState(false);
  const again = (params: { parts?: boolean; anew?: boolean }): Promise<void> =>
    run(async () => {
      await command('lookups.run', params);
      outdate('lookups.');
    });
  const save = (of: 'photos' | 'products'): void =>
    void run(async () => {
      const { text } = await command('lookups.table', { of });
      saveText(of === 'photos' ? 'photos.csv' : 'counts.csv', 'text/csv', text);
    });
  return (
    <header className={classes.header}>
      <h2 className={classes.title}>{t('lookups.title')}</h2>
      <Pickers />
      <Switch
        size="sm"
        label={t('lookups.parts')}
        title={t('lookups.partsHint')}
        checked={data.parts}
        disabled={busy}
        onChange={(event) => void again({ parts: event.currentTarget.checked })}
      />
      <span className={classes.spacer} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconDownload size={15} />}>
            {t('lookups.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => save('photos')}>{t('lookups.exportPhotos')}</Menu.Item>
          <Menu.Item onClick={() => save('products')}>{t('lookups.exportProducts')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t('lookups.moreDeeds')} size="md">
            <IconDots size={17} stroke={1.7} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => void again({ anew: true })}>
            {t('lookups.again')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => setEmptying(true)}>
            {t('lookups.clear')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={emptying}
        title={t('lookups.clear')}
        text={t('lookups.clearText')}
        action={t('lookups.clearDo')}
        onClose={() => setEmptying(false)}
        onConfirm={async () => {
          await command('lookups.remove', {});
          useDone.setState({ done: [] });
          useLookups.setState({ filter: 'all', view: 'photos', current: null });
          outdate('lookups.');
        }}
      />
      <Progressing data={data} onGoOn={() => void again({})} />
    </header>
  );
}

/** The job at work; or that it was stopped, and the way to go on. */
function Progressing({ data, onGoOn }: { data: Answered; onGoOn(): void }) {
  const { t } = useTranslation();
  const job = useActiveJob(({ kind }) => kind === 'lookup');
  const coming = useLookups((state) => state.coming);
  const waiting = data.rows.filter(({ state }) => state === 'waiting').length;
  if (job !== undefined) {
    return (
      <div className={classes.progress}>
        <JobProgress job={job} title={t('jobs.kind.lookup')} step={t('lookups.left', { count: waiting })} />
      </div>
    );
  }
  if (waiting === 0 || coming !== null) return null;
  return (
    <div className={classes.stopped} role="status">
      {t('lookups.stopped', { count: waiting })}
      <Button size="compact-sm" leftSection={<IconPlayerPlay size={14} />} onClick={onGoOn}>
        {t('lookups.goOn')}
      </Button>
    </div>
  );
}

/** Photos that are still being handed over. */
function Coming() {
  const { t } = useTranslation();
  const coming = useLookups((state) => state.coming);
  if (coming === null || coming.total < 2) return null;
  const { done, total } = coming;
  return (
    <div className={classes.coming} role="status">
      <span>{t('lookups.coming', { done, count: total })}</span>
      <Progress
        className={classes.comingBar}
        value={(100 * done) / total}
        size="sm"
        aria-label={t('lookups.comingBar')}
      />
      <Button size="compact-sm" variant="default" onClick={stopComing}>
        {t('jobs.cancel')}
      </Button>
    </div>
  );
}

function Pickers({ large = false }: { large?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Picker label={t('lookups.pick')} icon={<IconPhotoPlus size={large ? 17 : 15} />} large={large} />
      <Picker label={t('lookups.pickFolder')} icon={<IconFolder size={large ? 17 : 15} />} large={large} folder />
      <Button
        {...(large ? {} : { size: 'xs' })}
        variant="default"
        leftSection={<IconDeviceMobile size={large ? 17 : 15} />}
        onClick={() => void openPhone()}
      >
        {t('phone.open')}
      </Button>
    </>
  );
}

interface PickerProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly large: boolean;
  readonly folder?: boolean;
}

function Picker({ label, icon, large, folder = false }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(large ? {} : { size: 'xs' })}
        variant={large && !folder ? 'filled' : 'default'}
        leftSection={icon}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        {...(folder ? { webkitdirectory: '' } : { accept: 'image/*' })}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          try {
            void lookUpPhotos(photosOf(files));
          } catch (error) {
            notifyError(error);
          }
        }}
      />
    </>
  );
}
