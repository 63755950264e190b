/** How a photo and a catalog are weighed, over vectors made for it. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../numbers/random.ts';
import { meanVector } from '../../numbers/vectors.ts';
import { backgroundOf } from './background.ts';
import { everydayProducts } from './everyday-products.ts';
import { LookUp, type LookUpProduct } from './evidence.ts';
import { LookUpModel, verdictOf } from './look-up-model.ts';

const random = seededRandom(5);
const length = 64;

function anyVector(): Float32Array {
  const values = Float32Array.from({ length }, () => random() + random() + random() - 1.5);
  return meanVector([values]);
}

/** `share` of the one, the rest of chance. */
function near(vector: Float32Array, share: number): Float32Array {
  const other = anyVector();
  return meanVector([vector.map((value, i) => share * value + (1 - share) * (other[i] as number))]);
}

const products: LookUpProduct[] = Array.from({ length: 40 }, (_, productId) => {
  const image = anyVector();
  return { productId, images: [image], references: [], text: near(image, 0.7) };
});
const background = backgroundOf(products.map(({ images, text }) => ({ image: images[0], text })));
const names = { names: ['this', 'that'], vectors: [anyVector(), anyVector()] };
const model = new LookUpModel();

function ask(query: Float32Array, among: readonly LookUpProduct[] = products) {
  const lookUp = new LookUp(query, background);
  const ranked = among
    .flatMap((product) => lookUp.compare(product) ?? [])
    .map((candidate) => ({ candidate, score: model.score(candidate) }))
    .sort((a, b) => b.score - a.score);
  const texts = new Map(among.map(({ productId, text }) => [productId, text]));
  const evidence = lookUp.evidence(ranked, (id) => texts.get(id), names);
  const likelihoods = model.likelihoods(
    ranked.map(({ score }) => score),
    evidence,
  );
  return { first: ranked[0]?.candidate, likelihoods, verdict: verdictOf(likelihoods) };
}

it('names the product that a photo is near to, and none for a photo of something else', () => {
  const { first, verdict, likelihoods } = ask(near(products[7]?.images[0] as Float32Array, 0.75));
  expect([first?.productId, verdict]).toEqual([7, 'one']);
  expect(likelihoods.known).toBeGreaterThan(0.8);
  const stranger = ask(anyVector());
  expect(stranger.verdict).toBe('none');
  expect(stranger.likelihoods.known).toBeLessThan(0.3);
});

it('gives what sums to one with the chance that it is none of them', () => {
  const { likelihoods } = ask(near(products[3]?.images[0] as Float32Array, 0.6));
  expect(likelihoods.each.reduce((sum, value) => sum + value, 0)).toBeCloseTo(likelihoods.known, 6);
});

it('names a few where it cannot be told which', () => {
  const shown = anyVector();
  const alike = [0, 1, 2].map((productId) => ({
    productId,
    images: [near(shown, 0.8)],
    references: [],
    text: near(shown, 0.7),
  }));
  const { verdict, likelihoods } = ask(near(shown, 0.8), [...alike, ...products.slice(3)]);
  expect(verdict).toBe('few');
  expect(likelihoods.each.slice(0, 3).every((value) => value > 0.05)).toBe(true);
});

it('names none where many are as likely as the first', () => {
  const each = Array.from({ length: 24 }, () => 0.8 / 24);
  expect(verdictOf({ known: 0.8, each })).toBe('none');
  expect(verdictOf({ known: 0.8, each: [0.2, 0.2, 0.15, 0.15, 0.1] })).toBe('few');
});

it('reads the cosines of any model alike', () => {
  // A model whose vectors all lie in one corner: unrelated ones have a cosine of 0.7.
  const corner = anyVector();
  const moved = (vector: Float32Array): Float32Array =>
    meanVector([vector.map((value, i) => value + 1.5 * (corner[i] as number))]);
  const query = near(products[7]?.images[0] as Float32Array, 0.75);
  const all = products.map(({ images, text, ...rest }) => ({
    ...rest,
    images: images.map(moved),
    text: text && moved(text),
  }));
  const lookUp = new LookUp(moved(query), backgroundOf(all.map(({ images, text }) => ({ image: images[0], text }))));
  const there = lookUp.compare(all[7] as LookUpProduct);
  const here = new LookUp(query, background).compare(products[7] as LookUpProduct);
  // Shrunk towards a usual spread, which counts as 30 of 780 pairs.
  expect((there?.picture ?? 0) / (here?.picture ?? 1)).toBeGreaterThan(0.6);
});

it('believes texts as far as they know the images of their own products', () => {
  expect(background.textTrust).toBeGreaterThan(0.8);
  const mixed = products.map(({ images }, i) => ({ image: images[0], text: products[(i * 7 + 3) % 40]?.text }));
  expect(backgroundOf(mixed).textTrust).toBeLessThan(0.05);
  expect(backgroundOf(products.map(({ images }) => ({ image: images[0], text: undefined }))).textTrust).toBe(0);
});

it('takes a photo that was confirmed for an image of the product', () => {
  const shown = anyVector();
  const [product] = products;
  const confirmed = { ...(product as LookUpProduct), references: [near(shown, 0.9)] };
  const before = ask(near(shown, 0.9));
  const { first, verdict } = ask(near(shown, 0.9), [confirmed, ...products.slice(1)]);
  expect(before.verdict).toBe('none');
  expect([first?.productId, first?.confirmed, verdict]).toEqual([0, 1, 'one']);
});

it('answers for a library without anything', () => {
  const lookUp = new LookUp(anyVector(), backgroundOf([]));
  expect(lookUp.compare({ productId: 1, images: [], references: [], text: undefined })).toBeUndefined();
  expect(verdictOf({ known: 0.9, each: [] })).toBe('none');
});

it('has everyday names once each', () => {
  expect(new Set(everydayProducts).size).toBe(everydayProducts.length);
  expect(everydayProducts.every((name) => name === name.toLowerCase().trim() && name !== '')).toBe(true);
});
