/** Who decided on a tag, what tags are also called, relevance judgements, fitted rankers and what was measured. */
import type { Migration } from '../migrate.ts';

export const labels: Migration = {
  version: 40,
  name: 'labels',
  sql: /* sql */ `
-- origin: what the row was before a person decided, to go back to; NULL when the person put it there.
ALTER TABLE product_tags ADD COLUMN decided_by TEXT;
ALTER TABLE product_tags ADD COLUMN origin TEXT CHECK (origin IN ('imported', 'suggested'));
CREATE INDEX product_tags_decided ON product_tags (provenance) WHERE provenance IN ('confirmed', 'rejected');

CREATE TABLE tag_synonyms (
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
  text TEXT NOT NULL,
  PRIMARY KEY (tag_id, language, text)
) STRICT, WITHOUT ROWID;

-- Names that were given up by renaming or merging: an import that still brings them means tag_id.
CREATE TABLE tag_aliases (
  grp TEXT NOT NULL,
  name TEXT NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (grp, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_aliases_by_tag ON tag_aliases (tag_id);

-- A query somebody judged results of. parts: the same JSON that queries.parts holds.
CREATE TABLE label_queries (
  id INTEGER PRIMARY KEY,
  parts TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE label_sets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('typed', 'pasted', 'imported', 'history')),
  created_at TEXT NOT NULL
) STRICT;

-- key: the query's id in files.
CREATE TABLE label_set_queries (
  set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
  query_id INTEGER NOT NULL REFERENCES label_queries (id),
  key TEXT NOT NULL,
  PRIMARY KEY (set_id, query_id),
  UNIQUE (set_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_set_queries_by_query ON label_set_queries (query_id);

-- Not tied to products: a product that leaves with its source and comes back under another id is found again by its sku.
CREATE TABLE judgements (
  query_id INTEGER NOT NULL REFERENCES label_queries (id),
  judge TEXT NOT NULL,
  sku TEXT NOT NULL,
  product_id INTEGER NOT NULL,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 3),
  note TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL,
  PRIMARY KEY (query_id, judge, sku, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX judgements_by_judge ON judgements (judge);

-- settings: JSON of the fitted numbers, good for vectors of model_id only.
CREATE TABLE rankers (
  number INTEGER PRIMARY KEY,
  model_id TEXT NOT NULL,
  settings TEXT NOT NULL,
  held_out TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- The version in use with each model; none: the default.
CREATE TABLE ranker_choices (
  model_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES rankers (number)
) STRICT, WITHOUT ROWID;

-- kind: evaluation or learning; report: JSON as the contract has it.
CREATE TABLE reports (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('evaluation', 'learning')),
  at TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_kind ON reports (kind, id);

-- One list mixed from two rankers. teams: JSON {product id: 'a' | 'b'}.
CREATE TABLE interleavings (
  id INTEGER PRIMARY KEY,
  parts TEXT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  teams TEXT NOT NULL,
  winner TEXT CHECK (winner IN ('a', 'b', 'tie')),
  judge TEXT,
  at TEXT NOT NULL
) STRICT;
`,
};
