/** Who has judged how much, and how far judges agree beyond chance. */
import type { Agreement, MethodResult, QuerySet } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { ask } from '../state/engine.ts';
import { GradeBadge } from '../ui/grade-picker.tsx';
import { Section } from '../ui/page.tsx';
import classes from './labels.module.css';

interface AgreementSectionProps {
  readonly judges: MethodResult<'labels.judges'>;
  readonly sets: readonly QuerySet[];
}

export function AgreementSection({ judges, sets }: AgreementSectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: agreement = [] } = useAnswer('labels.agreement', {});
  const labels = useQueryLabels(agreement.length === 0 ? [] : sets);
  return (
    <Section title={t('labels.agreement')}>
      <div className={classes.panel}>
        <ul className={classes.judges}>
          {judges.map((judge) => (
            <li key={judge.name}>
              <span className={classes.initial} aria-hidden>
                {judge.name.charAt(0).toLocaleUpperCase()}
              </span>
              <span>
                <strong>{judge.name}</strong>
                <small>
                  {t('labels.judgements', { count: judge.judgements, number: format.number(judge.judgements) })}
                  {' · '}
                  {format.since(judge.latest)}
                </small>
              </span>
            </li>
          ))}
        </ul>
        {agreement.length === 0 ? (
          <p className={classes.hint}>{t('labels.agreementNone')}</p>
        ) : (
          agreement.map((pair) => <Pair key={`${pair.a}/${pair.b}`} pair={pair} labels={labels} />)
        )}
      </div>
    </Section>
  );
}

interface PairProps {
  readonly pair: Agreement;
  /** What was asked, by query id. */
  readonly labels: ReadonlyMap<number, string>;
}

function Pair({ pair, labels }: PairProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={classes.pair} aria-label={t('labels.pair', { a: pair.a, b: pair.b })}>
      <div className={classes.pairHead}>
        <strong>{t('labels.pair', { a: pair.a, b: pair.b })}</strong>
        <span>{t('labels.common', { count: pair.items, number: format.number(pair.items) })}</span>
      </div>
      <dl className={classes.kappas}>
        <Kappa name={t('labels.kappa')} hint={t('labels.kappaHint')} value={pair.kappa} main />
        <Kappa name={t('labels.weightedKappa')} hint={t('labels.weightedHint')} value={pair.weightedKappa} />
        <Kappa name={t('labels.relevantKappa')} hint={t('labels.relevantHint')} value={pair.relevantKappa} />
        <div>
          <dt>{t('labels.observed')}</dt>
          <dd>{format.percent(pair.observed)}</dd>
        </div>
      </dl>
      {pair.disagreements.length === 0 ? null : <Disagreements pair={pair} labels={labels} />}
    </section>
  );
}

/** The usual reading of kappa (Landis and Koch, 1977). */
const bands = [
  { from: 0.8, name: 'perfect' },
  { from: 0.6, name: 'substantial' },
  { from: 0.4, name: 'moderate' },
  { from: 0.2, name: 'fair' },
  { from: Number.NEGATIVE_INFINITY, name: 'slight' },
] as const;

function Kappa({
  name,
  hint,
  value,
  main = false,
}: {
  name: string;
  hint: string;
  value: number | null;
  main?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const band = value === null ? undefined : bands.find(({ from }) => value >= from);
  return (
    <div title={hint} data-main={main}>
      <dt>{name}</dt>
      <dd>
        {value === null ? '–' : format.decimal(value, 2)}
        {main && band !== undefined ? <small data-band={band.name}>{t(`labels.bands.${band.name}`)}</small> : null}
      </dd>
    </div>
  );
}

const shown = 6;

function Disagreements({ pair, labels }: PairProps) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className={classes.subheading}>{t('labels.disagreements')}</h3>
      <ul className={classes.disagreements}>
        {pair.disagreements.slice(0, shown).map((item) => (
          <Disagreement
            key={`${item.queryId}/${item.productId}`}
            pair={pair}
            item={item}
            query={labels.get(item.queryId) ?? ''}
          />
        ))}
      </ul>
    </>
  );
}

interface DisagreementProps {
  readonly pair: Agreement;
  readonly item: Agreement['disagreements'][number];
  readonly query: string;
}

function Disagreement({ pair, item, query }: DisagreementProps) {
  const { data: product } = useAnswer('catalog.product', { id: item.productId });
  return (
    <li>
      <span className={classes.disagreed}>
        <strong>{query}</strong>
        {product?.title}
      </span>
      <span className={classes.side}>
        {pair.a} <GradeBadge grade={item.a} />
      </span>
      <span className={classes.side}>
        {pair.b} <GradeBadge grade={item.b} />
      </span>
    </li>
  );
}

/** Queries are known by their sets. */
function useQueryLabels(sets: readonly QuerySet[]): ReadonlyMap<number, string> {
  const ids = sets.map((set) => set.id);
  const { data = [] } = useQuery({
    queryKey: ['labels.queries', ids],
    queryFn: ({ signal }) => Promise.all(ids.map((setId) => ask('labels.queries', { setId }, { signal }))),
  });
  return new Map(data.flat().map((query) => [query.id, query.label]));
}
