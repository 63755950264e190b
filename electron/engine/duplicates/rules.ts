/** One decision for many groups: planned first, so that it can be shown, then applied to exactly the groups named. */
import type { Product } from '../../contract/catalog.ts';
import type { MethodResult } from '../../contract/contract.ts';
import type { DuplicateGroup, DuplicateRule, RuleOutcome } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import { type Decider, pairsOf } from './decider.ts';
import { keeperByRule } from './keeper.ts';

export interface NamedGroup {
  readonly id: string;
  /** Undefined for a group that is not there any more. */
  readonly group: DuplicateGroup | undefined;
  readonly products: readonly Product[];
}

type Applied = RuleOutcome['applied'][number];
type SkipReason = RuleOutcome['skipped'][number]['reason'];

export function planRule(rule: DuplicateRule, groups: readonly NamedGroup[], decider: Decider): RuleOutcome {
  const applied: Applied[] = [];
  const skipped: RuleOutcome['skipped'] = [];
  for (const named of groups) {
    const reason = skipReason(rule, named);
    if (reason !== null) {
      skipped.push({ groupId: named.id, reason });
      continue;
    }
    const keeperId = keeperByRule(named.products, rule.keep);
    const productIds = named.products.map(({ id }) => id).filter((id) => id !== keeperId);
    const isOpen =
      rule.action === 'merge' && decider.preview({ keeperId, productIds, fields: rule.fields }).open.length > 0;
    if (isOpen) skipped.push({ groupId: named.id, reason: 'open-field' });
    else applied.push({ groupId: named.id, keeperId, productIds });
  }
  return { applied, skipped };
}

/** As one operation. A group that an earlier verdict forbids is left out and said so. */
export function applyRule(
  rule: DuplicateRule,
  groups: readonly NamedGroup[],
  decider: Decider,
): MethodResult<'duplicates.ruleApply'> {
  const plan = planRule(rule, groups, decider);
  const applied: Applied[] = [];
  const skipped = [...plan.skipped];
  const operation = decider.perform('duplicates.rule', String(plan.applied.length), () => {
    const undo: ReturnType<Decider['writeMerge']> = { verdicts: [], mergeKeys: [], merges: [] };
    for (const step of plan.applied) {
      try {
        const done = applyTo(step, rule, decider);
        undo.verdicts.push(...done.verdicts);
        undo.mergeKeys.push(...done.mergeKeys);
        undo.merges.push(...done.merges);
        applied.push(step);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error;
        skipped.push({ groupId: step.groupId, reason: 'contradiction' });
      }
    }
    return undo;
  });
  return { applied, skipped, operation };
}

function applyTo({ keeperId, productIds }: Applied, { action, fields }: DuplicateRule, decider: Decider) {
  if (action === 'merge') return decider.writeMerge(decider.preview({ keeperId, productIds, fields }), fields);
  const pairs = pairsOf([keeperId, ...productIds]).map(([left, right]) => ({ left, right, value: action }));
  return { verdicts: decider.give(pairs), mergeKeys: [], merges: [] };
}

function skipReason(rule: DuplicateRule, { group, products }: NamedGroup): SkipReason | null {
  if (group === undefined || products.length < 2) return 'gone';
  if (!rule.kinds.includes(group.kind)) return 'kind';
  if (group.probability < rule.minProbability) return 'probability';
  const folders = new Set(group.members.map(({ folder }) => folder));
  return rule.sameFolder && (folders.size > 1 || folders.has(null)) ? 'folder' : null;
}
