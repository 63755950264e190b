/** Sources, files, products, images, tags, vectors, problems, jobs and past queries. */
import type { Migration } from '../migrate.ts';

export const catalog: Migration = {
  version: 10,
  name: 'catalog',
  sql: /* sql */ `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A folder of photos or a product table that was imported and is kept in step.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('folder', 'table')),
  path TEXT NOT NULL UNIQUE,
  layout TEXT CHECK (layout IN ('photo', 'folder')),
  options TEXT NOT NULL DEFAULT '{}',
  created_at TEXT NOT NULL,
  last_scan_at TEXT
) STRICT;

-- One row a picture file seen on disk. real_path is what path resolved to when it was read: only that very file is served.
-- A failure belongs to this size and time of the file: it is not tried again until they change.
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  real_path TEXT,
  bytes INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  content_hash TEXT,
  failure_code TEXT,
  failure_reason TEXT,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX files_by_hash ON files (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX files_failed ON files (id) WHERE failure_code IS NOT NULL;

-- What is true of a picture whatever its path. thumb: 'own' is thumbs/<aa>/<hash>.jpg, 'original' means the file is small enough itself.
CREATE TABLE pictures (
  content_hash TEXT PRIMARY KEY,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  thumb TEXT NOT NULL CHECK (thumb IN ('own', 'original')),
  perceptual_hash BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  sku TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  price REAL,
  currency TEXT,
  url TEXT,
  attributes TEXT NOT NULL DEFAULT '{}',
  text_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (source_id, sku)
) STRICT;
CREATE INDEX products_by_sku ON products (sku);
CREATE INDEX products_by_text_hash ON products (text_hash);

CREATE TABLE images (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  file_id INTEGER NOT NULL REFERENCES files (id),
  position INTEGER NOT NULL,
  UNIQUE (product_id, file_id)
) STRICT;
CREATE INDEX images_by_file ON images (file_id);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  grp TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (grp, name)
) STRICT;

CREATE TABLE product_tags (
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  provenance TEXT NOT NULL CHECK (provenance IN ('imported', 'suggested', 'confirmed', 'rejected')),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (product_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_tags_by_tag ON product_tags (tag_id);

-- Vectors by content, so that moving a file or importing it twice costs nothing. vector: little-endian float32, L2-normalised.
CREATE TABLE embeddings (
  id INTEGER PRIMARY KEY,
  content_hash TEXT NOT NULL,
  model_id TEXT NOT NULL,
  pipeline_version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'text')),
  vector BLOB NOT NULL,
  UNIQUE (content_hash, kind, model_id)
) STRICT;

-- Words of a product, segmented before they get here. rowid is the product id.
CREATE VIRTUAL TABLE product_words USING fts5 (
  title, tags, description, sku,
  content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  product_id INTEGER REFERENCES products (id) ON DELETE CASCADE,
  path TEXT,
  row INTEGER,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT;
CREATE INDEX problems_by_source ON problems (source_id);
CREATE INDEX problems_by_product ON problems (product_id) WHERE product_id IS NOT NULL;

-- marks: how far each phase ever got. attempts: runs in a row that did not get further, so that work that kills the engine ends failed.
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  params TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'interrupted', 'cancelled', 'failed', 'done')),
  phase TEXT NOT NULL DEFAULT '',
  done REAL NOT NULL DEFAULT 0,
  total REAL,
  failures INTEGER NOT NULL DEFAULT 0,
  marks TEXT NOT NULL DEFAULT '{}',
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  result TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state);

CREATE TABLE queries (
  id INTEGER PRIMARY KEY,
  parts TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX queries_by_time ON queries (asked_at);
`,
};
