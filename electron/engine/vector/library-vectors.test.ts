import { describe, expect, it } from 'vitest';
import { indexStatusSchema } from '../../contract/library.ts';
import { fromBlob, toBlob } from './blob.ts';
import { count, dimensions, imageHash, images, rowsOf, vectorsPlace } from './testing.ts';

const place = vectorsPlace();

it('keeps vectors as little-endian float32, whatever they are a view of', () => {
  const vector = Float32Array.of(1, -0.5, 3e-8);
  const blob = toBlob(vector.subarray(1));
  expect([...blob.subarray(0, 4)]).toEqual([0, 0, 0, 0xbf]);
  const shifted = new Uint8Array(9);
  shifted.set(blob, 1);
  expect(fromBlob(shifted.subarray(1))).toEqual(vector.subarray(1));
  expect(() => fromBlob(new Uint8Array(5))).toThrow(RangeError);
});

describe('following the library', () => {
  it('links, replaces, unlinks and refreshes', async () => {
    const vectors = await place.filled();
    place.expectInStep(vectors);
    expect(indexStatusSchema.parse(vectors.status())).toEqual({
      kind: 'hnsw',
      reason: null,
      images: count,
      texts: count,
      rebuilding: false,
    });
    expect(vectors.link('image', [{ label: 1, hash: imageHash(2) }])).toBe(1);
    expect(vectors.images.get(1)).toEqual(images[1]);
    expect(vectors.link('image', [{ label: 1, hash: 'unknown' }])).toBe(0);
    expect(vectors.images.has(1)).toBe(false);
    vectors.unlink('text', [5, 6]);
    expect(vectors.texts.size).toBe(count - 2);
    place.database.run('DELETE FROM images WHERE id = 3');
    vectors.refresh('image', [1, 3]);
    vectors.refresh('text', [5, 6]);
    place.expectInStep(vectors);
  });

  it('says what is missing, each content once, while vectors are being stored', async () => {
    place.addProducts(1, count);
    place.database.run('UPDATE files SET content_hash = ? WHERE id = 2', imageHash(1));
    place.database.run("UPDATE files SET failure_code = 'IMAGE_DAMAGED' WHERE id = 3");
    place.database.run('UPDATE files SET content_hash = NULL WHERE id = 4');
    const vectors = await place.open();
    expect(vectors.countMissing('image')).toBe(count - 3);
    expect(vectors.countMissing('text')).toBe(count);
    const asked: string[] = [];
    for (const { hash, path: file, labels } of vectors.missing('image')) {
      if (hash === imageHash(1)) expect([file, [...labels].sort()]).toEqual(['/p/1.jpg', [1, 2]]);
      asked.push(hash);
      vectors.storeEmbeddings('image', [{ hash, vector: images[0] as Float32Array }]);
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(count - 3);
    expect(vectors.countMissing('image')).toBe(0);
    expect([...vectors.missing('text')].map((row) => row.labels).slice(0, 2)).toEqual([[1], [2]]);
    expect(vectors.embedded('image', [imageHash(1), imageHash(3), 'x'])).toEqual(new Set([imageHash(1)]));
  });

  it('holds vectors of another pipeline or length for missing', async () => {
    const vectors = await place.filled();
    expect(vectors.countMissing('image')).toBe(0);
    place.database.run("UPDATE embeddings SET vector = x'00000000' WHERE content_hash = ?", imageHash(1));
    expect(vectors.countMissing('image')).toBe(1);
    await vectors.close();
    const next = await place.open({ pipelineVersion: 2 });
    expect(next.images.size).toBe(0);
    expect(next.countMissing('image')).toBe(count);
    expect(next.countMissing('text')).toBe(count);
  });

  it('writes nothing when one of the vectors is no vector', async () => {
    place.addProducts(1, 2);
    const vectors = await place.open();
    const bad = new Float32Array(dimensions).fill(Number.NaN);
    expect(() =>
      vectors.storeEmbeddings('image', [
        { hash: imageHash(1), vector: images[0] as Float32Array },
        { hash: imageHash(2), vector: bad },
      ]),
    ).toThrow(RangeError);
    expect(vectors.countMissing('image')).toBe(2);
  });

  it('keeps the vectors of two models apart', async () => {
    await place.filled();
    const other = await place.open({ modelId: 'other' });
    expect(other.images.size).toBe(0);
    other.storeEmbeddings('image', [{ hash: imageHash(1), vector: images[5] as Float32Array }]);
    other.refresh('image', [1]);
    const first = await place.open();
    expect(other.images.get(1)).toEqual(images[5]);
    expect(first.images.get(1)).toEqual(images[0]);
  });

  it('finds a product among thousands that show one and the same picture', async () => {
    place.addProducts(1, count);
    const vectors = await place.open();
    vectors.storeEmbeddings('image', rowsOf('image', 1, count));
    place.database.run('UPDATE files SET content_hash = ? WHERE id > 200', imageHash(7));
    vectors.refresh(
      'image',
      Array.from({ length: count }, (_, at) => at + 1),
    );
    await vectors.idle();
    for (const label of [1, 50, 199]) {
      expect(vectors.images.search(images[label - 1] as Float32Array, 1)[0]?.label).toBe(label);
    }
    expect(vectors.images.search(images[6] as Float32Array, 4).map((one) => one.label)).toEqual([7, 201, 202, 203]);
    vectors.unlink('image', [7, 201]);
    expect(vectors.images.search(images[6] as Float32Array, 2).map((one) => one.label)).toEqual([202, 203]);
    await vectors.close();
    place.expectInStep(await place.open());
  });
});
