/**
 * What was compared says more now of words, numbers and prices than what is stored, so everything is compared again
 * once the library is opened. What people said of pairs stays.
 */
import type { Migration } from '../migrate.ts';

export const weighedWords: Migration = {
  version: 110,
  name: 'weighed-words',
  sql: /* sql */ `
DELETE FROM duplicate_pairs;
DELETE FROM duplicate_scans;
DELETE FROM duplicate_pairs_so_far;
DELETE FROM duplicate_scans_so_far;
`,
};
