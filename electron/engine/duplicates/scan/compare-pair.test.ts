/** Which images are laid over one another. Vectors and hashes are made of numbers, the rest is real. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { draft, openTestCatalog, type TestCatalog } from '../../catalog/testing.ts';
import { ExactIndex } from '../../vector/exact.ts';
import { ComparedPairRepo } from '../compared-pair-repo.ts';
import { type HashedImage, ImageSignatureRepo } from '../image-signature-repo.ts';
import { BlockingIndex } from './blocking-index.ts';
import { PairComparer } from './compare-pair.ts';

const shown = Uint8Array.of(0b10110100, 0b01100101, 0b11010010, 0b00101101, 0b10011010, 0b01010110, 0b11100001, 0x3c);
const hashes = [shown, shown.map((byte, i) => (i === 0 ? byte ^ 0b111 : byte)), shown.map((byte) => byte ^ 0x0f)];
/** To the model all three have nothing in common. */
const vectors = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0), Float32Array.of(0, 0, 1)];

class Hashes extends ImageSignatureRepo {
  override images(): Map<number, HashedImage> {
    return new Map(
      hashes.map((perceptualHash, i) => [
        i + 1,
        { imageId: i + 1, productId: i + 1, hash: `image ${i}`, perceptualHash },
      ]),
    );
  }
}

let t: TestCatalog;
beforeEach(() => {
  t = openTestCatalog();
});
afterEach(() => t.close());

function comparing(...titles: string[]) {
  const source = t.catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null, options: {} });
  t.catalog.upsert(
    source.id,
    titles.map((title, i) => draft(`s${i}`, { title })),
  );
  const images = new ExactIndex(3);
  for (const [i, vector] of vectors.entries()) images.set(i + 1, vector);
  const compared = { modelId: 'starter-v1', images, texts: new ExactIndex(3) };
  const rows = t.catalog.rows.read().map((row) => ({ ...row, imageIds: [row.productId] }));
  const blocks = new BlockingIndex();
  const catalog = {
    rows: { read: () => rows, texts: () => [], languages: () => new Map() },
    vocabulary: t.catalog.vocabulary,
  };
  const library = {
    catalog,
    vectors: compared,
    images: new Hashes(t.database),
    pairs: new ComparedPairRepo(t.database),
  };
  for (const _ of blocks.fill(rows, library));
  const comparer = new PairComparer(blocks, compared);
  const [first, second, third] = [...blocks.products.values()].sort((a, b) => a.id - b.id);
  if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
  return { alike: comparer.begin(first, second), unlike: comparer.begin(first, third) };
}

it('lays images of one shape over one another, however unlike the model finds them', () => {
  const { alike, unlike } = comparing('Anjou', 'Anjou', 'Anjou');
  expect(alike.images?.match.cosine).toBe(0);
  expect(alike.toRegister).toBeDefined();
  expect(unlike.toRegister).toBeUndefined();
});

it('asks what the titles of variants name beside their colours', () => {
  const { alike, unlike } = comparing('Otto Laurel Black Wallet', 'Otto Josh Brown Wallet', 'Otto Laurel Red Wallet');
  expect([alike.veto?.kind, alike.listing?.titlesApart]).toEqual(['colour', 1]);
  expect([unlike.veto?.kind, unlike.listing?.titlesApart]).toEqual(['colour', 0]);
});
