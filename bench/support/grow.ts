/**
 * Grows a library to a size for benchmarks of scale: copies of its products with vectors moved a little, so that they lie in clusters as those of a
 * real catalog do, and with a title that differs by one word. Written straight into SQLite; no image files stand behind the copies.
 */
import { createHash } from 'node:crypto';
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import { segment } from '../../electron/engine/text/segment.ts';

interface Original {
  readonly id: number;
  readonly sourceId: number;
  readonly title: string;
  readonly picture: Uint8Array;
  readonly text: Uint8Array;
  readonly modelId: string;
  readonly pipelineVersion: number;
}

/** `noise`: length of the random step each vector of length 1 takes before it is normalised again. */
export function growLibrary(dir: string, products: number, noise = 0.35, seed = 1): void {
  const db = openDatabase(dir);
  const random = seededRandom(seed);
  try {
    const originals = db.all<Original>(
      `SELECT p.id, p.source_id AS sourceId, p.title, e.vector AS picture, t.vector AS text, e.model_id AS modelId,
              e.pipeline_version AS pipelineVersion
       FROM products p JOIN images i ON i.product_id = p.id JOIN files f ON f.id = i.file_id
       JOIN embeddings e ON e.content_hash = f.content_hash AND e.kind = 'image'
       JOIN embeddings t ON t.content_hash = p.text_hash AND t.kind = 'text' GROUP BY p.id ORDER BY p.id`,
    );
    const now = new Date().toISOString();
    for (let made = originals.length; made < products; ) {
      db.transaction(() => {
        for (let i = 0; i < 1000 && made < products; i++, made++) {
          const original = originals[made % originals.length];
          if (original !== undefined) copy(original, made);
        }
      });
    }

    function copy(original: Original, number: number): void {
      const title = `${original.title} ${['Classic', 'Essential', 'Urban', 'Studio', 'Prime'][number % 5]} ${number}`;
      const textHash = hash(`text ${number}`);
      const imageHash = hash(`picture ${number}`);
      const product = db.run(
        `INSERT INTO products (source_id, sku, title, price, currency, text_hash, created_at, updated_at)
         VALUES (?, ?, ?, ?, 'EUR', ?, ?, ?)`,
        original.sourceId,
        `copy-${number}`,
        title,
        Math.round(random() * 20_000) / 100,
        textHash,
        now,
        now,
      ).lastInsertRowid;
      db.run(
        `INSERT INTO product_tags (product_id, tag_id, provenance, updated_at)
         SELECT ?, tag_id, provenance, updated_at FROM product_tags WHERE product_id = ?`,
        product,
        original.id,
      );
      const { names } = db.get<{ names: string }>(
        `SELECT group_concat(t.name, ' ') AS names FROM product_tags pt JOIN tags t ON t.id = pt.tag_id WHERE product_id = ?`,
        original.id,
      ) ?? { names: '' };
      db.run(
        'INSERT INTO product_words (rowid, title, tags, description, sku) VALUES (?, ?, ?, ?, ?)',
        product,
        segment(title),
        segment(names),
        '',
        `copy ${number}`,
      );
      const file = db.run(
        'INSERT INTO files (path, real_path, bytes, modified_ms, content_hash) VALUES (?, ?, 1, 1, ?)',
        `/nowhere/${number}.jpg`,
        `/nowhere/${number}.jpg`,
        imageHash,
      ).lastInsertRowid;
      db.run('INSERT INTO images (product_id, file_id, position) VALUES (?, ?, 0)', product, file);
      const store = `INSERT INTO embeddings (content_hash, model_id, pipeline_version, kind, vector) VALUES (?, ?, ?, ?, ?)`;
      const { modelId, pipelineVersion } = original;
      db.run(store, imageHash, modelId, pipelineVersion, 'image', moved(original.picture, noise, random));
      db.run(store, textHash, modelId, pipelineVersion, 'text', moved(original.text, noise, random));
    }
  } finally {
    db.close();
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function moved(blob: Uint8Array, noise: number, random: () => number): Uint8Array {
  const vector = new Float32Array(Uint8Array.from(blob).buffer);
  const step = Float32Array.from(vector, () => random() + random() + random() - 1.5);
  const scale = noise / Math.hypot(...step);
  const sum = vector.map((value, i) => value + scale * (step[i] ?? 0));
  const norm = Math.hypot(...sum);
  return new Uint8Array(sum.map((value) => value / norm).buffer);
}
