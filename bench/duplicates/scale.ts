/** Times the search for duplicates in a large library: all candidates, all comparisons, all groups, and the groups again after a verdict. */
import { Book, countKinds } from '../../electron/engine/duplicates/book.ts';
import { GroupCache } from '../../electron/engine/duplicates/judged-clusters.ts';
import { PairModel } from '../../electron/engine/duplicates/pair-model.ts';
import type { VerdictRow } from '../../electron/engine/duplicates/repo.ts';
import { VerdictGraph } from '../../electron/engine/duplicates/verdict-graph.ts';
import { WeighedPairs } from '../../electron/engine/duplicates/weighed-pairs.ts';
import { compareAll } from './library.ts';

export async function timeLibrary(library: string) {
  const { products, pairs, seconds, cpuSeconds, compared, memory } = await compareAll(library, false);
  const started = process.cpuUsage();
  const names = new Map(products.map(({ id, sku }) => [id, sku]));
  const model = new PairModel();
  const weighed = WeighedPairs.of(pairs, model);
  const cache = new GroupCache();
  const keyOf = new Map(products.map(({ id }) => [id, id]));
  const groupsAfter = (verdicts: readonly VerdictRow[]) =>
    new Book({
      pairs: weighed,
      model,
      graph: new VerdictGraph(verdicts),
      verdicts,
      keyOf,
      keeperOf: new Map(),
      nameOf: (id) => names.get(id),
      cache,
    }).at(0.5);
  const counts = countKinds(groupsAfter([]));
  const groupCpuSeconds = cpuSince(started);
  const judged = process.cpuUsage();
  const sure = weighed.all.filter(({ probability }) => probability > 0.9).slice(0, 20);
  for (const { left, right } of sure) {
    groupsAfter([{ leftKey: left, rightKey: right, value: 'same', decidedAt: '', by: 'person' }]);
  }
  const verdictCpuSeconds = cpuSince(judged) / Math.max(1, sure.length);
  return {
    products: products.length,
    compared,
    kept: pairs.length,
    compareSeconds: seconds,
    cpuSeconds,
    groupCpuSeconds,
    verdictCpuSeconds,
    counts,
    memory,
  };
}

/** Processor time, user and system: the machine may be busy with other things. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
