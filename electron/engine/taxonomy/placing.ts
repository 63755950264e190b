/** The job that works out where each product without a category belongs. */
import { throwIfCancelled } from '../../contract/errors.ts';
import { kindGroups } from '../catalog/kind-groups.ts';
import type { Encoder } from '../encoders/types.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { catalogPrior, type Meanings, type Placement, place, utilitiesOf } from './evidence.ts';
import type { Taxonomies } from './taxonomies.ts';
import type { KindTag, Proposal } from './taxonomy-repo.ts';
import type { Taxonomy } from './tree.ts';

/** Products written in one transaction, and names encoded in one call. */
const sliceSize = 100;
const encodedAtOnce = 64;
/** Log-odds that all settled products with the same tag add to their category. */
const learnedOdds = 5;
const mostOthers = 5;
/** Products from which is told in which branches the catalog is at home. */
const sampleSize = 300;

/** Of the names of categories and tags, by model; each is encoded once while the library is open. */
const known = new WeakMap<Encoder, Map<string, Float32Array>>();

export async function runPlace(taxonomies: Taxonomies, context: JobContext): Promise<Record<string, unknown>> {
  const { catalog, database, repo, settled, vectors } = taxonomies;
  const taxonomy = taxonomies.current();
  const tags = Map.groupBy(repo.kindTags(kindGroups), ({ productId }) => productId);
  const done = settled.read(taxonomy);
  const rows = catalog.rows.read().filter(({ productId }) => !done.has(productId));
  const kinds = new Set([...tags.values()].flat().map(({ tag }) => tag));
  const meanings = await readMeanings(taxonomies, taxonomy, kinds, context);
  const learned = learnedFrom(taxonomies, taxonomy, tags);
  const mapped = new Map(repo.mappings().map((own) => [tagKey(own), own.path]));
  const pause = createGentlePause();
  const evidenceOf = ({ productId, title, imageIds }: (typeof rows)[number]): Float64Array => {
    const own = tags.get(productId) ?? [];
    const image = imageIds.map((id) => vectors.images.get(id)).find((vector) => vector !== undefined);
    const about = { title, kinds: own.map(({ tag }) => tag), image, text: vectors.texts.get(productId) };
    return utilitiesOf(taxonomy, about, meanings, learned(own));
  };
  context.report({ phase: 'compare', done: 0, total: rows.length });
  const sample: Float64Array[] = [];
  const step = Math.max(1, rows.length / sampleSize);
  for (let at = 0; Math.floor(at) < rows.length; at += step) {
    throwIfCancelled(context.signal);
    sample.push(evidenceOf(rows[Math.floor(at)] as (typeof rows)[number]));
    await pause();
  }
  const prior = catalogPrior(taxonomy, sample);
  let slice: Proposal[] = [];
  const write = (): void => {
    database.transaction(() => repo.putProposals(slice));
    slice = [];
  };
  for (const [at, row] of rows.entries()) {
    const { productId } = row;
    const said = (tags.get(productId) ?? []).map((tag) => mapped.get(tagKey(tag))).find((path) => path !== undefined);
    const node = said === undefined ? undefined : taxonomy.find(said);
    const placement = node === undefined ? place(taxonomy, evidenceOf(row), prior) : certain(node.at);
    slice.push(proposalOf(taxonomy, productId, placement));
    if (slice.length >= sliceSize) {
      throwIfCancelled(context.signal);
      write();
      context.report({ done: at + 1 });
    }
    await pause();
  }
  write();
  context.report({ done: rows.length });
  return { products: rows.length };
}

/** Encodes the names that were not encoded yet. */
async function readMeanings(
  { encoders }: Taxonomies,
  taxonomy: Taxonomy,
  kinds: ReadonlySet<string>,
  { report, signal }: JobContext,
): Promise<Meanings> {
  const encoder = await encoders.active();
  const vectors = known.get(encoder) ?? new Map<string, Float32Array>();
  known.set(encoder, vectors);
  const names = [...taxonomy.categories.map(({ name }) => name), ...kinds].map((name) => name.toLowerCase());
  const missing = [...new Set(names)].filter((name) => !vectors.has(name));
  report({ phase: 'texts', done: 0, total: missing.length });
  for (let at = 0; at < missing.length; at += encodedAtOnce) {
    throwIfCancelled(signal);
    const slice = missing.slice(at, at + encodedAtOnce);
    const found = await encoder.encodeTexts(slice, { priority: 'background' });
    for (const [i, name] of slice.entries()) vectors.set(name, found[i] as Float32Array);
    report({ done: Math.min(missing.length, at + encodedAtOnce) });
  }
  const of = (name: string): Float32Array => vectors.get(name.toLowerCase()) as Float32Array;
  return {
    categories: taxonomy.categories.map(({ name }) => of(name)),
    kinds: new Map([...kinds].map((kind) => [kind, of(kind)])),
  };
}

/** What settled products with the same tags say, in log-odds by category. */
function learnedFrom(
  { settled }: Taxonomies,
  taxonomy: Taxonomy,
  tags: ReadonlyMap<number, readonly KindTag[]>,
): (own: readonly KindTag[]) => Map<number, number> {
  const counts = new Map<string, Map<number, number>>();
  for (const { productId, at } of settled.read(taxonomy).values()) {
    if (at === undefined) continue;
    for (const tag of tags.get(productId) ?? []) {
      const own = counts.get(tagKey(tag)) ?? new Map<number, number>();
      counts.set(tagKey(tag), own.set(at, (own.get(at) ?? 0) + 1));
    }
  }
  return (own) => {
    const odds = new Map<number, number>();
    for (const tag of own) {
      const found = counts.get(tagKey(tag));
      if (found === undefined) continue;
      const all = [...found.values()].reduce((sum, count) => sum + count, 0);
      // Few products say little: as if two more had said something else.
      for (const [at, count] of found) odds.set(at, (odds.get(at) ?? 0) + (learnedOdds * count) / (all + 2));
    }
    return odds;
  };
}

function certain(at: number): Placement {
  const ranked = { at, probability: 1 };
  return { ranked: [ranked], branch: ranked };
}

function proposalOf({ categories }: Taxonomy, productId: number, { ranked, branch }: Placement): Proposal {
  const guess = ({ at, probability }: Placement['ranked'][number]) => ({
    path: categories[at]?.text ?? '',
    confidence: probability,
  });
  const [first, ...others] = ranked.map(guess);
  return {
    productId,
    path: first?.path ?? '',
    confidence: first?.confidence ?? 0,
    branch: branch === null ? null : guess(branch),
    others: others.slice(0, mostOthers),
  };
}

export function tagKey({ group, tag }: { readonly group: string; readonly tag: string }): string {
  return `${group}\u0000${tag}`;
}
