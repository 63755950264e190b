/** The contender that every search has to beat: BM25 (k1 = 1.2, b = 0.75) over the words of title and description. */
import type { JudgedCatalog } from './catalogs.ts';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** SKUs with any word of a query, best first. */
export function bm25({ products }: JudgedCatalog): (query: string) => string[] {
  const postings = new Map<string, Map<number, number>>();
  const lengths = products.map(({ title, description }, i) => {
    const words = wordsOf(`${title} ${description}`);
    for (const word of words) {
      const found = postings.get(word) ?? new Map<number, number>();
      postings.set(word, found.set(i, (found.get(i) ?? 0) + 1));
    }
    return words.length;
  });
  const usual = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return (query) => {
    const scores = new Map<number, number>();
    for (const word of new Set(wordsOf(query))) {
      const found = postings.get(word);
      if (found === undefined) continue;
      const idf = Math.log(1 + (products.length - found.size + 0.5) / (found.size + 0.5));
      for (const [i, tf] of found) {
        const saturated = (tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * (lengths[i] as number)) / usual));
        scores.set(i, (scores.get(i) ?? 0) + idf * saturated);
      }
    }
    return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([i]) => products[i]?.sku ?? '');
  };
}
