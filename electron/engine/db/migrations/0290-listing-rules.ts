/** What a person said that listings of a kind should have, and how their titles go. */
import type { Migration } from '../migrate.ts';

export const listingRules: Migration = {
  version: 290,
  name: 'listing rules',
  sql: /* sql */ `
-- required: JSON of checks; null where the proposal stands. pattern: of titles; null where none was set.
CREATE TABLE listing_rules (
  kind TEXT PRIMARY KEY,
  required TEXT,
  pattern TEXT,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL
) STRICT;
`,
};
