/** What a person searched for lately, as two models answer it: seeing is quicker than grading. */
import type { Hit, LibraryModel, MethodResult } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowsExchange, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { switchModel } from '../state/library.ts';
import { useLibraryModels } from '../state/library-models.ts';
import { fromQueryPart, setParts } from '../state/query.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './past-searches.module.css';

type PastQuery = MethodResult<'evaluation.pastQueries'>['queries'][number];

/** So many searches, and so many products of each. */
const [queries, limit] = [10, 6];

export function PastSearchesPage({ modelId }: { modelId: string }) {
  const { t } = useTranslation();
  const { models, counting } = useLibraryModels();
  const sides = sidesOf(models, modelId);
  if (sides === null) {
    return (
      <Page title={t('models.past.title')}>
        {counting || models.length === 0 ? (
          <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />
        ) : (
          <EmptyState
            icon={<IconStack2 size={30} stroke={1.5} />}
            title={t('models.past.noOther')}
            actions={<Button onClick={() => navigate('/settings/models')}>{t('models.title')}</Button>}
          >
            {t('models.past.noOtherText')}
          </EmptyState>
        )}
      </Page>
    );
  }
  return <Compared {...sides} />;
}

interface Sides {
  readonly before: LibraryModel;
  readonly after: LibraryModel;
}

/** The model that is looked at, and the one in use; where they are the same, another that can answer. */
function sidesOf(models: readonly LibraryModel[], modelId: string): Sides | null {
  const ready = models.filter(({ installed, complete }) => installed && complete);
  const after = ready.find((model) => model.modelId === modelId);
  const others = ready.filter((model) => model.modelId !== modelId);
  const before = others.find(({ inUse }) => inUse) ?? others[0];
  return after === undefined || before === undefined ? null : { before, after };
}

function Compared({ before, after }: Sides) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer(
    'evaluation.pastQueries',
    { before: before.modelId, after: after.modelId, queries, limit },
    { fresh: true },
  );
  const changed =
    data?.queries.filter((query) => verdictOf(query) !== 'same' && verdictOf(query) !== 'reordered').length ?? 0;
  return (
    <Page
      title={t('models.past.title')}
      lead={t('models.past.lead', { before: before.name, after: after.name })}
      actions={
        <>
          <Button variant="default" onClick={() => navigate(`/learning/compare/${encodeURIComponent(after.modelId)}`)}>
            {t('models.past.byGrades')}
          </Button>
          <SwitchButton model={after.inUse ? before : after} back={after.inUse} />
        </>
      }
    >
      {error === null ? null : <Failure error={error} onAction={() => void refetch()} />}
      {error === null && data === undefined ? (
        <Skeleton height={420} radius="lg" role="status" aria-label={t('models.past.asking')} />
      ) : null}
      {data === undefined ? null : data.queries.length === 0 ? (
        <EmptyState
          icon={<IconSearch size={30} stroke={1.5} />}
          title={t('models.past.none')}
          actions={<Button onClick={() => navigate('/')}>{t('models.past.search')}</Button>}
        >
          {t('models.past.noneText')}
        </EmptyState>
      ) : (
        <>
          <p className={classes.summary}>{t('models.past.summary', { changed, count: data.queries.length })}</p>
          <ol className={classes.queries}>
            {data.queries.map((query) => (
              <Query key={query.id} query={query} names={{ before: before.name, after: after.name }} />
            ))}
          </ol>
        </>
      )}
    </Page>
  );
}

function SwitchButton({ model, back }: { model: LibraryModel; back: boolean }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const start = async (): Promise<void> => {
    await run(async () => {
      await switchModel(model.modelId);
    });
  };
  return (
    <Button
      variant={back ? 'default' : 'filled'}
      leftSection={<IconArrowsExchange size={16} />}
      loading={busy}
      onClick={() => void start()}
    >
      {t(back ? 'models.past.back' : 'models.past.switch', { name: model.name })}
    </Button>
  );
}

/** Products that only the second model shows at the front. */
function newIn({ before, after }: PastQuery): Set<number> {
  const known = new Set(before.map(({ id }) => id));
  return new Set(after.map(({ id }) => id).filter((id) => !known.has(id)));
}

/** How the front of the second answer differs from that of the first. */
function verdictOf(query: PastQuery): 'same' | 'reordered' | 'fewer' | 'differs' {
  const { before, after } = query;
  if (newIn(query).size > 0) return 'differs';
  if (after.length < before.length) return 'fewer';
  return before.every(({ id }, i) => after[i]?.id === id) ? 'same' : 'reordered';
}

function Query({ query, names }: { query: PastQuery; names: { before: string; after: string } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, parts, before, after, totals } = query;
  const added = newIn(query);
  const verdict = verdictOf(query);
  const search = (): void => {
    setParts(parts.map(fromQueryPart));
    navigate('/');
  };
  const found = (count: number): string => t('models.past.found', { count, number: format.number(count) });
  return (
    <li className={classes.query} aria-label={label}>
      <div className={classes.head}>
        <button type="button" className={classes.label} onClick={search} title={t('models.past.again')}>
          {label}
        </button>
        <span className={classes.verdict} data-verdict={verdict}>
          {t(`models.past.${verdict}`, { count: added.size, number: format.number(added.size) })}
        </span>
      </div>
      <div className={classes.sides}>
        <HitColumn title={names.before} total={found(totals.before)} hits={before} added={new Set()} />
        <HitColumn title={names.after} total={found(totals.after)} hits={after} added={added} />
      </div>
    </li>
  );
}

interface SideProps {
  readonly title: string;
  readonly total: string;
  readonly hits: readonly Hit[];
  readonly added: ReadonlySet<number>;
}

function HitColumn({ title, total, hits, added }: SideProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.model}>
        {title} <span className={classes.total}>{total}</span>
      </h3>
      {hits.length === 0 ? <p className={classes.nothing}>{t('models.past.nothing')}</p> : null}
      <ol className={classes.hits}>
        {hits.map(({ id, title: name, image }) => (
          <li key={id} className={classes.hit} data-new={added.has(id)}>
            <Link href={`/product/${id}`} className={classes.product} title={name}>
              <Photo fit="tile" src={image?.thumb} alt="" className={classes.photo} />
              <span className={classes.name}>{name}</span>
            </Link>
            {added.has(id) ? <span className={classes.mark}>{t('models.past.new')}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
