/** What is written on images, the barcodes on them, and the words by which products are found through that. */
import type { Migration } from '../migrate.ts';

export const pictureReadings: Migration = {
  version: 220,
  name: 'picture readings',
  sql: /* sql */ `
-- One row an image that was read, by content, so that moving a file costs nothing. lines: JSON, see recognition/readings-repo.ts. failure: why it could not be read.
CREATE TABLE picture_readings (
  content_hash TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  lines TEXT NOT NULL,
  failure TEXT
) STRICT, WITHOUT ROWID;

-- Barcodes. number: the trade number without leading zeros, or the text where it says none. valid: 0 where its check digit is wrong.
CREATE TABLE picture_codes (
  content_hash TEXT NOT NULL,
  position INTEGER NOT NULL,
  format TEXT NOT NULL,
  text TEXT NOT NULL,
  gtin TEXT,
  number TEXT NOT NULL,
  valid INTEGER NOT NULL,
  PRIMARY KEY (content_hash, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_codes_by_number ON picture_codes (number) WHERE valid = 1;

-- Words on the images of a product, segmented before they get here. rowid is the product id.
CREATE VIRTUAL TABLE picture_words USING fts5 (
  words,
  content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Products whose images are others than when their row of picture_words was written.
CREATE TABLE picture_words_due (product_id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER picture_words_image_added AFTER INSERT ON images
WHEN EXISTS (
  SELECT 1 FROM files f JOIN picture_readings r ON r.content_hash = f.content_hash
  WHERE f.id = new.file_id AND r.lines <> '[]'
)
BEGIN
  INSERT OR IGNORE INTO picture_words_due VALUES (new.product_id);
END;
CREATE TRIGGER picture_words_image_removed AFTER DELETE ON images
WHEN EXISTS (
  SELECT 1 FROM files f JOIN picture_readings r ON r.content_hash = f.content_hash
  WHERE f.id = old.file_id AND r.lines <> '[]'
)
BEGIN
  INSERT OR IGNORE INTO picture_words_due VALUES (old.product_id);
END;
CREATE TRIGGER picture_words_file_changed AFTER UPDATE OF content_hash ON files
WHEN new.content_hash IS NOT old.content_hash AND EXISTS (
  SELECT 1 FROM picture_readings r WHERE r.content_hash IN (old.content_hash, new.content_hash) AND r.lines <> '[]'
)
BEGIN
  INSERT OR IGNORE INTO picture_words_due SELECT product_id FROM images WHERE file_id = new.id;
END;
-- An id may be given to another product.
CREATE TRIGGER picture_words_product_removed AFTER DELETE ON products
BEGIN
  DELETE FROM picture_words WHERE rowid = old.id;
END;
`,
};
