/** Times the search for duplicates in a large library: all candidates, all comparisons, all groups. */
import { Book, countKinds } from '../../electron/engine/duplicates/book.ts';
import { PairModel } from '../../electron/engine/duplicates/pair-model.ts';
import { VerdictGraph } from '../../electron/engine/duplicates/verdict-graph.ts';
import { WeighedPairs } from '../../electron/engine/duplicates/weighed-pairs.ts';
import { compareAll } from './library.ts';

export async function timeLibrary(library: string) {
  const { products, pairs, seconds, cpuSeconds, compared, memory } = await compareAll(library, false);
  const started = performance.now();
  const names = new Map(products.map(({ id, sku }) => [id, sku]));
  const model = new PairModel();
  const book = new Book({
    pairs: new WeighedPairs(pairs, model),
    model,
    graph: new VerdictGraph(),
    verdicts: [],
    keyOf: new Map(),
    keeperOf: new Map(),
    nameOf: (id) => names.get(id),
  });
  const counts = countKinds(book.at(0.5));
  const groupSeconds = (performance.now() - started) / 1000;
  return {
    products: products.length,
    compared,
    kept: pairs.length,
    compareSeconds: seconds,
    cpuSeconds,
    groupSeconds,
    counts,
    memory,
  };
}
