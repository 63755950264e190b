/** SQL of layouts: when they were made, where products lie, and what a run that was stopped has done so far. */
import type { Database } from '../db/database.ts';

export interface Place {
  readonly productId: number;
  /** The photo that it was placed by. */
  readonly imageId: number;
  /** Most lie within -1..1. */
  readonly x: number;
  readonly y: number;
  /** It came after the layout and was placed by its neighbours. */
  readonly later: boolean;
}

/** How far a run is. Arrays are in the order of the photos that `stamp` stands for. */
export interface StoredRun {
  readonly stamp: string;
  /** Points whose neighbours are known, from the first. */
  readonly found: number;
  readonly neighbours: Int32Array;
  readonly distances: Float32Array;
  readonly epoch: number;
  /** [points x 2]; null before the layout began. */
  readonly places: Float32Array | null;
}

type PlaceRow = [productId: number, imageId: number, x: number, y: number, later: 0 | 1];

interface RunRow {
  readonly stamp: string;
  readonly found: number;
  readonly neighbours: Uint8Array;
  readonly distances: Uint8Array;
  readonly epoch: number;
  readonly places: Uint8Array | null;
}

export class MapRepo {
  readonly #db: Database;
  readonly #modelId: string;

  constructor(database: Database, modelId: string) {
    this.#db = database;
    this.#modelId = modelId;
  }

  /** Undefined before the first layout. */
  madeAt(): string | undefined {
    return this.#db.get<{ at: string }>('SELECT made_at AS at FROM map_layouts WHERE model_id = ?', this.#modelId)?.at;
  }

  /** In the order of the products. */
  places(): Place[] {
    return this.#db
      .tuples<PlaceRow>(
        'SELECT product_id, image_id, x, y, later FROM map_places WHERE model_id = ? ORDER BY product_id',
        this.#modelId,
      )
      .map(([productId, imageId, x, y, later]) => ({ productId, imageId, x, y, later: later === 1 }));
  }

  /** In place of the layout before; to be called in a transaction. */
  begin(madeAt: string): void {
    this.#db.run('DELETE FROM map_layouts WHERE model_id = ?', this.#modelId);
    this.#db.run('INSERT INTO map_layouts (model_id, made_at) VALUES (?, ?)', this.#modelId, madeAt);
  }

  /** Products that are gone meanwhile are passed over. In one statement: 50,000 by themselves would hold searches up. */
  put(places: readonly Place[]): void {
    this.#db.run(
      `INSERT INTO map_places (model_id, product_id, image_id, x, y, later)
       SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)
       WHERE EXISTS (SELECT 1 FROM products WHERE id = value ->> 0)
       ON CONFLICT (model_id, product_id)
       DO UPDATE SET image_id = excluded.image_id, x = excluded.x, y = excluded.y, later = excluded.later`,
      this.#modelId,
      JSON.stringify(places.map(({ productId, imageId, x, y, later }) => [productId, imageId, x, y, later ? 1 : 0])),
    );
  }

  run(): StoredRun | undefined {
    const row = this.#db.get<RunRow>(
      'SELECT stamp, found, neighbours, distances, epoch, places FROM map_runs WHERE model_id = ?',
      this.#modelId,
    );
    if (row === undefined) return undefined;
    const { stamp, found, epoch, places } = row;
    return {
      ...{ stamp, found, epoch },
      neighbours: new Int32Array(bufferOf(row.neighbours)),
      distances: new Float32Array(bufferOf(row.distances)),
      places: places === null ? null : new Float32Array(bufferOf(places)),
    };
  }

  putRun({ stamp, found, neighbours, distances, epoch, places }: StoredRun): void {
    this.#db.run(
      `INSERT INTO map_runs (model_id, stamp, found, neighbours, distances, epoch, places) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model_id) DO UPDATE SET stamp = excluded.stamp, found = excluded.found,
         neighbours = excluded.neighbours, distances = excluded.distances, epoch = excluded.epoch, places = excluded.places`,
      ...[this.#modelId, stamp, found, bytesOf(neighbours), bytesOf(distances), epoch],
      places === null ? null : bytesOf(places),
    );
  }

  /** Only how far the layout is; the neighbours stay as they are. */
  putEpoch(epoch: number, places: Float32Array): void {
    this.#db.run('UPDATE map_runs SET epoch = ?, places = ? WHERE model_id = ?', epoch, bytesOf(places), this.#modelId);
  }

  dropRun(): void {
    this.#db.run('DELETE FROM map_runs WHERE model_id = ?', this.#modelId);
  }
}

/** A run is only taken up on the machine that began it or one with the same order of bytes: SQLite holds them as they are. */
function bytesOf(values: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
