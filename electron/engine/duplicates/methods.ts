/** The `duplicates.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { checkImage } from './check-image.ts';
import { compareProducts } from './compare-products.ts';
import { exportDecisions } from './decision-table.ts';
import type { Duplicates } from './duplicates.ts';

export function duplicateHandlers(duplicates: Duplicates): DomainHandlers<'duplicates'> {
  const { groups, verdicts, decisions, rules, scans, models, sources } = duplicates;
  return {
    'duplicates.state': () => duplicates.state(),
    'duplicates.list': (params) => groups.list(params),
    'duplicates.group': ({ id, minProbability }) => groups.group(id, minProbability),
    'duplicates.compare': ({ left, right }) => compareProducts(sources, groups.index, left, right),
    'duplicates.verdict': (params) => decisions.verdict(params),
    'duplicates.withdraw': (params) => decisions.withdraw(params),
    'duplicates.mergePreview': (params) => decisions.mergePreview(params),
    'duplicates.merge': (params) => decisions.merge(params),
    'duplicates.rulePreview': (params, { signal }) => rules.preview(params, signal),
    'duplicates.ruleApply': (params, { signal }) => rules.apply(params, signal),
    'duplicates.exportDecisions': ({ format }) => exportDecisions(sources.catalog, verdicts.graph, format),
    'duplicates.exportVerdicts': () => ({ verdicts: verdicts.export() }),
    'duplicates.importVerdicts': (params) => decisions.importVerdicts(params),
    'duplicates.checkImage': ({ hash }, { signal }) => checkImage(sources, hash, signal),
    'duplicates.scan': ({ full }) => scans.start(full),
    'duplicates.model': () => models.describe(),
    'duplicates.learning': (params) => groups.learning(params),
    'duplicates.refit': () => models.refit(groups.index.pairs, groups.judgements),
    'duplicates.resetModel': () => models.reset(),
  };
}
