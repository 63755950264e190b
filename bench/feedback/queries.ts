/** Part (b): queries made of attributes, products whose attributes are known, and so the right grade of every product for every query. */
import { seededRandom, shuffled } from '../../electron/engine/numbers/random.ts';
import type { BenchEngine } from '../support/engine.ts';

export type Attributes = Readonly<Record<string, string>>;
export type Catalog = ReadonlyMap<number, { readonly sku: string; readonly attributes: Attributes }>;

export interface AttributeQuery {
  readonly text: string;
  /** Product id -> grade, for all of grade 1 and more. */
  readonly grades: ReadonlyMap<number, number>;
}

const templates = [['colour', 'audience', 'usage'], ['colour', 'audience'], ['audience', 'usage'], ['colour']];
/** Products that fit in every respect, for a query to be worth asking. */
const fewestFitting = 5;

export async function readCatalog(engine: BenchEngine): Promise<Catalog> {
  const products = new Map<number, { sku: string; attributes: Attributes }>();
  for (let offset = 0; ; offset += 500) {
    const { hits } = await engine.call('search.run', { offset, limit: 500, facets: false });
    for (const { id, sku, tags } of hits) {
      products.set(id, { sku, attributes: Object.fromEntries(tags.map(({ group, name }) => [group, name])) });
    }
    if (hits.length < 500) return products;
  }
}

/** `amount` queries such as "blue men's casual shoes", drawn among all that at least 5 products fit. */
export function drawQueries(catalog: Catalog, amount: number, seed: number): AttributeQuery[] {
  const combinations = new Map<string, Attributes>();
  for (const { attributes } of catalog.values()) {
    for (const template of templates) {
      const wanted: Record<string, string> = {};
      for (const group of [...template, 'type']) if (attributes[group]) wanted[group] = attributes[group];
      if (Object.keys(wanted).length === template.length + 1) combinations.set(JSON.stringify(wanted), wanted);
    }
  }
  const all = [...combinations.values()].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const queries: AttributeQuery[] = [];
  for (const wanted of shuffled(all, seededRandom(seed))) {
    const grades = gradesFor(catalog, wanted);
    const fitting = [...grades.values()].filter((grade) => grade === 3).length;
    if (fitting >= fewestFitting) queries.push({ text: wording(wanted), grades });
    if (queries.length === amount) break;
  }
  return queries;
}

/** The type has to be right; each other attribute that is not costs a grade. */
function gradesFor(catalog: Catalog, wanted: Attributes): Map<number, number> {
  const grades = new Map<number, number>();
  const others = Object.keys(wanted).filter((group) => group !== 'type');
  for (const [id, { attributes }] of catalog) {
    if (attributes.type !== wanted.type) continue;
    const missed = others.filter((group) => attributes[group] !== wanted[group]).length;
    if (missed < 3 && missed < others.length + (others.length === 1 ? 0 : 1)) grades.set(id, 3 - missed);
  }
  return grades;
}

function wording({ colour, audience, usage, type }: Attributes): string {
  const who = audience === undefined ? undefined : audience === 'Unisex' ? 'unisex' : `${audience}'s`;
  return [colour, who, usage, type]
    .filter((word) => word !== undefined)
    .join(' ')
    .toLowerCase();
}
