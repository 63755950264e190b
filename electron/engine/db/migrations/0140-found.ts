/** How many products a query found when it was last asked, so that what finds nothing can be told. */
import type { Migration } from '../migrate.ts';

export const found: Migration = {
  version: 140,
  name: 'found',
  sql: /* sql */ `
-- NULL: asked before this was noted, or only ever with filters.
ALTER TABLE queries ADD COLUMN found INTEGER;
CREATE INDEX queries_without_finds ON queries (asked_at) WHERE found = 0;
`,
};
