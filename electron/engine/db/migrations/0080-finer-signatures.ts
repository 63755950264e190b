/** Signatures of images became finer, and what comparing gives with them; a long comparison goes on where it was stopped. */
import type { Migration } from '../migrate.ts';

export const finerSignatures: Migration = {
  version: 80,
  name: 'finer signatures',
  sql: /* sql */ `
-- Both are made again when duplicates are looked for next.
UPDATE pictures SET signature = NULL;
DELETE FROM duplicate_pairs;
DELETE FROM duplicate_scans;

-- What a running comparison has found so far; it takes the place of the same products' pairs when all is compared.
CREATE TABLE duplicate_pairs_so_far (
  left_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  right_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  veto TEXT,
  left_image INTEGER,
  right_image INTEGER,
  mirrored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (left_id, right_id),
  CHECK (left_id < right_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_pairs_so_far_by_right ON duplicate_pairs_so_far (right_id);

-- Products all of whose candidates are compared.
CREATE TABLE duplicate_scans_so_far (
  product_id INTEGER PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL
) STRICT;
`,
};
