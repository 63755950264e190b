/** Searches that people keep by a name. */
import type { Migration } from '../migrate.ts';

export const savedSearches: Migration = {
  version: 190,
  name: 'saved searches',
  sql: /* sql */ `
-- search: JSON of parts, filters and order.
CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  search TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
`,
};
