/** What of a product can be bought by itself, each with its options, number, prices, stock, barcode and image. */
import type { Migration } from '../migrate.ts';

export const variants: Migration = {
  version: 120,
  name: 'variants',
  sql: /* sql */ `
-- options: JSON array of [name, value]. price: without a sale; sale_from, sale_to: ISO 8601 in UTC, NULL is open.
-- asked: what it costs as of the last time that sales were looked at.
CREATE TABLE variants (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  sku TEXT NOT NULL,
  options TEXT NOT NULL,
  price REAL,
  sale_price REAL,
  sale_from TEXT,
  sale_to TEXT,
  asked REAL,
  compare_price REAL,
  currency TEXT,
  stock REAL,
  barcode TEXT NOT NULL,
  file_id INTEGER REFERENCES files (id) ON DELETE SET NULL,
  line INTEGER NOT NULL,
  UNIQUE (product_id, position)
) STRICT;
CREATE INDEX variants_by_sku ON variants (sku COLLATE NOCASE) WHERE sku <> '';
CREATE INDEX variants_by_barcode ON variants (barcode) WHERE barcode <> '';
CREATE INDEX variants_by_file ON variants (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX variants_on_sale ON variants (product_id) WHERE sale_from IS NOT NULL OR sale_to IS NOT NULL;
`,
};
