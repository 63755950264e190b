/**
 * One shop's styles in several colours and several views: the colours of a style are variants of it, and a listing with
 * another view of the same colour, as a second shop would have it, is the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { MethodResult } from '../../electron/contract/contract.ts';
import { shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { requireData } from '../support/data.ts';
import { type BenchEngine, importAndWait, jobEnded, openBenchEngine } from '../support/engine.ts';
import { toCsv } from './look-up.ts';

type Row = Readonly<Record<string, string>>;
type Pair = MethodResult<'duplicates.compare'>['pair'];

const folder = 'photos-luma-multiview';

interface Listing {
  readonly sku: string;
  readonly style: string;
  readonly colour: string;
  readonly file: string;
  readonly view: string;
}

export async function lumaViews() {
  const names = new Map(
    [...readTable('products.csv'), ...readTable('gear_products.csv')].map(({ sku, name }) => [sku, name ?? '']),
  );
  const listings = readTable('images.csv').flatMap(({ file = '', style_sku: style = '', colour = '', view = '' }) =>
    names.has(style) ? [{ sku: path.parse(file).name, style, colour, file, view }] : [],
  );
  const mains = firstOfEach(listings.filter(({ view }) => view === 'main'));
  const others = listings.filter(({ view }) => view === 'back' || view === 'alt1');
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-luma-'));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    for (const [name, some] of [
      ['shop', mains],
      ['other shop', others],
    ] as const) {
      const rows = some.map(({ sku, style, colour, file }) => [
        sku,
        names.get(style) ?? '',
        colour,
        requireData(`${folder}/images/${file}`),
      ]);
      const table = path.join(dir, `${name}.csv`);
      writeFileSync(table, toCsv([['sku', 'title', 'colour', 'image'], ...rows]));
      await importAndWait(engine, { path: table });
    }
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
      colours.add(isVariant, `${a.sku} | ${b.sku}: ${probability.toFixed(2)} ${veto?.kind ?? 'no contradiction'}`);
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
  #right = 0;
  #all = 0;
  readonly #wrong: string[] = [];

  add(right: boolean, text: string): void {
    this.#all++;
    if (right) this.#right++;
    else this.#wrong.push(text);
  }

  figures() {
    return {
      pairs: this.#all,
      right: Math.round((1000 * this.#right) / this.#all) / 1000,
      wrong: this.#wrong.slice(0, examples),
    };
  }
}

/** One main image a colour of a style. */
function firstOfEach(listings: readonly Listing[]): Listing[] {
  return [...Map.groupBy(listings, ({ style, colour }) => `${style} ${colour}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}

function readTable(name: string): Row[] {
  return parse(readFileSync(requireData(`${folder}/${name}`)), { columns: true, skip_empty_lines: true }) as Row[];
}
