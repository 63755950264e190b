/** A copy of a library with a known share of wrong tags in it, as an import would have brought them. */
import { cpSync } from 'node:fs';
import { EventHub } from '../../electron/contract/rpc/event-hub.ts';
import { Catalog } from '../../electron/engine/catalog/catalog.ts';
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { seededRandom, shuffled } from '../../electron/engine/numbers/random.ts';

/** Right and wrong tag of each corrupted product, by `product id group`. */
export type Errors = ReadonlyMap<string, { readonly right: string; readonly wrong: string }>;

/** Gives `share` of the products of each group another tag of the group, drawn as often as it occurs. Words and text hashes follow. */
export function corruptedCopy(
  from: string,
  to: string,
  groups: readonly string[],
  share: number,
  seed: number,
): Errors {
  cpSync(from, to, { recursive: true });
  const database = openDatabase(to);
  const catalog = new Catalog(database, { hub: new EventHub(), libraryDir: to });
  const errors = new Map<string, { right: string; wrong: string }>();
  const random = seededRandom(seed);
  try {
    database.transaction(() => {
      const changed: number[] = [];
      for (const group of groups) {
        const rows = database.all<{ productId: number; tagId: number; name: string }>(
          `SELECT pt.product_id AS productId, pt.tag_id AS tagId, t.name FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
           WHERE t.grp = ? ORDER BY pt.product_id`,
          group,
        );
        for (const row of shuffled(rows, random).slice(0, Math.round(share * rows.length))) {
          const others = rows.filter(({ tagId }) => tagId !== row.tagId);
          const other = others[Math.floor(random() * others.length)];
          if (other === undefined) continue;
          database.run(
            'UPDATE product_tags SET tag_id = ? WHERE product_id = ? AND tag_id = ?',
            other.tagId,
            row.productId,
            row.tagId,
          );
          errors.set(`${row.productId} ${group}`, { right: row.name, wrong: other.name });
          changed.push(row.productId);
        }
      }
      catalog.retagged([...new Set(changed)]);
    });
  } finally {
    catalog.close();
    database.close();
  }
  return errors;
}
