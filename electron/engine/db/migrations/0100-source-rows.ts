/** Every row of an imported table as it stands there, the upper end of prices, and when a file changed whatever its date says. */
import type { Migration } from '../migrate.ts';

export const sourceRows: Migration = {
  version: 100,
  name: 'source rows',
  sql: /* sql */ `
-- The time of change (ctime); NULL for files that were read before it was noted.
ALTER TABLE files ADD COLUMN changed_ms REAL;

-- The highest price of a product whose variants have several; its price is the lowest.
ALTER TABLE products ADD COLUMN price_to REAL;

-- How a table was read: JSON with its header in the order of the columns, dialect, encoding and delimiter.
CREATE TABLE source_headers (
  source_id INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  header TEXT NOT NULL
) STRICT;

-- The rows that a product was made from. cells: JSON array, every cell as the table has it, in the order of the columns.
CREATE TABLE source_rows (
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (product_id, line)
) STRICT, WITHOUT ROWID;
`,
};
