/** What shoppers did: orders, views, clicks and searches, without anything that says who they were. */
import type { Migration } from '../migrate.ts';

export const events: Migration = {
  version: 210,
  name: 'events',
  sql: /* sql */ `
-- sha256: of the file's bytes. reading: JSON of how it was read. finished: 0 while its rows are coming in.
CREATE TABLE event_files (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  reading TEXT NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0,
  result TEXT,
  imported_at TEXT NOT NULL
) STRICT;

-- A product as files name it. Which product of the catalog that is, is worked out anew whenever the catalog changes.
CREATE TABLE event_items (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE,
  sku TEXT NOT NULL,
  barcode TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL
) STRICT;

CREATE TABLE event_queries (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- mark: what tells one event from another, so that a file that overlaps another doubles nothing. kind: its place in eventKinds of the
-- contract. time: ms since 1970. customer, session, basket, search: keyed hashes. shown: items of a list of results, in their order.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  mark INTEGER NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  file INTEGER NOT NULL,
  customer INTEGER,
  session INTEGER,
  item INTEGER,
  quantity REAL NOT NULL DEFAULT 1,
  returned REAL NOT NULL DEFAULT 0,
  basket INTEGER,
  search INTEGER,
  query INTEGER,
  position INTEGER,
  results INTEGER,
  shown TEXT
) STRICT;
CREATE INDEX events_by_basket ON events (basket) WHERE basket IS NOT NULL;

-- Shoppers that are programs: their events are kept and not counted.
CREATE TABLE event_robots (
  shopper INTEGER PRIMARY KEY,
  events INTEGER NOT NULL
) STRICT;

-- What a person said of the columns of a kind of file. header: its columns.
CREATE TABLE event_mappings (
  header TEXT PRIMARY KEY,
  mapping TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
