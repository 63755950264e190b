/** Going by the same names, over vectors made for it. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../numbers/random.ts';
import { meanVector } from '../../numbers/vectors.ts';
import { backgroundOf } from './background.ts';
import { Naming } from './naming.ts';

const random = seededRandom(11);
const length = 64;
const kinds = 20;

function anyVector(): Float32Array {
  return meanVector([Float32Array.from({ length }, () => random() + random() + random() - 1.5)]);
}

/** What several vectors have in common, and something of its own. */
function between(...vectors: Float32Array[]): Float32Array {
  return meanVector([...vectors, ...vectors, anyVector()]);
}

const vectors = Array.from({ length: kinds }, anyVector);
const things = { names: vectors.map((_, i) => `thing ${i}`), vectors };
/** How things look on studio photos, and how on those of people, has nothing to do with what they are. */
const [studio, kitchen] = [anyVector(), anyVector()];
const product = (kind: number) => ({
  images: [between(vectors[kind] as Float32Array, studio)],
  references: [],
  text: between(vectors[kind] as Float32Array),
});
const drawn = Array.from({ length: 10 }, (_, kind) => product(kind)).map(({ images, text }) => ({
  image: images[0],
  text,
}));
const naming = new Naming(things, backgroundOf(drawn).textSpread, drawn);
const photoOf = (kind: number) => naming.sharesOf(between(vectors[kind] as Float32Array, kitchen));

it('reads what is shown as shares of names', () => {
  const shares = [...photoOf(3)].map((root) => root ** 2);
  expect(shares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  expect(shares.indexOf(Math.max(...shares))).toBe(3);
});

it('knows a thing by its name where the photos are of two worlds', () => {
  const agreement = (kind: number) => naming.agreement(photoOf(3), naming.sharesOfProduct(product(kind)));
  expect(agreement(3)).toBeGreaterThan(0);
  for (const other of [0, 5, 9]) expect(agreement(3)).toBeGreaterThan(agreement(other) + 1);
});

it('takes the likest of the images of a product, those that were confirmed too', () => {
  const mistaken = { ...product(5), text: undefined };
  const confirmed = { ...mistaken, references: [between(vectors[3] as Float32Array, kitchen)] };
  const agreement = (of: typeof confirmed | typeof mistaken) =>
    naming.agreement(photoOf(3), naming.sharesOfProduct(of));
  expect(agreement(confirmed)).toBeGreaterThan(agreement(mistaken) + 1);
});

it('says nothing of what it knows nothing of', () => {
  expect(naming.agreement(photoOf(3), [])).toBe(0);
  const nameless = new Naming({ names: [], vectors: [] }, 0.1, drawn);
  expect(nameless.agreement(nameless.sharesOf(anyVector()), nameless.sharesOfProduct(product(1)))).toBe(0);
  const empty = new Naming(things, 0.1, []);
  expect(Number.isFinite(empty.agreement(photoOf(3), empty.sharesOfProduct(product(3))))).toBe(true);
});
