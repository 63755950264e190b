/** What shoppers had to do with items, as the methods read it: rows of items in the order of time. Items are 0..n-1. */

export interface Histories {
  readonly itemCount: number;
  /** Where each row begins in `items`, and last where all end: [rows + 1]. */
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** A history of one shopper, basket or session: the latest item is last. */
export type History = ArrayLike<number>;

export function historiesOf(rows: readonly History[], itemCount: number): Histories {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = (starts[i] as number) + row.length;
  });
  const items = new Int32Array(starts[rows.length] as number);
  rows.forEach((row, i) => {
    items.set(row, starts[i] as number);
  });
  return { itemCount, starts, items };
}

export function rowCount({ starts }: Histories): number {
  return starts.length - 1;
}

export function rowOf({ starts, items }: Histories, row: number): Int32Array {
  return items.subarray(starts[row] as number, starts[row + 1] as number);
}

/** In how many rows each item is: [items]. */
export function popularity(histories: Histories): Float64Array {
  const counts = new Float64Array(histories.itemCount);
  const lastRow = new Int32Array(histories.itemCount).fill(-1);
  for (let row = 0; row < rowCount(histories); row++) {
    for (const item of rowOf(histories, row)) {
      if (lastRow[item] === row) continue;
      lastRow[item] = row;
      counts[item] = (counts[item] as number) + 1;
    }
  }
  return counts;
}

export interface Places {
  /** Where each item begins in `rows`: [items + 1]. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  /** Where in `Histories.items`, in parallel with `rows`. */
  readonly at: Int32Array;
}

/** Of each item, where it stands, in the order of rows. */
export function placesOf(histories: Histories): Places {
  const { items, itemCount } = histories;
  const starts = new Int32Array(itemCount + 1);
  for (const item of items) starts[item + 1] = (starts[item + 1] as number) + 1;
  for (let item = 0; item < itemCount; item++)
    starts[item + 1] = (starts[item + 1] as number) + (starts[item] as number);
  const next = starts.slice();
  const rows = new Int32Array(items.length);
  const at = new Int32Array(items.length);
  for (let row = 0; row < rowCount(histories); row++) {
    for (let k = histories.starts[row] as number; k < (histories.starts[row + 1] as number); k++) {
      const item = items[k] as number;
      const place = next[item] as number;
      next[item] = place + 1;
      rows[place] = row;
      at[place] = k;
    }
  }
  return { starts, rows, at };
}
