/** Where products lie on the map, by model, and what a layout that was stopped has done so far. */
import type { Migration } from '../migrate.ts';

export const map: Migration = {
  version: 310,
  name: 'map',
  sql: /* sql */ `
CREATE TABLE map_layouts (
  model_id TEXT PRIMARY KEY,
  made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- later: 1 where the product came after the layout and was placed by its neighbours. image_id: the photo that it was placed by.
CREATE TABLE map_places (
  model_id TEXT NOT NULL REFERENCES map_layouts (model_id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  x REAL NOT NULL,
  y REAL NOT NULL,
  later INTEGER NOT NULL,
  image_id INTEGER NOT NULL,
  PRIMARY KEY (model_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX map_places_by_product ON map_places (product_id);

-- stamp: of the photos it is about. neighbours, distances: int32 and float32 of the first found points. places: float32, once there are any.
CREATE TABLE map_runs (
  model_id TEXT PRIMARY KEY,
  stamp TEXT NOT NULL,
  found INTEGER NOT NULL,
  neighbours BLOB NOT NULL,
  distances BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  places BLOB
) STRICT, WITHOUT ROWID;
`,
};
