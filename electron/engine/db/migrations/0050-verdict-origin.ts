/** How a verdict on a pair came about, for people who look at it again; and merges and keys found without reading all of them. */
import type { Migration } from '../migrate.ts';

export const verdictOrigin: Migration = {
  version: 50,
  name: 'verdict-origin',
  sql: /* sql */ `
ALTER TABLE duplicate_verdicts ADD COLUMN given_by TEXT NOT NULL DEFAULT 'person'
  CHECK (given_by IN ('person', 'merge', 'rule', 'file'));
CREATE INDEX merges_by_keeper ON merges (keeper_key);
CREATE INDEX product_keys_by_hash ON product_keys (content_hash) WHERE content_hash IS NOT NULL;
`,
};
