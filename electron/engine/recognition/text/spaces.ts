/**
 * Spaces that a model left out: it was trained on Chinese above all and runs Latin words together. Where two characters
 * stand apart by a stretch of bare ground that is wide beside those between others of the line, there is a space.
 */
import { type Strip, stripHeight } from './strips.ts';

/** A character with the column of the strip at which it was read. */
export interface PlacedCharacter {
  readonly character: string;
  readonly column: number;
}

/** As shares of the height of the line: that of letters is about two thirds of it. */
const leastGap = 0.2;
/** How much wider than the usual gap between letters. */
const timesUsual = 2;
/** Digits are all as wide as the widest, so that a 1 stands apart. */
const timesBetweenDigits = 1.6;
/** A column whose brightness varies by less than this share of what it does in letters is bare. */
const bareShare = 0.3;
/** Rows at the upper and the lower edge [share] may belong to another line. */
const margin = 0.04;

/** The text with the spaces that were read, and those that can be seen. */
export function withSpaces(characters: readonly PlacedCharacter[], strip: Strip): string {
  const bare = bareColumns(strip);
  const gaps = characters.map(({ column }, at) => {
    const before = characters[at - 1];
    return before === undefined ? 0 : widestRun(bare, before.column, column);
  });
  const between = gaps.filter((_, at) => at > 0 && isLatin(characters, at)).sort((a, b) => a - b);
  const usual = between[Math.floor(between.length * 0.4)] ?? 0;
  const least = Math.max(leastGap * stripHeight, timesUsual * usual);
  return characters
    .map(({ character }, at) => {
      const needed = areDigits(characters, at) ? timesBetweenDigits * least : least;
      return isLatin(characters, at) && (gaps[at] as number) >= needed ? ` ${character}` : character;
    })
    .join('');
}

/** Chinese is written without spaces, and one that was read need not be put in again. */
function isLatin(characters: readonly PlacedCharacter[], at: number): boolean {
  const pair = [characters[at - 1]?.character ?? ' ', characters[at]?.character ?? ' '];
  return pair.every(
    (character) => /[\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(character) && !/[\u3000-\uffef]/.test(character),
  );
}

function areDigits(characters: readonly PlacedCharacter[], at: number): boolean {
  return /^\d\d$/.test(`${characters[at - 1]?.character}${characters[at]?.character}`);
}

function widestRun(bare: Uint8Array, from: number, to: number): number {
  let [widest, run] = [0, 0];
  for (let column = Math.max(0, Math.round(from)); column < Math.min(bare.length, Math.round(to)); column++) {
    run = bare[column] === 1 ? run + 1 : 0;
    if (run > widest) widest = run;
  }
  return widest;
}

function bareColumns({ data, width }: Strip): Uint8Array {
  const [top, bottom] = [Math.round(margin * stripHeight), Math.round((1 - margin) * stripHeight)];
  const ranges = new Float32Array(width);
  for (let column = 0; column < width; column++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let row = top; row < bottom; row++) {
      // Green says most of brightness.
      const value = data[stripHeight * width + row * width + column] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    ranges[column] = high - low;
  }
  const inLetters = [...ranges].sort((a, b) => a - b)[Math.floor(0.8 * width)] ?? 0;
  return Uint8Array.from(ranges, (range) => (range < bareShare * inLetters ? 1 : 0));
}
