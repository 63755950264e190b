/** One decision for many groups: planned first, so that it can be shown and counted, then applied exactly as planned. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Product } from '../../contract/catalog.ts';
import {
  type DuplicateGroup,
  type DuplicateRule,
  pairsOf,
  type RuleLeftReason,
  type RuleOutcome,
  type VerdictGraph,
} from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import type { Decider } from './decider.ts';
import { keeperByRule } from './keeper.ts';
import { previewMerge } from './merging.ts';

export interface RuleGroup extends Pick<DuplicateGroup, 'id' | 'kind' | 'probability'> {
  readonly products: readonly Product[];
  readonly folders: readonly (string | null)[];
}

export interface RuleStep {
  readonly groupId: string;
  readonly keeperId: number;
  readonly productIds: readonly number[];
}

export interface RulePlan {
  readonly steps: readonly RuleStep[];
  readonly outcome: RuleOutcome;
  /** Stands for exactly these steps. */
  readonly name: string;
}

interface PlanInput {
  readonly rule: DuplicateRule;
  /** In the order of the list. */
  readonly ids: readonly string[];
  /** Undefined for a group that is not in the list. */
  readonly group: (id: string) => RuleGroup | undefined;
  /** Of all verdicts; the plan adds its own. */
  readonly graph: VerdictGraph;
  /** Undefined for a product nobody has said anything about. */
  readonly keyOf: (productId: number) => number | undefined;
}

const sliceMs = 8;

/** Gives way to other calls between groups. @throws {AppError} `CANCELLED` */
export async function planRule(input: PlanInput, signal: AbortSignal): Promise<RulePlan> {
  const steps: RuleStep[] = [];
  const left = new Map<RuleLeftReason, number>();
  const tally = new PlannedVerdicts(input);
  let since = performance.now();
  for (const id of input.ids) {
    if (performance.now() - since > sliceMs) {
      await nextTurn();
      if (signal.aborted) throw new AppError('CANCELLED', 'Nobody waits for this any more.');
      since = performance.now();
    }
    const planned = planGroup(input, id, tally);
    if (typeof planned === 'string') left.set(planned, (left.get(planned) ?? 0) + 1);
    else steps.push(planned);
  }
  const outcome = {
    considered: input.ids.length,
    affected: steps.length,
    left: [...left].map(([reason, count]) => ({ reason, count })),
  };
  const name = createHash('sha1')
    .update(JSON.stringify([input.rule, steps]))
    .digest('hex');
  return { steps, outcome, name };
}

function planGroup({ rule, group: find }: PlanInput, id: string, tally: PlannedVerdicts): RuleStep | RuleLeftReason {
  const group = find(id);
  if (group === undefined || group.products.length < 2) return 'gone';
  if (!rule.kinds.includes(group.kind)) return 'kind';
  if (group.probability < rule.minProbability) return 'probability';
  const folders = new Set(group.folders);
  if (rule.sameFolder && (folders.size > 1 || folders.has(null))) return 'folder';
  const keeperId = keeperByRule(group.products, rule.keep);
  const productIds = group.products.map((product) => product.id).filter((other) => other !== keeperId);
  if (rule.action === 'merge') {
    const keeper = group.products.find((product) => product.id === keeperId) as Product;
    const others = group.products.filter((product) => product !== keeper);
    if (previewMerge(keeper, others, rule.fields).open.length > 0) return 'open-field';
  }
  return tally.add([keeperId, ...productIds]) ? { groupId: id, keeperId, productIds } : 'contradiction';
}

/** The verdicts a plan would give, held against those that are there: a rule overturns nothing that was said. */
class PlannedVerdicts {
  readonly #input: PlanInput;
  /** Products without a key get one of their own, below all others. */
  #fresh = -1;
  readonly #keys = new Map<number, number>();

  constructor(input: PlanInput) {
    this.#input = input;
  }

  /** False, and nothing added, when an earlier verdict says otherwise. */
  add(products: readonly number[]): boolean {
    const { rule, graph } = this.#input;
    const value = rule.action === 'merge' ? 'same' : rule.action;
    const pairs = pairsOf(products).map(([a, b]) => ({ leftKey: this.#key(a), rightKey: this.#key(b), value }));
    const against = pairs.some((verdict) => {
      const said = graph.verdictOn(verdict.leftKey, verdict.rightKey);
      return (said !== null && said.value !== value) || graph.contradicting(verdict) !== null;
    });
    if (against) return false;
    for (const verdict of pairs) graph.add(verdict);
    return true;
  }

  #key(productId: number): number {
    const known = this.#input.keyOf(productId) ?? this.#keys.get(productId);
    if (known !== undefined) return known;
    this.#keys.set(productId, this.#fresh);
    return this.#fresh--;
  }
}

/** As one operation, all or nothing. @throws {AppError} `CONFLICT` */
export function applyPlan(rule: DuplicateRule, { steps }: RulePlan, decider: Decider): Operation | null {
  return decider.perform('duplicates.rule', String(steps.length), () => {
    const undo: ReturnType<Decider['writeMerge']> = { verdicts: [], mergeKeys: [], merges: [] };
    for (const step of steps) {
      const { verdicts, mergeKeys, merges } = applyTo(step, rule, decider);
      for (const verdict of verdicts) undo.verdicts.push(verdict);
      for (const key of mergeKeys) undo.mergeKeys.push(key);
      for (const merge of merges) undo.merges.push(merge);
    }
    return undo;
  });
}

function applyTo({ keeperId, productIds }: RuleStep, { action, fields }: DuplicateRule, decider: Decider) {
  if (action === 'merge') {
    return decider.writeMerge(decider.preview({ keeperId, productIds: [...productIds], fields }), fields, 'rule');
  }
  const pairs = pairsOf([keeperId, ...productIds]).map(([left, right]) => ({ left, right, value: action }));
  return { verdicts: decider.give(pairs, 'rule'), mergeKeys: [], merges: [] };
}
