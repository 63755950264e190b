/** One decision for many groups: a rule, what it would do to the groups that are shown, and doing it. */
import { type DuplicateRule, type MethodInput, type RuleOutcome, ruleSchema } from '@contract';
import { Button, Modal, SegmentedControl, Select, Slider, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useDuplicates } from '../state/duplicates.ts';
import { ask, command } from '../state/engine.ts';
import { markDone, reopen, undoOperation } from '../state/review.ts';
import { notifyError, notifyWithAction } from '../ui/notify.tsx';
import { RulePreview } from './rule-preview.tsx';
import classes from './rules.module.css';

const keeps = ['suggested', 'largest', 'oldest', 'newest', 'most-photos', 'longest-title', 'lowest-price'] as const;
const actions = ['merge', 'same', 'variant', 'different'] as const;

/** Starting points that cover most of what people want; everything can be changed afterwards. */
const presets = [
  { name: 'sameFolder', kinds: ['exact'], sameFolder: true, keep: 'largest', action: 'merge' },
  { name: 'sure', kinds: ['exact', 'near'], minProbability: 0.95, keep: 'suggested', action: 'merge' },
  { name: 'variants', kinds: ['variant'], keep: 'suggested', action: 'variant' },
] as const;

type RuleInput = MethodInput<'duplicates.rulePreview'>['rule'];

export function RulesDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('duplicates.rulesTitle')}
      size={940}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <RuleForm onClose={onClose} />
    </Modal>
  );
}

function RuleForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { groups, outcomes, kind } = useDuplicates();
  const fitting = presets.filter((preset) => preset.kinds.some((each) => each === kind));
  const open = groups.filter((group) => !outcomes.has(group.id));
  const [rule, setRule] = useState<DuplicateRule>(() => ruleSchema.parse(presetFor(kind)));
  const [busy, setBusy] = useState(false);
  const groupIds = open.map((group) => group.id);
  const preview = useRulePreview(rule, groupIds);
  const change = (part: Partial<DuplicateRule>): void => setRule({ ...rule, ...part });
  const apply = async (): Promise<void> => {
    setBusy(true);
    try {
      const wanted = (preview?.applied ?? []).map((applied) => applied.groupId);
      const { applied, operation } = await command('duplicates.ruleApply', { rule, groupIds: wanted });
      onClose();
      markDone(
        applied.map((each) => each.groupId),
        rule.action === 'merge' ? 'merged' : rule.action,
      );
      const title = t('duplicates.ruleApplied', { count: applied.length, number: format.number(applied.length) });
      if (operation !== null) {
        notifyWithAction(
          title,
          t(`duplicates.action.${rule.action}`),
          t('duplicates.undo'),
          () => void undoRule(operation),
        );
      }
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  const undoRule = async (operation: Parameters<typeof undoOperation>[0]): Promise<void> => {
    await undoOperation(operation);
    reopen(groupIds);
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
        <RulePreview outcome={preview} groups={open} action={rule.action} />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={busy}
            disabled={preview === null || preview.applied.length === 0}
            onClick={() => void apply()}
          >
            {t('duplicates.applyRule', {
              count: preview?.applied.length ?? 0,
              number: format.number(preview?.applied.length ?? 0),
            })}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The groups shown are of one kind, so that a rule starts with that one. */
function presetFor(kind: DuplicateRule['kinds'][number]): RuleInput {
  return kind === 'variant' ? { kinds: [kind], action: 'variant' } : { kinds: [kind] };
}

function useRulePreview(rule: DuplicateRule, groupIds: readonly string[]): RuleOutcome | null {
  const [outcome, setOutcome] = useState<RuleOutcome | null>(null);
  const params = JSON.stringify({ rule, groupIds });
  useEffect(() => {
    const controller = new AbortController();
    const wanted = JSON.parse(params) as { rule: DuplicateRule; groupIds: string[] };
    const timer = setTimeout(() => {
      ask('duplicates.rulePreview', wanted, { signal: controller.signal }).then(setOutcome, notifyError);
    }, 120);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [params]);
  return outcome;
}
