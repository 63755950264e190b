/** One measurement: the metrics with their intervals, each query, and the report as a file. */
import { type EvaluationReport, metricNames, type QueryScore } from '@contract';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { ask } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { Section } from '../ui/page.tsx';
import { saveText } from '../ui/save-text.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import { useRankerName } from './choices.tsx';
import classes from './evaluation.module.css';
import { Bounds, Interval } from './interval.tsx';

export function Report({ report }: { report: EvaluationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rankerName = useRankerName();
  return (
    <>
      <Section
        title={t('learning.resultOf', { name: rankerName(report.ranker), set: report.set || t('labels.allSets') })}
        aside={report.id === null ? null : <ExportButtons id={report.id} />}
      >
        <ul className={classes.metrics}>
          {metricNames.map((name) => (
            <li key={name} className={classes.metric}>
              <span className={classes.metricName}>{name.replace('@k', `@${report.k}`)}</span>
              <span className={classes.metricValue}>{format.decimal(report.metrics[name].mean, 3)}</span>
              <Interval estimate={report.metrics[name]} />
              <Bounds estimate={report.metrics[name]} digits={3} />
            </li>
          ))}
        </ul>
        <p className={classes.basis}>
          {t('learning.counted', { count: report.queries })}
          {report.leftOut === 0 ? '' : ` · ${t('learning.leftOut', { count: report.leftOut })}`}
          {' · '}
          {t('learning.judgedAtK', { share: format.percent(report.judgedAtK), k: report.k })}
          {' · '}
          {t(`learning.ungradedNote.${report.ungraded}`)}
        </p>
      </Section>
      <Section title={t('learning.perQuery')}>
        <QueryScores report={report} />
      </Section>
    </>
  );
}

const few = 25;

function QueryScores({ report }: { report: EvaluationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const scored = report.perQuery
    .filter((score): score is QueryScore & { values: NonNullable<QueryScore['values']> } => score.values !== null)
    .sort((a, b) => a.values['nDCG@k'] - b.values['nDCG@k']);
  return (
    <div className={classes.panelTight}>
      <table className={classes.table} aria-label={t('learning.perQuery')}>
        <thead>
          <tr>
            <th scope="col">{t('learning.query')}</th>
            <th scope="col" className={classes.wide}>{`nDCG@${report.k}`}</th>
            <th scope="col" className={classes.number}>{`P@${report.k}`}</th>
            <th scope="col" className={classes.number}>
              {t('learning.relevant')}
            </th>
            <th scope="col" className={classes.number}>
              {t('learning.judged')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(all ? scored : scored.slice(0, few)).map((score) => (
            <tr key={score.query}>
              <th scope="row">
                {score.label} {score.flat ? <small>{t('learning.flat')}</small> : null}
              </th>
              <td>
                <span className={classes.withInterval}>
                  <strong>{format.decimal(score.values['nDCG@k'], 3)}</strong>
                  <ShareBar share={score.values['nDCG@k']} />
                </span>
              </td>
              <td className={classes.number}>{format.decimal(score.values['P@k'], 2)}</td>
              <td className={classes.number}>{format.number(score.relevant)}</td>
              <td className={classes.number}>{format.percent(score.judgedAtK)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {scored.length > few && !all ? (
        <Button variant="subtle" size="xs" m={10} onClick={() => setAll(true)}>
          {t('filters.all', { count: scored.length })}
        </Button>
      ) : null}
    </div>
  );
}

const fileFormats = ['html', 'json', 'csv'] as const;

export function ExportButtons({ id }: { id: number }) {
  const { t } = useTranslation();
  const save = async (kind: (typeof fileFormats)[number]): Promise<void> => {
    try {
      const { name, text, mime } = await ask('evaluation.export', { id, format: kind });
      saveText(name, mime, text);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <fieldset className={classes.exports} aria-label={t('learning.export')}>
      {fileFormats.map((kind) => (
        <Button
          key={kind}
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
          aria-label={t('learning.exportAs', { format: kind.toUpperCase() })}
          onClick={() => void save(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
    </fieldset>
  );
}
