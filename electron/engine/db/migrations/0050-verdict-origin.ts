/** How a verdict on a pair came about, for people who look at it again; and merges found by their keeper. */
import type { Migration } from '../migrate.ts';

export const verdictOrigin: Migration = {
  version: 50,
  name: 'verdict-origin',
  sql: /* sql */ `
ALTER TABLE duplicate_verdicts ADD COLUMN given_by TEXT NOT NULL DEFAULT 'person'
  CHECK (given_by IN ('person', 'merge', 'rule', 'file'));
CREATE INDEX merges_by_keeper ON merges (keeper_key);
`,
};
