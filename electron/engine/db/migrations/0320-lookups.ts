/** Photos that are looked up together: a table that stays until it is emptied. */
import type { Migration } from '../migrate.ts';

export const lookups: Migration = {
  version: 320,
  name: 'lookups',
  sql: /* sql */ `
-- path: where the photo is read from, null where only its copy in queries/ is left; kept: that file is a copy in lookups/, to be removed
-- once it was read. state: waiting, done, failed. error: JSON.
CREATE TABLE lookup_photos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  path TEXT,
  kept INTEGER NOT NULL,
  hash TEXT,
  parts INTEGER NOT NULL,
  state TEXT NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX lookup_photos_by_state ON lookup_photos (state, id);

-- hash: of the photo or of the part. region, candidates, barcodes: JSON; candidates: product ids with probabilities.
CREATE TABLE lookup_rows (
  photo_id INTEGER NOT NULL REFERENCES lookup_photos (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  hash TEXT NOT NULL,
  region TEXT,
  answer TEXT NOT NULL,
  candidates TEXT NOT NULL,
  barcodes TEXT NOT NULL,
  said_none INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (photo_id, place)
) STRICT, WITHOUT ROWID;
`,
};
