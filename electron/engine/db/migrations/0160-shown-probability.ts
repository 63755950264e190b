/**
 * A verdict keeps what the person was shown when it was given, so that it can be said how often that was right. Of
 * earlier verdicts it is not known.
 */
import type { Migration } from '../migrate.ts';

export const shownProbability: Migration = {
  version: 160,
  name: 'shown-probability',
  sql: /* sql */ `
ALTER TABLE duplicate_verdicts ADD COLUMN shown REAL;
`,
};
