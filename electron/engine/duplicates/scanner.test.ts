/** Comparing a whole library, stopped and gone on with or not. Images are made of numbers, the rest is real. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draft, openTestCatalog, type TestCatalog } from '../catalog/testing.ts';
import { signatureBytes } from '../images/index.ts';
import { seededRandom } from '../numbers/random.ts';
import { normalised } from '../numbers/vectors.ts';
import { ExactIndex } from '../vector/exact.ts';
import { clusteredVectors } from '../vector/synthetic.ts';
import { ComparedPairRepo } from './compared-pair-repo.ts';
import { type HashedImage, ImageSignatureRepo } from './image-signature-repo.ts';
import { ScanRecordRepo } from './scan-record-repo.ts';
import { type ScanResult, scanLibrary } from './scanner.ts';

const dimensions = 16;
const count = 160;
/** More than a scan asks the index for, and more than it follows links of one product. */
const copies = 40;
const drawn = clusteredVectors(count, dimensions, { clusters: 12 });

/** Every forty products show one image, each a little noisier than the one before. */
class NumberedImages extends ImageSignatureRepo {
  override images(): Map<number, HashedImage> {
    const ids = Array.from({ length: count }, (_, i) => i + 1);
    return new Map(
      ids.map((id) => [id, { imageId: id, productId: id, hash: `image ${id - 1}`, perceptualHash: null }]),
    );
  }

  override signatures(hashes: readonly string[]): Map<string, Uint8Array> {
    return new Map(hashes.map((hash) => [hash, signatureOf(Number(hash.split(' ')[1]))]));
  }
}

function signatureOf(product: number): Uint8Array {
  const shared = seededRandom(Math.floor(product / copies) + 1);
  const noise = seededRandom(product + 1000);
  const level = product % copies;
  return Uint8Array.from({ length: signatureBytes }, () => 40 + 150 * shared() + level * noise());
}

/** All was compared once; each test compares it again, in a job of its own. */
let t: TestCatalog;
let first: ScanResult;
let pairs: ReturnType<typeof found>;
const images = new ExactIndex(dimensions);
for (const [i, vector] of drawn.entries()) {
  const first = drawn[i - (i % copies)] as Float32Array;
  images.set(i + 1, normalised(first.map((value, at) => value + 0.2 * (vector[at] as number))));
}

beforeAll(async () => {
  t = openTestCatalog();
  const source = t.catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null, options: {} });
  t.catalog.upsert(
    source.id,
    Array.from({ length: count }, (_, i) =>
      draft(`s${i}`, { title: i % 5 === 0 ? `Encircle ${Math.floor(i / 10)} shirt` : '' }),
    ),
  );
  first = await scan();
  pairs = found();
});

afterAll(() => t.close());

/** @param stopAt cancels when this many products are done @param at called each time products are done */
function scan({ full = false, jobId = 1, stopAt = Number.POSITIVE_INFINITY, at = (_done: number) => {} } = {}) {
  const stop = new AbortController();
  const rows = t.catalog.rows.read().map((row) => ({ ...row, imageIds: [row.productId] }));
  return scanLibrary(
    {
      images: new NumberedImages(t.database),
      pairs: new ComparedPairRepo(t.database),
      record: new ScanRecordRepo(t.database),
      catalog: {
        rows: { read: () => rows, texts: () => [], languages: () => new Map() },
        vocabulary: t.catalog.vocabulary,
      },
      vectors: { modelId: 'starter-v1', images, texts: new ExactIndex(dimensions) },
    },
    full,
    {
      jobId,
      signal: stop.signal,
      report: ({ done = 0 }) => {
        at(done);
        if (done >= stopAt) stop.abort();
      },
    },
  );
}

const found = () => [...new ComparedPairRepo(t.database).pairs()];

it('finds the same pairs every time, and copies among them', async () => {
  expect(first.scanned).toBe(count);
  expect(pairs.length).toBeGreaterThan(3 * count);
  expect(pairs.filter(({ left, right }) => (left - 1) % copies === 0 && right === left + 1)).toHaveLength(
    count / copies,
  );
  expect((await scan({ jobId: 2 })).scanned).toBe(0);
  expect(await scan({ full: true, jobId: 3 })).toMatchObject({ scanned: count, compared: first.compared });
  expect(found()).toEqual(pairs);
});

it('goes on where it was stopped, and ends with what it would have found without', async () => {
  await expect(scan({ full: true, jobId: 4, stopAt: count - 20 })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(found()).toEqual(pairs);
  const foundBefore = new ComparedPairRepo(t.database).pairsSoFar().length;
  expect(foundBefore).toBeGreaterThan(0);
  const rest = await scan({ full: true, jobId: 4 });
  expect(rest.scanned).toBe(count);
  expect(rest.compared).toBeLessThanOrEqual(first.compared - foundBefore);
  expect(found()).toEqual(pairs);
});

it('does not take over what another scan of everything found', async () => {
  await expect(scan({ full: true, jobId: 5, stopAt: count - 20 })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await scan({ full: true, jobId: 6 })).compared).toBe(first.compared);
});

it('lets products that leave meanwhile go', async () => {
  const leave = (): void => void t.database.run('DELETE FROM products WHERE id % 7 = 0');
  await scan({ full: true, jobId: 7, at: (done) => done > count / 2 && leave() });
  const left = found();
  expect(left.length).toBeGreaterThan(2 * count);
  expect(left.filter(({ left, right }) => left % 7 === 0 || right % 7 === 0)).toEqual([]);
});
