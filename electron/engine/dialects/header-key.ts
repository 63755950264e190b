/** The form of a header in which tables of different hands agree. */

/**
 * Without case, width, blanks, punctuation and what stands in brackets (units, hints, "[marketplace_id=...]"), and without Amazon's
 * "#1.value" at the end.
 */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\[[^\]]*\]/g, '')
    .replace(/#\d+\.(?:value|media_location)$/, '')
    .replace(/\((?:[^)]*)\)/g, (inside) => (inside === '(html)' ? 'html' : ''))
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** "attribute2name" -> "attribute#name" and 2. */
export function numberedKey(key: string): { readonly key: string; readonly number: number } | undefined {
  const found = /\d+/.exec(key);
  return found === null
    ? undefined
    : { key: `${key.slice(0, found.index)}#${key.slice(found.index + found[0].length)}`, number: Number(found[0]) };
}
