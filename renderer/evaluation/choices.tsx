/** What most questions of this page begin with: which queries, whose grades, which ranker, which model. */
import type { LibraryModel, Ungraded } from '@contract';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';

export interface Scope {
  readonly setId: number | null;
  readonly judge: string | null;
}

export const everything: Scope = { setId: null, judge: null };

/** The part of a call's params that a scope stands for. */
export function scopeParams({ setId, judge }: Scope): { setId?: number; judge?: string } {
  return { ...(setId === null ? {} : { setId }), ...(judge === null ? {} : { judge }) };
}

interface ScopeSelectProps {
  readonly scope: Scope;
  onChange(scope: Scope): void;
}

export function ScopeSelect({ scope, onChange }: ScopeSelectProps) {
  const { t } = useTranslation();
  const sets = useAnswer('labels.sets', {});
  const judges = useAnswer('labels.judges', {});
  return (
    <>
      <Select
        label={t('labels.set')}
        placeholder={t('labels.allSets')}
        clearable
        clearButtonProps={{ 'aria-label': t('labels.allSets') }}
        data={(sets.data ?? []).map((set) => ({ value: String(set.id), label: set.name }))}
        value={scope.setId === null ? null : String(scope.setId)}
        onChange={(value) => onChange({ ...scope, setId: value === null ? null : Number(value) })}
      />
      <Select
        label={t('learning.gradesOf')}
        placeholder={t('labels.allJudges')}
        clearable
        clearButtonProps={{ 'aria-label': t('labels.allJudges') }}
        data={(judges.data ?? []).map((judge) => judge.name)}
        value={scope.judge}
        onChange={(judge) => onChange({ ...scope, judge })}
      />
    </>
  );
}

const ungradedChoices = ['left-out', 'wrong'] as const;

interface UngradedSelectProps {
  readonly value: Ungraded;
  onChange(value: Ungraded): void;
}

/** What products count as that nobody graded. */
export function UngradedSelect({ value, onChange }: UngradedSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      w={160}
      label={t('learning.ungraded')}
      allowDeselect={false}
      data={ungradedChoices.map((choice) => ({ value: choice, label: t(`learning.ungradedAs.${choice}`) }))}
      value={value}
      onChange={(next) => onChange(ungradedChoices.find((choice) => choice === next) ?? value)}
    />
  );
}

interface RankerSelectProps {
  readonly label: string;
  readonly value: string | null;
  /** Rankers that go with this model; with the one in use when left out. */
  readonly modelId?: string | null;
  /** What null stands for; nothing chosen when left out. */
  readonly placeholder?: string;
  /** Further choices below the rankers. */
  readonly more?: readonly { readonly value: string; readonly label: string }[];
  onChange(name: string | null): void;
}

export function RankerSelect({ label, value, modelId = null, placeholder, more = [], onChange }: RankerSelectProps) {
  const { t } = useTranslation();
  const name = useRankerName();
  const rankers = useAnswer('evaluation.rankers', {});
  return (
    <Select
      label={label}
      placeholder={placeholder ?? t('learning.choose')}
      allowDeselect={false}
      data={[
        ...(rankers.data ?? [])
          .filter((ranker) =>
            modelId === null ? ranker.usable : ranker.modelId === null || ranker.modelId === modelId,
          )
          .map((ranker) => ({ value: ranker.name, label: name(ranker.name) })),
        ...more,
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

interface ModelSelectProps {
  readonly label: string;
  readonly models: readonly LibraryModel[];
  readonly value: string | null;
  onChange(modelId: string): void;
}

export function ModelSelect({ label, models, value, onChange }: ModelSelectProps) {
  const { t } = useTranslation();
  const inUse = models.find((model) => model.inUse)?.modelId;
  return (
    <Select
      label={label}
      allowDeselect={false}
      data={models.map((model) => ({ value: model.modelId, label: model.name }))}
      renderOption={({ option }) =>
        option.value === inUse ? t('learning.modelInUse', { name: option.label }) : option.label
      }
      value={value}
      onChange={(modelId) => modelId !== null && onChange(modelId)}
    />
  );
}

/** Names of rankers in the language of the UI. */
export function useRankerName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => {
    if (name === 'default') return t('learning.default');
    const number = /^learned (\d+)$/.exec(name)?.[1];
    return number === undefined ? name : t('learning.learned', { number });
  };
}
