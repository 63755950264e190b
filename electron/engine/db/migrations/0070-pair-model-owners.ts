/** Weights of duplicate signals are fitted to the cosines of one model and are good for that one only. */
import type { Migration } from '../migrate.ts';

export const pairModelOwners: Migration = {
  version: 70,
  name: 'pair model owners',
  sql: /* sql */ `
-- Until now there was one model.
ALTER TABLE pair_models ADD COLUMN model_id TEXT NOT NULL DEFAULT 'starter-v1';
`,
};
