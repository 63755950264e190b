/**
 * How well titles are made by a pattern: `npm run bench:titles`, on fashion-2k. For each type with 20 products, the
 * pattern is learned from every other title and tried on the rest. Prints one line of JSON:
 * - follow: share of the titles it was not learned from that follow it
 * - restored: share of those titles that come back letter for letter after one field was taken out, and after one was
 *   moved to the end, chosen by lot
 * - invented: proposals with a word that stands neither in the title nor in what is known
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import {
  composeTitle,
  fieldsOf,
  learnPattern,
  namedIn,
  parsePattern,
  type TitledProduct,
} from '../electron/engine/completeness/title-pattern.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { requireData } from './support/data.ts';

const fields = ['audience', 'colour', 'type', 'subcategory', 'usage', 'season'];
const columns: Readonly<Record<string, string>> = { audience: 'gender' };
const leastProducts = 20;

const rows: Record<string, string>[] = parse(readFileSync(requireData('fashion-2k/products.csv')), { columns: true });
const random = seededRandom(7);
const byType = Map.groupBy(rows, ({ type = '' }) => type);
const sums = {
  types: 0,
  withPattern: 0,
  titles: 0,
  follow: 0,
  taken: 0,
  putBack: 0,
  moved: 0,
  movedBack: 0,
  proposals: 0,
  invented: 0,
};

for (const own of byType.values()) {
  if (own.length < leastProducts) continue;
  sums.types++;
  const products = own.map(titled);
  const pattern = learnPattern(
    products.filter((_, at) => at % 2 === 0),
    fields,
  );
  if (pattern === undefined) continue;
  sums.withPattern++;
  const parts = parsePattern(pattern);
  const compose = (title: string, { known }: TitledProduct) => composeTitle(parts, title, known, true).title;
  for (const product of products.filter((_, at) => at % 2 === 1)) {
    sums.titles++;
    const { title } = product;
    const made = compose(title, product);
    if (!same(made, title)) {
      sums.proposals++;
      if (invents(made, product)) sums.invented++;
      continue;
    }
    sums.follow++;
    const named = [...namedIn(title, fieldsOf(parts), product.known, parts)];
    const [, spans = []] = named[Math.floor(random() * named.length)] ?? [];
    const [span] = spans;
    if (span === undefined) continue;
    const without = `${title.slice(0, span.start)} ${title.slice(span.end)}`.replace(/\s+/g, ' ').trim();
    sums.taken++;
    if (same(compose(without, product), title)) sums.putBack++;
    if (span.end === title.length) continue;
    sums.moved++;
    if (same(compose(`${without} ${title.slice(span.start, span.end)}`, product), title)) sums.movedBack++;
  }
}
const { types, withPattern, titles, proposals, invented } = sums;
const share = (count: number, of: number): number => Number((count / of).toFixed(3));
console.log(
  JSON.stringify({
    types,
    withPattern,
    titles,
    follow: share(sums.follow, titles),
    restored: { takenOut: share(sums.putBack, sums.taken), moved: share(sums.movedBack, sums.moved) },
    proposals,
    invented,
  }),
);

function titled(row: Record<string, string>): TitledProduct {
  const known = fields.flatMap((field) => {
    const value = row[columns[field] ?? field] ?? '';
    return value === '' ? [] : [[field, [value]] as const];
  });
  return { title: (row.title ?? '').replace(/\s+/g, ' ').trim(), known: new Map(known) };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function invents(made: string, { title, known }: TitledProduct): boolean {
  const given = `${title} ${[...known.values()].flat().join(' ')}`.toLowerCase();
  return made
    .toLowerCase()
    .split(/[\s/]+/)
    .some((word) => !given.includes(word));
}
