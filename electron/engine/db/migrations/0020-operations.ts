/** What a person did and how to take it back. */
import type { Migration } from '../migrate.ts';

export const operations: Migration = {
  version: 20,
  name: 'operations',
  sql: /* sql */ `
-- undo: JSON that the domain of this kind needs to restore what was before. An undone operation stays, for the record.
CREATE TABLE operations (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  undo TEXT NOT NULL,
  done_at TEXT NOT NULL,
  undone_at TEXT
) STRICT;
`,
};
