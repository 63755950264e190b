/** What shoppers search for, and where the search or the catalog fails them. */
import { demandListNames } from '@contract';
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconListCheck, IconStars, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Figure, Figures } from '../ui/figures.tsx';
import { Page, Section } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import classes from './demand.module.css';
import { GroupList } from './group-list.tsx';
import { QueryList } from './query-list.tsx';
import { SearchesChart } from './searches-chart.tsx';
import { addToSet, gradeByClicks } from './to-set.ts';

const spans = { month: 28, quarter: 84, all: null } as const;
type SpanName = keyof typeof spans;
const views = [...demandListNames, 'wanted', 'groups'] as const;
type View = (typeof views)[number];

export function DemandPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useLibrary((state) => state.info);
  const [span, setSpan] = useState<SpanName>('all');
  const days = spans[span];
  const { busy, run } = useBusy();
  const { data: report, error, refetch } = useAnswer('demand.report', info === null ? null : { days });
  if (info === null) return <Welcome />;
  if (error !== null && report === undefined) return <Failure error={error} onAction={() => void refetch()} />;
  if (report === undefined) {
    return (
      <Page title={t('nav.demand')}>
        <Skeleton height={200} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  if (report.to === null || (report.searches === 0 && span === 'all')) {
    return (
      <Page title={t('nav.demand')} lead={t('demand.lead')}>
        <EmptyState
          icon={<IconUsers size={30} stroke={1.5} />}
          title={t(report.to === null ? 'demand.none' : 'demand.noSearches')}
          actions={
            <Button size="md" onClick={() => navigate('/library/behaviour')}>
              {t('library.addBehaviour')}
            </Button>
          }
        >
          {t('demand.noneText')}
        </EmptyState>
      </Page>
    );
  }
  const share = (count: number | null): string =>
    count === null || report.searches === 0 ? '–' : format.percent(count / report.searches);
  return (
    <Page
      title={t('nav.demand')}
      lead={t('demand.lead')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconStars size={16} />}
            title={t('demand.gradeHint')}
            loading={busy}
            onClick={() => void run(() => gradeByClicks(days))}
          >
            {t('demand.grade')}
          </Button>
          <SegmentedControl
            aria-label={t('demand.span')}
            value={span}
            data={(Object.keys(spans) as SpanName[]).map((value) => ({ value, label: t(`demand.spans.${value}`) }))}
            onChange={(value) => setSpan(value as SpanName)}
          />
        </>
      }
    >
      <div className={classes.panel}>
        <Figures>
          <Figure name={t('demand.searches')} value={format.number(report.searches)} />
          <Figure name={t('demand.differentQueries')} value={format.number(report.queries)} />
          <Figure name={t('demand.clicked')} value={share(report.clicked)} />
          <Figure name={t('demand.noResults')} value={share(report.noResults)} />
        </Figures>
        <SearchesChart weeks={report.weeks} />
      </div>
      <Lists report={report} days={days} />
      {report.hidden === 0 ? null : <p className={classes.hidden}>{t('demand.hidden', { count: report.hidden })}</p>}
    </Page>
  );
}

interface ListsProps {
  readonly report: NonNullable<ReturnType<typeof useAnswer<'demand.report'>>['data']>;
  readonly days: number | null;
}

function Lists({ report, days }: ListsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [view, setView] = useState<View>('top');
  const byMeaning = view === 'wanted' || view === 'groups';
  const { data: meaning, error } = useAnswer('demand.meaning', byMeaning ? { days } : null);
  const queries = byMeaning ? [] : report.lists[view];
  const groups = byMeaning ? meaning?.[view] : [];
  const texts = byMeaning ? (groups ?? []).flatMap((group) => group.queries) : queries.map(({ query }) => query);
  return (
    <Section
      title={t(`demand.views.${view}`)}
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconListCheck size={15} />}
          disabled={texts.length === 0}
          onClick={() => void addToSet(texts)}
        >
          {t('demand.allToSet')}
        </Button>
      }
    >
      <nav className={classes.views} aria-label={t('demand.which')}>
        {views.map((name) => (
          <Button
            key={name}
            size="xs"
            variant={name === view ? 'light' : 'subtle'}
            aria-pressed={name === view}
            onClick={() => setView(name)}
          >
            {t(`demand.views.${name}`)}
            {name === 'wanted' || name === 'groups' ? null : (
              <span className={classes.count}>{format.number(report.lists[name].length)}</span>
            )}
          </Button>
        ))}
      </nav>
      <p className={classes.about}>{t(`demand.about.${view}`)}</p>
      {byMeaning && error !== null ? (
        <Failure error={error} onAction={() => setView('top')} />
      ) : groups === undefined ? (
        <Skeleton height={160} radius="lg" role="status" aria-label={t('common.loading')} />
      ) : queries.length + groups.length === 0 ? (
        <p className={classes.nothing}>{t('demand.nothing')}</p>
      ) : byMeaning ? (
        <GroupList groups={groups} />
      ) : (
        <QueryList queries={queries} />
      )}
    </Section>
  );
}
