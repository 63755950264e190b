/** A stretch of the original text, in UTF-16 code units. */
export type TextRange = readonly [start: number, end: number];
