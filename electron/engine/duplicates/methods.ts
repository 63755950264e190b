/** The `duplicates.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Duplicates } from './service.ts';

export function duplicateHandlers(duplicates: Duplicates): DomainHandlers<'duplicates'> {
  return {
    'duplicates.state': () => duplicates.state(),
    'duplicates.list': (params) => duplicates.list(params),
    'duplicates.group': ({ id, minProbability }) => duplicates.group(id, minProbability),
    'duplicates.compare': ({ left, right }) => duplicates.compare(left, right),
    'duplicates.verdict': (params) => duplicates.verdict(params),
    'duplicates.withdraw': (params) => duplicates.withdraw(params),
    'duplicates.mergePreview': (params) => duplicates.mergePreview(params),
    'duplicates.merge': (params) => duplicates.merge(params),
    'duplicates.rulePreview': (params, { signal }) => duplicates.rulePreview(params, signal),
    'duplicates.ruleApply': (params, { signal }) => duplicates.ruleApply(params, signal),
    'duplicates.exportDecisions': ({ format }) => duplicates.exportDecisions(format),
    'duplicates.exportVerdicts': () => ({ verdicts: duplicates.exportVerdicts() }),
    'duplicates.importVerdicts': ({ verdicts }) => duplicates.importVerdicts(verdicts),
    'duplicates.checkImage': ({ hash }, { signal }) => duplicates.checkImage(hash, signal),
    'duplicates.scan': ({ full }) => duplicates.scan(full),
    'duplicates.model': () => duplicates.model(),
    'duplicates.refit': () => duplicates.refit(),
    'duplicates.resetModel': () => duplicates.resetModel(),
  };
}
