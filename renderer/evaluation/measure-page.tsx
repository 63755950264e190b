/** Measures a ranking against the grades. */
import type { EvaluationReport, MethodInput, Ungraded } from '@contract';
import { Button, NumberInput } from '@mantine/core';
import { IconRulerMeasure } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { ask } from '../state/engine.ts';
import { Page } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { everything, RankerSelect, ScopeSelect, scopeParams, UngradedSelect } from './choices.tsx';
import classes from './evaluation.module.css';
import { NoGrades } from './no-grades.tsx';
import { Report } from './report.tsx';

export function MeasurePage() {
  const { t } = useTranslation();
  const [scope, setScope] = useState(everything);
  const [ranker, setRanker] = useState<string | null>(null);
  const [k, setK] = useState(10);
  const [ungraded, setUngraded] = useState<Ungraded>('left-out');
  const { busy, run } = useBusy();
  const [report, setReport] = useState<EvaluationReport | null>(null);
  const measure = async (): Promise<void> => {
    const system: Pick<MethodInput<'evaluation.evaluate'>, 'system'> = ranker === null
      ? {}
      : { system: { kind: 'ranker', name: ranker } };
    await run(async () => {
      setReport(await ask('evaluation.evaluate', { ...scopeParams(scope), ...system, k, ungraded, keep: true }));
    });
  };
  const judges = useAnswer('labels.judges', {});
  if (judges.data?.length === 0) {
    return (
      <Page title={t('learning.tabs.measure')} lead={t('learning.measureLead')}>
        <NoGrades>{t('learning.noGradesMeasure')}</NoGrades>
      </Page>
    );
  }
  return (
    <Page title={t('learning.tabs.measure')} lead={t('learning.measureLead')}>
      <div className={`${classes.panel} ${classes.controls}`}>
        <RankerSelect
          label={t('learning.ranker')}
          placeholder={t('learning.inUse')}
          value={ranker}
          onChange={setRanker}
        />
        <ScopeSelect scope={scope} onChange={setScope} />
        <NumberInput
          w={90}
          label={t('learning.k')}
          min={1}
          max={1000}
          value={k}
          onChange={(value) => setK(Math.min(1000, Math.max(1, Number(value) || 10)))}
        />
        <UngradedSelect value={ungraded} onChange={setUngraded} />
        <Button leftSection={<IconRulerMeasure size={17} />} loading={busy} onClick={() => void measure()}>
          {t('learning.measure')}
        </Button>
      </div>
      {report === null ? <p className={classes.hint}>{t('learning.measureHint')}</p> : <Report report={report} />}
    </Page>
  );
}
