/** Two rankings in one list that gives neither an advantage. */

export interface Drafted<T> {
  readonly item: T;
  readonly team: 'a' | 'b';
}

/**
 * Team-draft interleaving (Radlinski, Kurup & Joachims 2008): in each round both rankings, in an order drawn by lot,
 * add their best item that is not in the list yet. `key` tells items apart.
 */
export function teamDraft<T>(
  a: readonly T[],
  b: readonly T[],
  length: number,
  key: (item: T) => number,
  random: () => number,
): Drafted<T>[] {
  const list: Drafted<T>[] = [];
  const taken = new Set<number>();
  const sides = { a, b };
  const draft = (team: 'a' | 'b'): void => {
    const item = sides[team].find((one) => !taken.has(key(one)));
    if (item === undefined || list.length === length) return;
    taken.add(key(item));
    list.push({ item, team });
  };
  const all = new Set([...a, ...b].map(key)).size;
  while (list.length < Math.min(length, all)) {
    const first = random() < 0.5 ? 'a' : 'b';
    draft(first);
    draft(first === 'a' ? 'b' : 'a');
  }
  return list;
}

/** Whose items were picked more often. */
export function winnerOf(teams: Readonly<Record<string, 'a' | 'b'>>, picked: readonly number[]): 'a' | 'b' | 'tie' {
  const own = picked.map((id) => teams[String(id)]);
  const a = own.filter((team) => team === 'a').length;
  const b = own.filter((team) => team === 'b').length;
  return a === b ? 'tie' : a > b ? 'a' : 'b';
}
