/** One decision for many groups, planned first, so that it can be shown and then done exactly as shown. */
import { createHash } from 'node:crypto';
import type { Product } from '../../contract/catalog.ts';
import {
  type DuplicateRule,
  pairsOf,
  type RuleLeftReason,
  type RuleOutcome,
  type VerdictGraph,
} from '../../contract/duplicates.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import { createPause } from '../jobs/slices.ts';
import type { Group } from './groups/open-groups.ts';
import { folderOf } from './library-groups.ts';
import { previewMerge } from './merge-preview.ts';
import { survivorByRule } from './survivor.ts';

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

export interface PlanInput {
  readonly rule: DuplicateRule;
  /** In the order of the list. */
  readonly ids: readonly string[];
  /** Those of the list. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly productsOf: (group: Group) => readonly Product[];
  /** Of all verdicts; the plan adds its own. */
  readonly graph: VerdictGraph;
  readonly keyOf: ReadonlyMap<number, number>;
}

/** Gives way to other calls between groups. @throws {AppError} `CANCELLED` */
export async function planRule(input: PlanInput, signal: AbortSignal): Promise<RulePlan> {
  const pause = createPause();
  const steps: RuleStep[] = [];
  const left = new Map<RuleLeftReason, number>();
  for (const id of input.ids) {
    await pause();
    throwIfCancelled(signal);
    const planned = planGroup(input, id);
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

function planGroup(input: PlanInput, id: string): RuleStep | RuleLeftReason {
  const { rule } = input;
  const group = input.groups.get(id);
  if (group === undefined) return 'gone';
  if (!rule.kinds.includes(group.kind)) return 'kind';
  if (group.cohesion < rule.minProbability) return 'probability';
  const products = input.productsOf(group);
  const folders = new Set(products.map(folderOf));
  if (rule.sameFolder && (folders.size > 1 || folders.has(null))) return 'folder';
  const keeperId = survivorByRule(products, rule.keep);
  const others = products.filter(({ id: other }) => other !== keeperId);
  const productIds = others.map((product) => product.id);
  const [survivor] = products.filter((product) => product.id === keeperId);
  if (rule.action === 'merge' && survivor && previewMerge(survivor, others, rule.fields).open.length > 0)
    return 'open-field';
  return addVerdicts(input, [keeperId, ...productIds]) ? { groupId: id, keeperId, productIds } : 'contradiction';
}

/** False, and nothing added, when an earlier verdict says otherwise: a rule overturns nothing that was said. */
function addVerdicts({ rule, graph, keyOf }: PlanInput, products: readonly number[]): boolean {
  const value = rule.action === 'merge' ? 'same' : rule.action;
  // A product without a key gets one below all others.
  const key = (productId: number): number => keyOf.get(productId) ?? -productId;
  const verdicts = pairsOf(products).map(([a, b]) => ({ leftKey: key(a), rightKey: key(b), value }));
  const against = verdicts.some((verdict) => {
    const said = graph.verdictOn(verdict.leftKey, verdict.rightKey);
    return (said !== null && said.value !== value) || graph.contradicting(verdict) !== null;
  });
  if (!against) for (const verdict of verdicts) graph.add(verdict);
  return !against;
}
