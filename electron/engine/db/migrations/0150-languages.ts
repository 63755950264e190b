/**
 * The language of each listing, by which its words are stemmed. Words that an earlier version wrote are written anew in
 * the background once the library is opened (`library/word-renewal.ts`).
 */
import type { Migration } from '../migrate.ts';

export const languages: Migration = {
  version: 150,
  name: 'languages',
  sql: /* sql */ `
-- BCP 47; '' where nothing tells.
ALTER TABLE products ADD COLUMN language TEXT NOT NULL DEFAULT '';
-- The rules by which the row in product_words was written; 0 for those before languages.
ALTER TABLE products ADD COLUMN words_version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX products_by_words_version ON products (words_version);
`,
};
