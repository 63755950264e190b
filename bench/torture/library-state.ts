/** Everything that a library holds, told without ids and times, so that two libraries can be compared line by line. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Sorted lines by what they tell of. */
export type LibraryState = Readonly<Record<string, readonly string[]>>;

const questions: Readonly<Record<string, string>> = {
  products: 'SELECT sku, title, description, price, currency, attributes, text_hash FROM products',
  images: `SELECT p.sku, i.position, f.path, f.content_hash FROM images i
    JOIN products p ON p.id = i.product_id JOIN files f ON f.id = i.file_id`,
  files: 'SELECT path, bytes, content_hash, failure_code, failures FROM files',
  pictures: 'SELECT content_hash, width, height, format, thumb, hex(perceptual_hash) FROM pictures',
  words: 'SELECT p.sku FROM products p JOIN product_words w ON w.rowid = p.id',
  // Texts that were true for a moment may or may not have been encoded.
  vectors: `SELECT kind, content_hash, model_id FROM embeddings WHERE content_hash IN
    (SELECT text_hash FROM products UNION SELECT f.content_hash FROM images i JOIN files f ON f.id = i.file_id)`,
  tags: `SELECT p.sku, t.grp, t.name, x.provenance, x.decided_by FROM product_tags x
    JOIN products p ON p.id = x.product_id JOIN tags t ON t.id = x.tag_id WHERE x.provenance <> 'suggested'`,
  vocabulary: 'SELECT t.grp, t.name, s.text FROM tags t LEFT JOIN tag_synonyms s ON s.tag_id = t.id',
  grades: 'SELECT q.label, j.judge, j.sku, j.grade FROM judgements j JOIN label_queries q ON q.id = j.query_id',
  verdicts: `SELECT min(a.sku, b.sku), max(a.sku, b.sku), v.value FROM duplicate_verdicts v
    JOIN product_keys a ON a.id = v.left_key JOIN product_keys b ON b.id = v.right_key`,
  merges: `SELECT m.sku AS member, k.sku AS survivor FROM merges
    JOIN product_keys m ON m.id = member_key JOIN product_keys k ON k.id = keeper_key`,
  sets: `SELECT s.name, q.label FROM label_sets s JOIN label_set_queries x ON x.set_id = s.id
    JOIN label_queries q ON q.id = x.query_id`,
  edits:
    'SELECT k.sku, e.field, e.value, e.base, e.source FROM product_edits e JOIN product_keys k ON k.id = e.product_key',
  removals: 'SELECT k.sku FROM product_removals r JOIN product_keys k ON k.id = r.product_key',
  references: 'SELECT r.content_hash, k.sku FROM reference_images r JOIN product_keys k ON k.id = r.product_key',
  sources: 'SELECT kind, path FROM sources',
  // Those that were merged into others or taken out may or may not have been compared before.
  compared: `SELECT p.sku FROM duplicate_scans s JOIN products p ON p.id = s.product_id WHERE p.sku NOT IN
    (SELECT k.sku FROM merges JOIN product_keys k ON k.id = member_key
     UNION SELECT k.sku FROM product_removals r JOIN product_keys k ON k.id = r.product_key)`,
  problems: 'SELECT path, row, code FROM problems',
  unfinished: "SELECT kind, state FROM jobs WHERE state NOT IN ('done', 'cancelled')",
};

export function stateOf(library: string): LibraryState {
  const sqlite = new DatabaseSync(path.join(library, 'library.sqlite'), { readOnly: true });
  try {
    const state: Record<string, string[]> = {};
    for (const [name, sql] of Object.entries(questions)) {
      state[name] = sqlite
        .prepare(sql)
        .all()
        .map((row) => JSON.stringify(Object.values(row)))
        .sort();
    }
    const own = sqlite.prepare("SELECT content_hash AS hash FROM pictures WHERE thumb = 'own'").all();
    state.thumbnails = own.map(({ hash }) => thumbnailState(library, String(hash))).sort();
    state.leftovers = readdirSync(library, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(part|tmp)$|\.room$/.test(name))
      .sort();
    return state;
  } finally {
    sqlite.close();
  }
}

function thumbnailState(library: string, hash: string): string {
  const file = path.join(library, 'thumbs', hash.slice(0, 2), `${hash}.jpg`);
  return `${hash} ${existsSync(file) && statSync(file).size > 0 ? 'there' : 'missing'}`;
}

/** What SQLite finds wrong with the file; empty when nothing. To be asked while no engine has it open. */
export function damageOf(library: string): string[] {
  const file = path.join(library, 'library.sqlite');
  if (!existsSync(file)) return [];
  const sqlite = new DatabaseSync(file, { readOnly: true });
  try {
    const found = sqlite
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row.integrity_check));
    const loose = sqlite
      .prepare('PRAGMA foreign_key_check')
      .all()
      .map((row) => `foreign key ${JSON.stringify(row)}`);
    return [...found.filter((line) => line !== 'ok'), ...loose];
  } finally {
    sqlite.close();
  }
}

/** Where the second differs from the first, a line a kind. */
export function differences(expected: LibraryState, found: LibraryState): string[] {
  return Object.keys(expected).flatMap((name) => {
    const lost = without(expected[name] ?? [], found[name] ?? []);
    const extra = without(found[name] ?? [], expected[name] ?? []);
    if (lost.length + extra.length === 0) return [];
    return [`${name}: ${lost.length} lost, ${extra.length} extra; ${[lost[0], extra[0]].filter(Boolean).join(' / ')}`];
  });
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
