/** One decision for many groups: a rule, what it would do to the groups that are shown, and doing it. */
import { type DuplicateLearning, type DuplicateRule, duplicateKinds, ruleSchema } from '@contract';
import { Button, Modal, SegmentedControl, Select, Slider, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { usePreview } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useBusy } from '../ui/use-busy.ts';
import { useDuplicates, useGroups } from './groups.ts';
import { offerUndo, sayOfAll } from './review.ts';
import { RulePreview } from './rule-preview.tsx';
import classes from './rules.module.css';
import { useTrackRecord } from './track-record.tsx';

const keeps = ['suggested', 'largest', 'oldest', 'newest', 'most-photos', 'longest-title', 'lowest-price'] as const;
const actions = ['merge', 'same', 'variant', 'different'] as const;

/** Starting points that cover most of what people want; everything can be changed afterwards. */
const presets = [
  { name: 'sameFolder', kinds: ['exact'], sameFolder: true, keep: 'largest', action: 'merge' },
  { name: 'sure', kinds: ['exact', 'near'], minProbability: 0.95, keep: 'suggested', action: 'merge' },
  { name: 'variants', kinds: ['variant'], keep: 'suggested', action: 'variant' },
] as const;

/** `bulkFrom`: the probability from which on all kinds are to be merged; null for a rule of one's own. */
export interface Ruling {
  readonly bulkFrom: number | null;
}

export function RulesDialog({ ruling, onClose }: { ruling: Ruling | null; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={ruling !== null}
      onClose={onClose}
      title={t('duplicates.rulesTitle')}
      size={940}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {ruling === null ? null : <RuleForm bulkFrom={ruling.bulkFrom} onClose={onClose} />}
    </Modal>
  );
}

/**
 * Why this rule may not be applied: it would make one of many that nobody looked at, and it is not known that enough of
 * them are right. What shares a file is no matter of probability.
 */
function bulkRefusal({ action, kinds, minProbability }: DuplicateRule, record: DuplicateLearning | undefined) {
  if ((action !== 'merge' && action !== 'same') || kinds.every((kind) => kind === 'exact')) return null;
  const from = record?.bulk.minProbability ?? null;
  if (from !== null && minProbability >= from - 1e-9) return null;
  return { from, missing: record?.bulk.missing ?? 0 };
}

function RuleForm({ bulkFrom, onClose }: Ruling & { onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, minProbability, newOnly } = useDuplicates();
  const { outcomes, head } = useGroups();
  const fitting = presets.filter((preset) => preset.kinds.some((each) => each === kind));
  // The groups shown are of one kind, so that a rule starts with that one.
  const [rule, setRule] = useState<DuplicateRule>(() =>
    ruleSchema.parse({
      kinds: bulkFrom === null ? [kind] : duplicateKinds.filter((each) => each !== 'variant'),
      action: kind === 'variant' && bulkFrom === null ? 'variant' : undefined,
      minProbability: bulkFrom ?? head?.minProbability,
    }),
  );
  const { busy, run } = useBusy();
  const [except] = useState(() => [...outcomes.keys()]);
  const among =
    bulkFrom === null
      ? { kind, newOnly, ...(minProbability === undefined ? {} : { minProbability }) }
      : { minProbability: bulkFrom };
  const record = useTrackRecord().data;
  const refused = bulkRefusal(rule, record);
  const [debounced] = useDebouncedValue(rule, 120);
  const { data, refetch } = usePreview('duplicates.rulePreview', { rule: debounced, among, except }, { fresh: true });
  const preview = rule === debounced && data !== undefined ? data : null;
  const change = (part: Partial<DuplicateRule>): void => setRule({ ...rule, ...part });
  const apply = async (): Promise<void> => {
    await run(
      async () => {
        const plan = preview === null ? {} : { plan: preview.plan };
        const { affected, groupIds, operation } = await command('duplicates.ruleApply', {
          rule,
          among,
          except,
          ...plan,
        });
        onClose();
        if (operation === null) return;
        sayOfAll(groupIds, rule.action === 'merge' ? 'merged' : rule.action, Promise.resolve(operation));
        const title = t('duplicates.ruleApplied', { count: affected, number: format.number(affected) });
        offerUndo(title, operation, t(`duplicates.action.${rule.action}`));
      },
      () => void refetch(),
    );
  };
  return (
    <div className={classes.form}>
      <div className={classes.rule}>
        <ul className={classes.presets} aria-label={t('duplicates.presets')}>
          {fitting.map(({ name, ...preset }) => (
            <li key={name}>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => setRule(ruleSchema.parse({ ...preset, kinds: [...preset.kinds] }))}
              >
                {t(`duplicates.preset.${name}`)}
              </Button>
            </li>
          ))}
        </ul>
        <div className={classes.line}>
          <span className={classes.label}>{t('duplicates.doThis')}</span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('duplicates.doThis')}
            value={rule.action}
            onChange={(value) => change({ action: actions.find((known) => known === value) ?? 'merge' })}
            data={actions.map((value) => ({ value, label: t(`duplicates.actionShort.${value}`) }))}
          />
        </div>
        <Select
          size="sm"
          label={t('duplicates.keepWhich')}
          allowDeselect={false}
          disabled={rule.action !== 'merge'}
          data={keeps.map((value) => ({ value, label: t(`duplicates.keepRule.${value}`) }))}
          value={rule.keep}
          onChange={(value) => change({ keep: keeps.find((known) => known === value) ?? 'suggested' })}
        />
        <div className={classes.line}>
          <span className={classes.label}>
            {t('duplicates.atLeast', { percent: format.percent(rule.minProbability) })}
          </span>
          <Slider
            size={3}
            thumbSize={14}
            label={null}
            min={0}
            max={100}
            value={Math.round(rule.minProbability * 100)}
            thumbLabel={t('duplicates.threshold')}
            onChange={(value) => change({ minProbability: value / 100 })}
          />
        </div>
        <Switch
          size="sm"
          label={t('duplicates.sameFolder')}
          description={t('duplicates.sameFolderHint')}
          checked={rule.sameFolder}
          onChange={(event) => change({ sameFolder: event.currentTarget.checked })}
        />
      </div>
      <div className={classes.outcome}>
        <RulePreview preview={preview} action={rule.action} />
        {refused === null || record === undefined ? null : (
          <p className={classes.refused} role="status">
            {refused.from === null
              ? t('duplicates.bulkMissing', { count: refused.missing, number: format.number(refused.missing) })
              : t('duplicates.bulkFrom', { percent: format.percent(refused.from) })}
          </p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={busy}
            disabled={preview === null || preview.affected === 0 || refused !== null}
            onClick={() => void apply()}
          >
            {t('duplicates.applyRule', {
              count: preview?.affected ?? 0,
              number: format.number(preview?.affected ?? 0),
            })}
          </Button>
        </div>
      </div>
    </div>
  );
}
