/**
 * One shop's styles in several colours and several views: the colours of a style are variants of it, and a listing with
 * another view of the same colour, as a second shop would have it, is the same. Figures are of all styles, and of those
 * that the weights were not fitted to.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MethodResult } from '../../electron/contract/contract.ts';
import { shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { type BenchEngine, jobEnded, openBenchEngine } from '../support/engine.ts';
import { importShops, isTaught, type Listing, lumaShops } from './luma-shops.ts';

type Pair = MethodResult<'duplicates.compare'>['pair'];

export async function lumaViews() {
  const { mains, others } = lumaShops();
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-luma-'));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    await importShops(engine, dir, { mains, others });
    await jobEnded(engine, { id: (await engine.call('duplicates.scan', { full: true })).jobId });
    return await judged(engine, mains, others);
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function judged(engine: BenchEngine, mains: readonly Listing[], others: readonly Listing[]) {
  const ids = new Map<string, number>();
  for (const { sku } of [...mains, ...others]) ids.set(sku, (await engine.call('catalog.productBySku', { sku })).id);
  const compare = async (a: Listing, b: Listing): Promise<Pair> => {
    const [left, right] = [ids.get(a.sku) as number, ids.get(b.sku) as number].sort((x, y) => x - y) as [
      number,
      number,
    ];
    return (await engine.call('duplicates.compare', { left, right })).pair;
  };
  const colours = new Tally();
  for (const [i, a] of mains.entries()) {
    for (const b of mains.slice(i + 1)) {
      if (a.style !== b.style || a.colour === b.colour) continue;
      const { probability, veto } = await compare(a, b);
      const isVariant = veto !== null && probability >= shippedThreshold;
      colours.add(
        isVariant,
        isTaught(a),
        `${a.sku} | ${b.sku}: ${probability.toFixed(2)} ${veto?.kind ?? 'no contradiction'}`,
      );
    }
  }
  const views = { back: new Tally(), alt1: new Tally() };
  for (const other of others) {
    const main = mains.find(({ style, colour }) => style === other.style && colour === other.colour);
    if (main === undefined) continue;
    const { probability, veto } = await compare(main, other);
    const isSame = veto === null && probability >= shippedThreshold;
    views[other.view as keyof typeof views].add(
      isSame,
      isTaught(main),
      `${main.sku} | ${other.sku}: ${probability.toFixed(2)} ${veto?.kind ?? ''}`,
    );
  }
  return {
    threshold: shippedThreshold,
    coloursAsVariants: colours.figures(),
    back: views.back.figures(),
    otherView: views.alt1.figures(),
  };
}

const examples = 12;

class Tally {
  readonly #said: { readonly right: boolean; readonly taught: boolean; readonly text: string }[] = [];

  add(right: boolean, taught: boolean, text: string): void {
    this.#said.push({ right, taught, text });
  }

  figures() {
    const unseen = this.#said.filter(({ taught }) => !taught);
    const wrong = this.#said.filter(({ right }) => !right);
    return {
      pairs: this.#said.length,
      right: share(this.#said),
      ofUnseenStyles: { pairs: unseen.length, right: share(unseen) },
      wrong: wrong.slice(0, examples).map(({ text }) => text),
    };
  }
}

function share(said: readonly { readonly right: boolean }[]): number {
  return Math.round((1000 * said.filter(({ right }) => right).length) / said.length) / 1000;
}
