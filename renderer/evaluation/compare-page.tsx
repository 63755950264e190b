/** Two rankings, or two models, over the same graded queries: where each is better, and whether the difference is more than chance. */
import { type Comparison, type LibraryModel, metricNames, type System, type Ungraded } from '@contract';
import { Button, Select } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { ask } from '../state/engine.ts';
import { switchModel } from '../state/library.ts';
import { useLibraryModels } from '../state/library-models.ts';
import { FileField } from '../ui/file-field.tsx';
import { Page } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import {
  everything,
  ModelSelect,
  RankerSelect,
  ScopeSelect,
  scopeParams,
  UngradedSelect,
  useRankerName,
} from './choices.tsx';
import { ComparisonResult, type Named } from './comparison-result.tsx';
import classes from './evaluation.module.css';
import { NoGrades } from './no-grades.tsx';

const fromFile = '(file)';

interface ComparedSystem {
  readonly ranker: string | null;
  /** null: the model in use */
  readonly modelId: string | null;
}

/** @param model to compare with the one in use, at once when there is something to compare by */
export function ComparePage({ model }: { model: string | null }) {
  const { t } = useTranslation();
  const judges = useAnswer('labels.judges', {});
  if (judges.data?.length === 0) {
    return (
      <Page title={t('learning.tabs.compare')} lead={t('learning.compareLead')}>
        <NoGrades>{t('learning.noGradesCompare')}</NoGrades>
      </Page>
    );
  }
  return <Compare key={model} model={model} graded={judges.data !== undefined} />;
}

function Compare({ model, graded }: { model: string | null; graded: boolean }) {
  const { t } = useTranslation();
  const { models } = useLibraryModels();
  const complete = models.filter((each) => each.installed && each.complete);
  const inUse = models.find((each) => each.inUse)?.modelId ?? null;
  const [scope, setScope] = useState(everything);
  const [a, setA] = useState<ComparedSystem>({ ranker: 'default', modelId: null });
  const [b, setB] = useState<ComparedSystem>({ ranker: model === null ? null : 'default', modelId: model });
  const [file, setFile] = useState<File | null>(null);
  const [ungraded, setUngraded] = useState<Ungraded>('left-out');
  const [metric, setMetric] = useState<(typeof metricNames)[number]>('nDCG@k');
  const { busy, run } = useBusy();
  const [found, setFound] = useState<{
    comparison: Comparison;
    names: Named;
    b: ComparedSystem;
    ungraded: Ungraded;
  } | null>(null);
  const names = useNames(complete, inUse);
  const compare = async (): Promise<void> => {
    const [rankerA, rankerB] = [a.ranker, b.ranker];
    if (rankerA === null || rankerB === null) return;
    // The model in use may be another one by the time the outcome is read.
    if (a.modelId === null) setA({ ...a, modelId: inUse });
    await run(async () => {
      const other: System =
        b.ranker === fromFile && file !== null
          ? { kind: 'run', name: file.name, text: await file.text() }
          : system(rankerB, b.modelId);
      const params = { a: system(rankerA, a.modelId), b: other, metric, ungraded, ...scopeParams(scope) };
      setFound({ comparison: await ask('evaluation.compare', params), names: names(a, b, file), b, ungraded });
    });
  };
  const same = a.ranker !== null && a.ranker === b.ranker && (a.modelId ?? inUse) === (b.modelId ?? inUse);
  const ready = a.ranker !== null && b.ranker !== null && !same && (b.ranker !== fromFile || file !== null);
  const rankers = useAnswer('evaluation.rankers', {});
  const onlyOne = (rankers.data?.filter(({ usable }) => usable).length ?? 2) < 2 && complete.length < 2;
  const hint = same ? 'chooseOther' : onlyOne ? 'compareOnlyOne' : 'compareHint';
  useAtOnce(model !== null && graded && complete.some(({ modelId }) => modelId === model), compare);
  return (
    <Page title={t('learning.tabs.compare')} lead={t('learning.compareLead')}>
      <div className={`${classes.panel} ${classes.controls}`}>
        <SideChoice side={a} models={complete} inUse={inUse} letter="A" onChange={setA} />
        <SideChoice side={b} models={complete} inUse={inUse} letter="B" onChange={setB} />
        {complete.length > 1 ? <span className={classes.newLine} /> : null}
        <ScopeSelect scope={scope} onChange={setScope} />
        <Select
          w={110}
          label={t('learning.metric')}
          allowDeselect={false}
          data={metricNames.map((name) => ({ value: name, label: name.replace('@k', '@10') }))}
          value={metric}
          onChange={(value) => setMetric(metricNames.find((name) => name === value) ?? 'nDCG@k')}
        />
        <UngradedSelect value={ungraded} onChange={setUngraded} />
        {b.ranker === fromFile ? <FileField label={t('learning.chooseRun')} file={file} onChange={setFile} /> : null}
        <Button leftSection={<IconScale size={17} />} loading={busy} disabled={!ready} onClick={() => void compare()}>
          {t('learning.compare')}
        </Button>
      </div>
      {found === null ? (
        <p className={classes.hint}>{t(`learning.${hint}`)}</p>
      ) : (
        <ComparisonResult
          comparison={found.comparison}
          names={found.names}
          note={t(`learning.ungradedNote.${found.ungraded}`)}
          action={
            <SwitchTo
              model={complete.find(({ modelId }) => modelId === found.b.modelId)}
              advised={found.comparison.difference.mean > 0}
            />
          }
        />
      )}
    </Page>
  );
}

function system(name: string, modelId: string | null): System {
  return { kind: 'ranker', name, ...(modelId === null ? {} : { modelId }) };
}

/** Does the work once, as soon as it can be done. */
function useAtOnce(possible: boolean, work: () => Promise<void>): void {
  const done = useRef(false);
  useEffect(() => {
    if (!possible || done.current) return;
    done.current = true;
    void work();
  }, [possible, work]);
}

/** Both sides by what tells them apart: the model, the ranker, or both. */
function useNames(models: readonly LibraryModel[], inUse: string | null) {
  const { t } = useTranslation();
  const rankerName = useRankerName();
  const modelOf = (side: ComparedSystem): string | null => side.modelId ?? inUse;
  const nameOf = (side: ComparedSystem): string => models.find(({ modelId }) => modelId === modelOf(side))?.name ?? '';
  return (a: ComparedSystem, b: ComparedSystem, file: File | null): Named => {
    if (b.ranker === fromFile) return { a: rankerName(a.ranker ?? ''), b: file?.name ?? '' };
    if (modelOf(a) === modelOf(b)) return { a: rankerName(a.ranker ?? ''), b: rankerName(b.ranker ?? '') };
    if (a.ranker === b.ranker) return { a: nameOf(a), b: nameOf(b) };
    const both = (side: ComparedSystem): string =>
      t('learning.under', { ranker: rankerName(side.ranker ?? ''), model: nameOf(side) });
    return { a: both(a), b: both(b) };
  };
}

interface SideChoiceProps {
  readonly side: ComparedSystem;
  readonly models: readonly LibraryModel[];
  readonly inUse: string | null;
  readonly letter: 'A' | 'B';
  onChange(side: ComparedSystem): void;
}

/** The model is only asked for where there is more than one to choose from. */
function SideChoice({ side, models, inUse, letter, onChange }: SideChoiceProps) {
  const { t } = useTranslation();
  const first = letter === 'A';
  return (
    <>
      {models.length < 2 ? null : (
        <ModelSelect
          label={t(first ? 'learning.modelA' : 'learning.modelB')}
          models={models}
          value={side.modelId ?? inUse}
          onChange={(modelId) => onChange({ ranker: side.ranker === fromFile ? 'default' : side.ranker, modelId })}
        />
      )}
      <RankerSelect
        label={t(first ? 'learning.a' : 'learning.b')}
        value={side.ranker}
        modelId={side.modelId}
        more={first ? [] : [{ value: fromFile, label: t('learning.runFile') }]}
        onChange={(ranker) => onChange({ ...side, ranker })}
      />
    </>
  );
}

function SwitchTo({ model, advised }: { model: LibraryModel | undefined; advised: boolean }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  if (model === undefined || model.inUse) return null;
  const start = async (): Promise<void> => {
    await run(async () => {
      await switchModel(model.modelId);
    });
  };
  return (
    <Button variant={advised ? 'filled' : 'default'} loading={busy} onClick={() => void start()}>
      {t('learning.switchTo', { name: model.name })}
    </Button>
  );
}
