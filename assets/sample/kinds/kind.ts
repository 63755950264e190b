/** How one kind of product in the sample catalog is drawn and sold, and which looks it comes in. */
import type { ColourKey } from '../colours.ts';
import type { Drawing } from '../drawings/look.ts';
import type { PatternName } from '../patterns.ts';

export type LookSpec = readonly [colour: ColourKey, pattern: PatternName, accent: ColourKey];

export interface Kind {
  /** Start of the SKU. */
  readonly prefix: string;
  readonly type: string;
  readonly chinese: string;
  readonly category: 'Apparel' | 'Footwear' | 'Bags' | 'Accessories' | 'Home';
  readonly draw: Drawing;
  /** Where the product touches the floor and half the width of its shadow there, in the 640 box; null when it lies flat. */
  readonly floor: readonly [y: number, halfWidth: number] | null;
  /** Lowest and highest price. */
  readonly price: readonly [number, number];
  readonly materials: readonly string[];
  /** All year when left out. A tag drawn by lot could be doubted with reason. */
  readonly seasons?: readonly string[];
  readonly audiences: readonly string[];
  /** Words for the title, by variant of the drawing. */
  readonly cuts: readonly string[];
  readonly looks: readonly LookSpec[];
}

/** Reads `red, navy striped white`: of each look its colour, pattern and accent. */
export function looks(list: string): LookSpec[] {
  return list.split(',').map((look) => {
    const [colour, pattern = 'plain', accent = 'white'] = look.trim().split(' ');
    return [colour as ColourKey, pattern as PatternName, accent as ColourKey];
  });
}
