/** Takes rules for whole lists: shows what they would do, and does exactly that. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { VerdictGraph } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Decider } from './decider.ts';
import { shippedThreshold } from './default-weights.ts';
import type { Judgements } from './groups/judgements.ts';
import type { Group } from './groups/open-groups.ts';
import { folderOf, type LibraryGroups } from './library-groups.ts';
import { applyPlan, planRule, type RuleGroup, type RulePlan } from './rules.ts';
import type { Verdicts } from './verdicts.ts';

type RuleParams = MethodParams<'duplicates.rulePreview'>;

const examples = 60;
const attempts = 3;

export class RuleDesk {
  readonly #catalog: Catalog;
  readonly #groups: LibraryGroups;
  readonly #verdicts: Verdicts;
  readonly #decider: Decider;
  /** Groups as rules look at them, read once until something changes. */
  #seen: { readonly at: Judgements | undefined; readonly groups: Map<string, RuleGroup> } = {
    at: undefined,
    groups: new Map(),
  };

  constructor(catalog: Catalog, groups: LibraryGroups, verdicts: Verdicts, decider: Decider) {
    this.#catalog = catalog;
    this.#groups = groups;
    this.#verdicts = verdicts;
    this.#decider = decider;
  }

  async preview(params: RuleParams, signal: AbortSignal): Promise<MethodResult<'duplicates.rulePreview'>> {
    const { outcome, name, steps } = await this.#plan(params, signal);
    const shown = steps.slice(0, examples).flatMap(({ groupId, keeperId, productIds }) => {
      const entry = this.#groups.index.find(groupId, params.among.minProbability ?? shippedThreshold);
      if (entry === undefined) return [];
      return [{ groupId, keeperId, productIds: [...productIds], members: this.#groups.shown(entry).members }];
    });
    return { ...outcome, plan: name, examples: shown };
  }

  /** @throws {AppError} `CONFLICT` when the plan is not the one that was looked at */
  async apply(
    { plan: wanted, ...params }: MethodParams<'duplicates.ruleApply'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'duplicates.ruleApply'>> {
    const plan = await this.#plan(params, signal);
    if (wanted !== undefined && wanted !== plan.name) {
      throw new AppError(
        'CONFLICT',
        'The groups have changed meanwhile. Look at what the rule would do now, then apply it.',
        { details: { why: 'preview-stale' } },
      );
    }
    const operation = applyPlan(params.rule, plan, this.#decider);
    return { ...plan.outcome, groupIds: plan.steps.map(({ groupId }) => groupId), operation };
  }

  /** @throws {AppError} `CANCELLED`, `CONFLICT` when decisions keep coming in meanwhile */
  async #plan({ rule, among, groupIds, except }: RuleParams, signal: AbortSignal): Promise<RulePlan> {
    const { kind, minProbability = shippedThreshold } = among;
    const about = this.#groups.about(among);
    const left = new Set(except);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { index, judgements } = this.#groups;
      const listed = index
        .openAt(minProbability)
        .filter((entry) => (kind === undefined || entry.kind === kind) && about(entry));
      const entries = new Map(listed.map((entry) => [entry.id, entry]));
      const plan = await planRule(
        {
          rule,
          ids: [...new Set(groupIds ?? entries.keys())].filter((id) => !left.has(id)),
          group: (id) => {
            const entry = entries.get(id);
            return entry && this.#seenAs(entry, judgements);
          },
          graph: new VerdictGraph(this.#verdicts.rows),
          keyOf: (id) => judgements.keyOf.get(id),
        },
        signal,
      );
      if (judgements === this.#groups.judgements) return plan;
    }
    throw new AppError('CONFLICT', 'The groups keep changing at the moment. Try again in a little while.', {
      details: { why: 'groups-changing' },
    });
  }

  #seenAs({ id, kind, cohesion, productIds }: Group, at: Judgements): RuleGroup {
    if (this.#seen.at !== at) this.#seen = { at, groups: new Map() };
    const known = this.#seen.groups.get(id);
    if (known !== undefined) return known;
    const products = productIds.map((productId) => this.#catalog.products.get(productId));
    const group = { id, kind, probability: cohesion, products, folders: products.map(folderOf) };
    this.#seen.groups.set(id, group);
    return group;
  }
}
