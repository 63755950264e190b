/** What a person chose for giving a source back: what becomes of listings that leave, and which columns are written. */
import type { Migration } from '../migrate.ts';

export const exportChoices: Migration = {
  version: 200,
  name: 'export choices',
  sql: /* sql */ `
-- source: its path, as it outlives its row. choices: JSON, see the contract.
CREATE TABLE export_choices (
  source TEXT PRIMARY KEY,
  choices TEXT NOT NULL
) STRICT;
`,
};
