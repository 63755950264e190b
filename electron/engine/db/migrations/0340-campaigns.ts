/** Campaign sets: each save is a version of its own. */
import type { Migration } from '../migrate.ts';

export const campaigns: Migration = {
  version: 340,
  name: 'campaigns',
  sql: /* sql */ `
CREATE TABLE campaign_sets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

-- brief, places: JSON. A place has the key of its product and what was true of it then: number, title, price, what it broke of the brief.
CREATE TABLE campaign_versions (
  set_id INTEGER NOT NULL REFERENCES campaign_sets (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  brief TEXT NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY (set_id, version)
) STRICT, WITHOUT ROWID;
`,
};
