/** What people changed of products over what their sources say, and what of it was written into which file. */
import type { Migration } from '../migrate.ts';

export const changes: Migration = {
  version: 180,
  name: 'changes',
  sql: /* sql */ `
-- field: title, description, price or "attribute:<name>". JSON: value is what a person wants, base what the source said when they did, source
-- what it says now. A row leaves when the source says the same.
CREATE TABLE product_edits (
  product_key INTEGER NOT NULL REFERENCES product_keys (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  base TEXT NOT NULL,
  source TEXT NOT NULL,
  edited_by TEXT NOT NULL,
  edited_at TEXT NOT NULL,
  PRIMARY KEY (product_key, field)
) STRICT, WITHOUT ROWID;

-- Products that a person took out; they stay away when their source is read again.
CREATE TABLE product_removals (
  product_key INTEGER PRIMARY KEY REFERENCES product_keys (id),
  removed_by TEXT NOT NULL,
  removed_at TEXT NOT NULL
) STRICT;

-- Files that were written. backup: a file in the library's folder that holds the table as it was before it was written over.
CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  source TEXT,
  format TEXT NOT NULL,
  path TEXT NOT NULL,
  changes INTEGER NOT NULL,
  backup TEXT,
  written_at TEXT NOT NULL,
  taken_back_at TEXT
) STRICT;

-- change: see engine/exchange/changes.ts. left_out: a person does not want it written.
CREATE TABLE change_marks (
  change TEXT PRIMARY KEY,
  left_out INTEGER NOT NULL DEFAULT 0,
  exported_value TEXT,
  export_id INTEGER REFERENCES exports (id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX change_marks_by_export ON change_marks (export_id) WHERE export_id IS NOT NULL;
`,
};
