/** The categories that a person brought in, where products seem to belong among them, and what tags stand for. */
import type { Migration } from '../migrate.ts';

export const taxonomy: Migration = {
  version: 230,
  name: 'taxonomy',
  sql: /* sql */ `
-- content: the file as it was brought in.
CREATE TABLE taxonomies (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  brought_at TEXT NOT NULL
) STRICT;

-- path, branch: names from the top down, joined by " > ". others: JSON of paths with their confidence. Made again when it is asked for.
CREATE TABLE taxonomy_proposals (
  product_id INTEGER PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  confidence REAL NOT NULL,
  branch TEXT,
  branch_confidence REAL NOT NULL,
  others TEXT NOT NULL
) STRICT;

CREATE TABLE taxonomy_mappings (
  grp TEXT NOT NULL,
  tag TEXT NOT NULL,
  path TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (grp, tag)
) STRICT, WITHOUT ROWID;
`,
};
