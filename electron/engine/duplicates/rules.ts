/** Takes rules for whole lists: shows what they would do, and does exactly that. */
import type { Product } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type DuplicateRule, pairsOf, VerdictGraph } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { Decisions, DecisionUndo } from './decisions.ts';
import type { Judgements } from './groups/judgements.ts';
import type { Group } from './groups/open-groups.ts';
import type { LibraryGroups } from './library-groups.ts';
import { planRule, type RulePlan, type RuleStep } from './rule-plan.ts';
import type { Verdicts } from './verdicts.ts';

type RuleParams = MethodParams<'duplicates.rulePreview'>;

const examples = 60;
const attempts = 3;

export class Rules {
  readonly #catalog: Catalog;
  readonly #groups: LibraryGroups;
  readonly #verdicts: Verdicts;
  readonly #decisions: Decisions;
  /** Products of groups, read once until something changes: a rule is shown before it is applied. */
  readonly #products = new Map<string, readonly Product[]>();
  #readAt: Judgements | undefined;

  constructor(catalog: Catalog, groups: LibraryGroups, verdicts: Verdicts, decisions: Decisions) {
    this.#catalog = catalog;
    this.#groups = groups;
    this.#verdicts = verdicts;
    this.#decisions = decisions;
  }

  async preview(params: RuleParams, signal: AbortSignal): Promise<MethodResult<'duplicates.rulePreview'>> {
    const { outcome, name, steps } = await this.#plan(params, signal);
    const shown = steps.slice(0, examples).flatMap(({ groupId, keeperId, productIds }) => {
      const group = this.#groups.index.find(groupId, params.among.minProbability ?? shippedThreshold);
      if (group === undefined) return [];
      return [{ groupId, keeperId, productIds: [...productIds], members: this.#groups.shown(group).members }];
    });
    return { ...outcome, plan: name, examples: shown };
  }

  /** As one operation, all or nothing. @throws {AppError} `CONFLICT` when the plan is not the one that was looked at */
  async apply(
    { plan: wanted, ...params }: MethodParams<'duplicates.ruleApply'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'duplicates.ruleApply'>> {
    const { steps, outcome, name } = await this.#plan(params, signal);
    if (wanted !== undefined && wanted !== name) {
      throw new AppError(
        'CONFLICT',
        'The groups have changed meanwhile. Look at what the rule would do now, then apply it.',
        { details: { why: 'preview-stale' } },
      );
    }
    const operation = this.#decisions.perform('rule', String(steps.length), () => {
      const undone = steps.map((step) => this.#applyTo(step, params.rule));
      return {
        verdicts: undone.flatMap(({ verdicts }) => verdicts),
        mergeKeys: undone.flatMap(({ mergeKeys }) => mergeKeys),
        merges: undone.flatMap(({ merges }) => merges),
      };
    });
    return { ...outcome, groupIds: steps.map(({ groupId }) => groupId), operation };
  }

  /** @throws {AppError} `CANCELLED`, `CONFLICT` when decisions keep coming in meanwhile */
  async #plan({ rule, among, groupIds, except }: RuleParams, signal: AbortSignal): Promise<RulePlan> {
    const { kind, minProbability = shippedThreshold } = among;
    const about = this.#groups.about(among);
    const left = new Set(except);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { index, judgements } = this.#groups;
      if (this.#readAt !== judgements) this.#products.clear();
      this.#readAt = judgements;
      const listed = index
        .openAt(minProbability)
        .filter((group) => (kind === undefined || group.kind === kind) && about(group));
      const groups = new Map(listed.map((group) => [group.id, group]));
      const plan = await planRule(
        {
          rule,
          ids: [...new Set(groupIds ?? groups.keys())].filter((id) => !left.has(id)),
          groups,
          productsOf: (group) => this.#productsOf(group),
          graph: new VerdictGraph(this.#verdicts.rows),
          keyOf: judgements.keyOf,
        },
        signal,
      );
      if (judgements === this.#groups.judgements) return plan;
    }
    throw new AppError('CONFLICT', 'The groups keep changing at the moment. Try again in a little while.', {
      details: { why: 'groups-changing' },
    });
  }

  #productsOf({ id, productIds }: Group): readonly Product[] {
    const products = this.#products.get(id) ?? productIds.map((productId) => this.#catalog.products.get(productId));
    this.#products.set(id, products);
    return products;
  }

  #applyTo({ keeperId, productIds }: RuleStep, { action, fields }: DuplicateRule): DecisionUndo {
    if (action === 'merge') {
      const preview = this.#decisions.mergePreview({ keeperId, productIds: [...productIds], fields });
      return this.#decisions.writeMerge(preview, fields, 'rule');
    }
    const pairs = pairsOf([keeperId, ...productIds]).map(([left, right]) => ({ left, right, value: action }));
    return { verdicts: this.#verdicts.give(pairs, 'rule'), mergeKeys: [], merges: [] };
  }
}
