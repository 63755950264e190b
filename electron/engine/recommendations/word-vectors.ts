/** The words of titles as vectors, for what an encoder was not trained on: model numbers, brands, kinds of goods it never saw. */
import { seedOf } from '../numbers/random.ts';
import { normalised } from '../numbers/vectors.ts';
import { segment } from '../text/segment.ts';

/**
 * A vector of length 1 for each text (of length 0 for one without words): words weighed by how rare they are, each at a place and with a sign
 * that its hash gives (Weinberger et al. 2009).
 */
export function wordVectors(texts: readonly string[], dimensions = 256): Float32Array[] {
  const wordsOf = texts.map(
    (text) =>
      new Set(
        segment(text)
          .split(' ')
          .filter((word) => word !== ''),
      ),
  );
  const counts = new Map<string, number>();
  for (const words of wordsOf) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return wordsOf.map((words) => {
    const vector = new Float32Array(dimensions);
    for (const word of words) {
      const hash = seedOf(word);
      const at = (hash >>> 1) % dimensions;
      const rarity = Math.log(1 + texts.length / (counts.get(word) as number));
      vector[at] = (vector[at] as number) + (hash & 1 ? rarity : -rarity);
    }
    return normalised(vector);
  });
}

/** Vectors side by side as one of length 1, so that its cosine is the mean of theirs. */
export function joinedVectors(vectors: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    joined.set(vector, at);
    at += vector.length;
  }
  return normalised(joined);
}
