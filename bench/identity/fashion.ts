/** A real catalog of one shop: which groups it is shown, against what people see in the photos. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { requireData } from '../support/data.ts';
import { importAndWait, jobEnded, openBenchEngine } from '../support/engine.ts';
import { differentInFashion, sameInFashion } from './fashion-labels.ts';

export async function fashionGroups() {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-identity-'));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    await importAndWait(engine, { path: requireData('fashion-2k/products.csv') });
    await jobEnded(engine, { id: (await engine.call('duplicates.scan', { full: true })).jobId });
    const nameOf = (pair: readonly string[]): string => [...pair].sort().join(' ');
    const same = new Set(sameInFashion.map(nameOf));
    const labelled = new Set([...sameInFashion, ...differentInFashion].map(nameOf));
    const { groups, counts } = await engine.call('duplicates.list', { limit: 500 });
    const shown = groups.filter(({ kind }) => kind !== 'variant');
    const isRight = (skus: readonly string[]): boolean =>
      skus.every((a, i) => skus.slice(i + 1).every((b) => same.has([a, b].sort().join(' '))));
    const pairs = shown.flatMap(({ members }) =>
      members.flatMap(({ sku }, i) => members.slice(i + 1).map((other) => nameOf([sku, other.sku]))),
    );
    const named = shown.map(({ members, kind, probability }) => ({
      right: isRight(members.map(({ sku }) => sku)),
      text: `${kind} ${probability.toFixed(2)}: ${members.map(({ sku, title }) => `${sku} ${title}`).join(' | ')}`,
    }));
    return {
      threshold: shippedThreshold,
      counts,
      groups: shown.length,
      different: named.filter(({ right }) => !right).map(({ text }) => text),
      foundOfTheSame: named.filter(({ right }) => right).length,
      theSame: sameInFashion.length,
      notLookedAt: pairs.filter((pair) => !labelled.has(pair)),
    };
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
