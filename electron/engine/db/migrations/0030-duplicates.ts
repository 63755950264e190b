/** What is known of duplicates: how images look, pairs that were compared, verdicts of people, merges, and the fitted pair model. */
import type { Migration } from '../migrate.ts';

export const duplicates: Migration = {
  version: 30,
  name: 'duplicates',
  sql: /* sql */ `
-- See engine/images/signature.ts; NULL for pictures read by an earlier version, made up for when duplicates are looked for.
ALTER TABLE pictures ADD COLUMN signature BLOB;

-- A product by what outlives its row: its source and sku, or, when it turns up elsewhere later on, the content of its first photo.
CREATE TABLE product_keys (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  sku TEXT NOT NULL,
  content_hash TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (source, sku)
) STRICT;

CREATE TABLE duplicate_verdicts (
  left_key INTEGER NOT NULL REFERENCES product_keys (id),
  right_key INTEGER NOT NULL REFERENCES product_keys (id),
  value TEXT NOT NULL CHECK (value IN ('same', 'variant', 'different')),
  decided_at TEXT NOT NULL,
  PRIMARY KEY (left_key, right_key),
  CHECK (left_key < right_key)
) STRICT, WITHOUT ROWID;

-- Products shown as part of another. fields: JSON of the keeper's merge, the same in all its rows.
CREATE TABLE merges (
  member_key INTEGER PRIMARY KEY REFERENCES product_keys (id),
  keeper_key INTEGER NOT NULL REFERENCES product_keys (id),
  fields TEXT NOT NULL,
  merged_at TEXT NOT NULL,
  CHECK (member_key <> keeper_key)
) STRICT;

-- evidence: JSON array of the numbers the pair model reads, so that new weights need no new comparing.
CREATE TABLE duplicate_pairs (
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
CREATE INDEX duplicate_pairs_by_right ON duplicate_pairs (right_id);

-- fingerprint: what of the product went into its comparing; another one means it has to be compared again.
CREATE TABLE duplicate_scans (
  product_id INTEGER PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE pair_models (
  version INTEGER PRIMARY KEY,
  weights TEXT NOT NULL,
  verdicts INTEGER NOT NULL,
  fitted_at TEXT NOT NULL
) STRICT;
`,
};
