/** Skus as words, as the files of the Text Retrieval Conference need them. */

/** Blanks and `%` as `%20` and so on. */
export function trecId(sku: string): string {
  return sku.replace(/[\s%]/gu, encodeURIComponent);
}

/** The skus that a document id may stand for, likeliest first. */
export function skusOfTrecId(id: string): string[] {
  if (!/%[0-9A-F]{2}/.test(id)) return [id];
  try {
    return [id, decodeURIComponent(id)];
  } catch {
    return [id];
  }
}
