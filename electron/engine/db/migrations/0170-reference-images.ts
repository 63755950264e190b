/** Photos that people said show a product of the catalog: what is looked up later is compared with them too. */
import type { Migration } from '../migrate.ts';

export const referenceImages: Migration = {
  version: 170,
  name: 'reference images',
  sql: /* sql */ `
-- A photo shows one product. Its copy is references/<content_hash>.webp in the library folder; name: of its file.
CREATE TABLE reference_images (
  content_hash TEXT PRIMARY KEY,
  product_key INTEGER NOT NULL REFERENCES product_keys (id),
  name TEXT NOT NULL,
  added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_images_by_product ON reference_images (product_key);
`,
};
