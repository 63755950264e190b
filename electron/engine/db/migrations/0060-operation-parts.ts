/** Changes of so many products that they are written, and taken back, piece by piece. */
import type { Migration } from '../migrate.ts';

export const operationParts: Migration = {
  version: 60,
  name: 'operation parts',
  sql: /* sql */ `
-- job_id: the job that writes it piece by piece, so that it goes on with the same operation after a kill.
ALTER TABLE operations ADD COLUMN job_id INTEGER;
CREATE INDEX operations_by_job ON operations (job_id) WHERE job_id IS NOT NULL;

-- undo: as in operations, for one piece; size: how much it changed, in units of its kind.
CREATE TABLE operation_parts (
  operation_id INTEGER NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  undo TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (operation_id, part)
) STRICT, WITHOUT ROWID;
`,
};
