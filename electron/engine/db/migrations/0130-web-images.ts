/** Images that tables name by an address of the web, and what came of fetching them. */
import type { Migration } from '../migrate.ts';

export const webImages: Migration = {
  version: 130,
  name: 'web images',
  sql: /* sql */ `
-- state: 'named' by a table and never asked for, 'wanted' because a person said so, 'here' below web/<aa>/<hash>.<extension>, or 'failed'.
-- etag and last_modified are what the server said of the image that is here.
CREATE TABLE web_images (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'named' CHECK (state IN ('named', 'wanted', 'here', 'failed')),
  content_hash TEXT,
  extension TEXT,
  bytes INTEGER,
  etag TEXT,
  last_modified TEXT,
  failure_code TEXT,
  failure_reason TEXT,
  checked_at TEXT
) STRICT;
CREATE INDEX web_images_by_state ON web_images (state, host, id);
CREATE INDEX web_images_by_hash ON web_images (content_hash) WHERE content_hash IS NOT NULL;

-- Which source names which address.
CREATE TABLE web_image_uses (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  web_image_id INTEGER NOT NULL REFERENCES web_images (id) ON DELETE CASCADE,
  PRIMARY KEY (source_id, web_image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX web_image_uses_by_image ON web_image_uses (web_image_id);

-- Hosts of the own network that a person allowed to be asked for the images of a source.
CREATE TABLE web_allowed_hosts (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  PRIMARY KEY (source_id, host)
) STRICT, WITHOUT ROWID;
`,
};
