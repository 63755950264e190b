/** Phrases of a query: words in quotes are meant one after the other, as they stand. */

/** A quote after a digit or letter is a sign of inches or an apostrophe; one that is never closed is neither. */
const quoted = /(?<![\p{N}\p{Script=Latin}])["“”]([^"“”]*[\p{L}\p{N}][^"“”]*)["“”]|「([^」]*[\p{L}\p{N}][^」]*)」/gu;

export function phrasesOf(text: string): string[] {
  return Array.from(text.matchAll(quoted), (match) => (match[1] ?? match[2] ?? '').trim());
}

/** The same words without the quotes around them. */
export function withoutQuotes(text: string): string {
  return text
    .replace(quoted, (_, straight?: string, corner?: string) => ` ${(straight ?? corner ?? '').trim()} `)
    .replace(/\s+/g, ' ')
    .trim();
}
