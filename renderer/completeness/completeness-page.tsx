/** How complete the listings are: kinds of products beside what each lacks, what it should have, and how its titles go. */
import type { ListingKind, MethodResult } from '@contract';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { DescribeTabs } from '../ui/describe-tabs.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { useKindName } from './check-name.ts';
import classes from './completeness.module.css';
import { Missing } from './missing.tsx';
import { Requirements } from './requirements.tsx';
import { Titles } from './titles.tsx';

type Report = MethodResult<'completeness.report'>;

export function CompletenessPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const { data } = useAnswer('completeness.report', info === null ? null : {});
  if (info === null || info?.products === 0) return <Welcome />;
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{t('describe.tabs.completeness')}</h1>
      <DescribeTabs />
      {data === undefined ? <div role="status" aria-label={t('common.loading')} /> : <Desk report={data} />}
    </div>
  );
}

function Desk({ report }: { report: Report }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked, setKind] = useState<string | null>(null);
  const kind = report.kinds.find((one) => one.kind === asked);
  return (
    <div className={classes.desk}>
      <aside className={classes.side} aria-label={t('completeness.kinds')}>
        <div className={classes.progress} role="status">
          <ShareBar share={report.score} width={260} />
          <span>
            {t('completeness.complete', {
              complete: format.number(report.complete),
              products: format.number(report.products),
            })}
          </span>
        </div>
        <ul className={classes.kinds}>
          <li>
            <KindButton
              name={t('completeness.all')}
              kind={report}
              chosen={kind === undefined}
              onChoose={() => setKind(null)}
            />
          </li>
          {report.kinds.map((one) => (
            <li key={one.kind}>
              <KindRow kind={one} chosen={one.kind === kind?.kind} onChoose={() => setKind(one.kind)} />
            </li>
          ))}
        </ul>
      </aside>
      {kind === undefined ? (
        <section className={classes.main} aria-label={t('completeness.all')}>
          <Head name={t('completeness.all')} counted={report} />
          <Missing key="" kind={null} missing={report.missing} />
        </section>
      ) : (
        <Kind key={kind.kind} kind={kind} />
      )}
    </div>
  );
}

function KindRow({ kind, ...rest }: { kind: ListingKind; chosen: boolean; onChoose(): void }) {
  const kindName = useKindName();
  return <KindButton name={kindName(kind.kind)} kind={kind} {...rest} />;
}

interface KindButtonProps {
  readonly name: string;
  readonly kind: Pick<ListingKind, 'products' | 'score' | 'complete'>;
  readonly chosen: boolean;
  onChoose(): void;
}

function KindButton({ name, kind, chosen, onChoose }: KindButtonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { products, score, complete } = kind;
  const words = t('completeness.complete', { complete: format.number(complete), products: format.number(products) });
  return (
    <button type="button" className={classes.kind} aria-current={chosen} title={words} onClick={onChoose}>
      <span className={classes.kindName}>{name}</span>
      <span className={classes.counts}>{format.number(products)}</span>
      <ShareBar share={score} width={56} good={complete === products} />
    </button>
  );
}

type View = 'missing' | 'titles' | 'rule';

function Kind({ kind }: { kind: ListingKind }) {
  const { t } = useTranslation();
  const kindName = useKindName();
  const [view, setView] = useState<View>('missing');
  const name = kindName(kind.kind);
  return (
    <section className={classes.main} aria-label={name}>
      <Head name={name} counted={kind}>
        <SegmentedControl
          size="xs"
          aria-label={t('describe.show')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={(['missing', 'titles', 'rule'] as const).map((value) => ({
            value,
            label: t(`completeness.views.${value}`),
          }))}
        />
      </Head>
      {view === 'missing' ? (
        <Missing kind={kind.kind} missing={kind.missing} />
      ) : view === 'titles' ? (
        <Titles kind={kind.kind} />
      ) : (
        <Requirements kind={kind.kind} />
      )}
    </section>
  );
}

interface HeadProps {
  readonly name: string;
  readonly counted: Pick<ListingKind, 'products' | 'complete'>;
  readonly children?: React.ReactNode;
}

function Head({ name, counted: { products, complete }, children }: HeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <header className={classes.head}>
      <div className={classes.names}>
        <h2 className={classes.name}>{name}</h2>
        <p className={classes.lead}>
          {t('completeness.complete', { complete: format.number(complete), products: format.number(products) })}
        </p>
      </div>
      {children}
    </header>
  );
}
