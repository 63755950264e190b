/**
 * Images were condemned because the process had ended twice while they were noted as being read, whoever had ended it. They are suspects
 * again, and are read once more by themselves.
 */
import type { Migration } from '../migrate.ts';

export const suspects: Migration = {
  version: 90,
  name: 'suspects',
  sql: /* sql */ `
UPDATE files SET failure_code = NULL, failure_reason = NULL, failures = 1
WHERE failure_code = 'IMAGE_DAMAGED' AND failure_reason LIKE 'Reading this picture stopped the application twice%';
UPDATE files SET failures = 1 WHERE failures > 1;
`,
};
