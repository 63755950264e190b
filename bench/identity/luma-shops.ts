/**
 * One shop's styles in several colours and several views, as two shops list them: the one with the main photo of each
 * colour, the other with the backs and other views. Styles are cut in two, so that what is learned from the one half
 * says something of the other.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Sample } from '../../electron/engine/identity/fit.ts';
import { featuresOf, withoutVeto } from '../../electron/engine/identity/pair-model.ts';
import { compareAll } from '../duplicates/library.ts';
import { requireData } from '../support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine } from '../support/engine.ts';
import { toCsv } from './look-up.ts';

type Row = Readonly<Record<string, string>>;

const folder = 'photos-luma-multiview';

export interface Listing {
  readonly sku: string;
  readonly style: string;
  readonly colour: string;
  readonly file: string;
  readonly view: string;
}

export interface Shops {
  readonly mains: readonly Listing[];
  readonly others: readonly Listing[];
}

/** Whether weights were fitted to this style. */
export function isTaught({ style }: Listing): boolean {
  return (createHash('sha1').update(style).digest()[0] as number) % 2 === 0;
}

function styleNames(): ReadonlyMap<string | undefined, string> {
  return new Map(
    [...readTable('products.csv'), ...readTable('gear_products.csv')].map(({ sku, name }) => [sku, name ?? '']),
  );
}

export function lumaShops(): Shops {
  const names = styleNames();
  const listings = readTable('images.csv').flatMap(({ file = '', style_sku: style = '', colour = '', view = '' }) =>
    names.has(style) ? [{ sku: path.parse(file).name, style, colour, file, view }] : [],
  );
  return {
    mains: firstOfEach(listings.filter(({ view }) => view === 'main')),
    others: listings.filter(({ view }) => view === 'back' || view === 'alt1'),
  };
}

/** Two tables below `dir`, imported as two sources. */
export async function importShops(engine: BenchEngine, dir: string, { mains, others }: Shops): Promise<void> {
  const names = styleNames();
  mkdirSync(dir, { recursive: true });
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
}

/**
 * Pairs of the styles to fit to: views of one colour are the same product, and so are colours of a style but for what
 * tells them apart; two styles are not.
 */
export async function lumaSamples(dir: string, weight: number): Promise<Sample[]> {
  const { mains, others } = lumaShops();
  const taught = { mains: mains.filter(isTaught), others: others.filter(isTaught) };
  const library = path.join(dir, 'views-library');
  if (!existsSync(path.join(library, 'library.sqlite'))) {
    const engine = await openBenchEngine(library);
    await importShops(engine, path.join(dir, 'views'), taught);
    await engine.close();
  }
  const { products, pairs } = await compareAll(library);
  const bySku = new Map([...taught.mains, ...taught.others].map((listing) => [listing.sku, listing]));
  const listingOf = new Map(products.map(({ id, sku }) => [id, bySku.get(sku)]));
  return pairs.flatMap(({ left, right, evidence, veto }): Sample[] => {
    const same = listingOf.get(left)?.style === listingOf.get(right)?.style;
    if (veto !== null && (!same || veto.kind !== 'colour')) return [];
    return [{ features: featuresOf(withoutVeto(evidence, veto)), same, weight }];
  });
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
