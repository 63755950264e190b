/**
 * Pairs of fashion-2k, looked at one by one: every pair that stood in a group at 0.3 or more. By the numbers (sku) of
 * the two products. `npm run bench:identity fashion` names those of groups shown that nobody has looked at yet.
 */

type Pair = readonly [string, string];

/** The same product, listed twice. */
export const sameInFashion: readonly Pair[] = [
  ['26064', '31304'],
  ['41304', '43582'],
  ['55095', '55099'],
];

/** Different products: with and without a strap, two shades of a lipstick, two brands, another toe. */
export const differentInFashion: readonly Pair[] = [
  ['44522', '44534'],
  ['55033', '55042'],
  ['55968', '56005'],
  ['24618', '29083'],
  ['35223', '35231'],
];
