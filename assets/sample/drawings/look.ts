/** What a drawing is told of the product it draws. */
import type { Colour } from '../colours.ts';
import type { PatternName } from '../patterns.ts';
import type { Sheet } from '../sheet.ts';

export interface Look {
  readonly colour: Colour;
  /** Colour of stripes, checks, dots and trimmings. */
  readonly accent: Colour;
  readonly pattern: PatternName;
  /** Chooses among the cuts that a kind knows; any whole number. */
  readonly variant: number;
}

/** Draws one product into the 640 x 640 box. */
export type Drawing = (sheet: Sheet, look: Look) => void;
