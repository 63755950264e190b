/** What a round of learning came to: the verdict and its reason, both figures, and everything that was tried. */
import type { LearnReport } from '@contract';
import { IconCircleCheck, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { useRankerName } from './choices.tsx';
import classes from './evaluation.module.css';
import { Bounds, Interval, scaleOf, usePValue } from './interval.tsx';

export function LearnOutcome({ report, plain = false }: { report: LearnReport; plain?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  const pValue = usePValue();
  const { comparison } = report;
  return (
    <article className={plain ? undefined : classes.panel} aria-label={t('learning.outcome')}>
      <div className={classes.outcome} data-adopted={report.adopted}>
        {report.adopted ? <IconCircleCheck size={26} stroke={1.6} /> : <IconShieldCheck size={26} stroke={1.6} />}
        <div>
          <h3 className={classes.outcomeTitle}>
            {report.adopted && report.ranker !== null
              ? t('learning.adopted', { name: rankerName(report.ranker) })
              : t('learning.kept', { name: rankerName(report.current.name) })}
          </h3>
          <p className={classes.outcomeText}>{t(`learning.reasons.${report.reason}`)}</p>
          {comparison === null ? null : (
            <p className={classes.outcomeText}>
              {t('learning.reached', {
                a: format.percent(comparison.a.mean),
                b: format.percent(comparison.b.mean),
                nameA: t('learning.ofInUse'),
                nameB: t('learning.ofBest'),
              })}
            </p>
          )}
          {report.reason === 'too-few-queries' ? (
            <p className={classes.explanation}>
              {t('learning.tooFew', {
                count: report.queries,
                needed: format.number(report.needed),
              })}
            </p>
          ) : null}
        </div>
      </div>
      <details className={classes.details}>
        <summary>{t('common.details')}</summary>
        {comparison === null ? null : (
          <Figures className={classes.figures}>
            <Figure name={t('learning.before')} value={format.decimal(comparison.a.mean, 3)} />
            <Figure
              name={t('learning.after')}
              value={format.decimal(comparison.b.mean, 3)}
              tone={
                comparison.b.mean > comparison.a.mean
                  ? 'good'
                  : comparison.b.mean < comparison.a.mean
                    ? 'bad'
                    : undefined
              }
            />
            <Figure name={t('learning.pValue')} value={pValue(comparison.pValue)} hint={t('learning.pHint')} />
            <Figure
              name={t('learning.record')}
              value={`${comparison.wins} / ${comparison.ties} / ${comparison.losses}`}
              hint={t('learning.recordHint')}
            />
          </Figures>
        )}
        {report.tried.length === 0 ? null : <Tried report={report} />}
        <p className={classes.basis}>
          {t('learning.basis', {
            queries: format.number(report.queries),
            judgements: format.number(report.judgements),
            folds: format.number(report.folds),
          })}{' '}
          {t('learning.ungradedNote.left-out')}
        </p>
      </details>
    </article>
  );
}

function Tried({ report }: { report: LearnReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  const triedName = useTriedName();
  const best = report.tried
    .filter((entry) => entry.name === report.winner)
    .reduce<LearnReport['tried'][number] | null>(
      (top, entry) => (top === null || entry.heldOut.mean > top.heldOut.mean ? entry : top),
      null,
    );
  const scale = scaleOf([report.current.heldOut, ...report.tried.map((entry) => entry.heldOut)]);
  return (
    <div className={classes.tableFrame}>
      <table className={classes.table} aria-label={t('learning.tried')}>
        <thead>
          <tr>
            <th scope="col">{t('learning.tried')}</th>
            <th scope="col" className={classes.wide}>
              {t('learning.heldOut')}
            </th>
            <th scope="col" className={classes.number}>
              {t('learning.interval')}
            </th>
            <th scope="col" className={classes.number}>
              {t('learning.fitted')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {rankerName(report.current.name)}{' '}
              <small>{t(report.adopted ? 'learning.inUseBefore' : 'learning.inUse')}</small>
            </th>
            <td>
              <span className={classes.withInterval}>
                <strong>{format.decimal(report.current.heldOut.mean, 3)}</strong>
                <Interval estimate={report.current.heldOut} scale={scale} tone="calm" />
              </span>
            </td>
            <td className={classes.number}>
              <Bounds estimate={report.current.heldOut} />
            </td>
            <td className={classes.number}>–</td>
          </tr>
          {report.tried.map((entry) => (
            <tr key={`${entry.name}/${entry.regularisation}`} data-winner={entry === best}>
              <th scope="row">
                {triedName(entry.name)} <small>λ {entry.regularisation}</small>
              </th>
              <td>
                <span className={classes.withInterval}>
                  <strong>{format.decimal(entry.heldOut.mean, 3)}</strong>
                  <Interval
                    estimate={entry.heldOut}
                    scale={scale}
                    tone={report.adopted && entry === best ? 'good' : 'accent'}
                  />
                </span>
              </td>
              <td className={classes.number}>
                <Bounds estimate={entry.heldOut} />
              </td>
              <td className={classes.number}>{format.decimal(entry.fitted, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const known = { weights: 'weights', wording: 'wording', tags: 'tags', preferences: 'preferences' } as const;

/** "weights + tags" word by word in the language of the UI; what is not known stays as it is. */
function useTriedName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) =>
    name
      .split(' + ')
      .map((word) => {
        const part = Object.values(known).find((candidate) => candidate === word);
        return part === undefined ? word : t(`learning.ingredients.${part}`);
      })
      .join(' + ');
}
