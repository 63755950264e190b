/** Cuts a text at its matched ranges. */

export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly marked: boolean;
}

/** `ranges` are [start, end) in UTF-16 units, in any order; overlapping ones are joined, and what lies outside is ignored. */
export function highlight(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const push = (end: number, marked: boolean): void => {
    if (end > at) pieces.push({ start: at, text: text.slice(at, end), marked });
    at = Math.max(at, end);
  };
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    push(Math.min(start, text.length), false);
    push(Math.min(end, text.length), true);
  }
  push(text.length, false);
  return pieces;
}
