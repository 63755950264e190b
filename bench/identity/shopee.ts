/** Listings of a marketplace: titles in several languages, perceptual hashes of photos, and which are one product. */
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import { readTable, type TextListing } from './tables.ts';

export interface Posting extends TextListing {
  readonly group: string;
  readonly hash: bigint;
}

/**
 * A random part of so many groups. Groups are cut in two by their number, so that what is learned on the one half says
 * something of the other.
 */
export function postings(half: 'fit' | 'test', groups: number, seed: number): Posting[] {
  const byGroup = Map.groupBy(readTable('dup-shopee/postings.csv'), (row) => row.group_id ?? '');
  const names = [...byGroup.keys()].filter((name) => Number(name) % 2 === (half === 'fit' ? 0 : 1)).sort();
  const random = seededRandom(seed);
  for (let i = names.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [names[i], names[j]] = [names[j] as string, names[i] as string];
  }
  return names.slice(0, groups).flatMap((group) =>
    (byGroup.get(group) ?? []).map((row) => ({
      id: `0:${row.posting_id}`,
      source: 0,
      title: row.title ?? '',
      description: '',
      attributes: {},
      price: null,
      group,
      hash: BigInt(`0x${row.image_phash}`),
    })),
  );
}

/** Bits that differ. */
export function distance(a: bigint, b: bigint): number {
  let bits = 0;
  for (let rest = a ^ b; rest > 0n; rest &= rest - 1n) bits++;
  return bits;
}

/** The pairs by their candidates: similar titles, and hashes that differ in few bits. */
export function candidatePairs(listings: readonly Posting[], byTitle: ReadonlySet<string>, nearHash = 10): Set<string> {
  const pairs = new Set(byTitle);
  for (const [i, left] of listings.entries()) {
    for (const right of listings.slice(i + 1)) {
      if (distance(left.hash, right.hash) <= nearHash) pairs.add(`${left.id} ${right.id}`);
    }
  }
  return pairs;
}

/** Mean over the listings of the F1 of what is shown with each. */
export function meanF1(listings: readonly Posting[], joined: readonly (readonly [string, string])[]): number {
  const truth = Map.groupBy(listings, ({ group }) => group);
  const shown = new Map(listings.map(({ id }) => [id, new Set([id])]));
  for (const [a, b] of joined) {
    shown.get(a)?.add(b);
    shown.get(b)?.add(a);
  }
  let sum = 0;
  for (const { id, group } of listings) {
    const members = truth.get(group) ?? [];
    const found = shown.get(id) ?? new Set();
    sum += (2 * members.filter((member) => found.has(member.id)).length) / (members.length + found.size);
  }
  return sum / listings.length;
}
