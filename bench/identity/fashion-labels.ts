/**
 * Pairs of fashion-2k, looked at one by one: every pair of a group at 0.3 or more, of this version and of the one
 * before it. By the numbers (sku) of the two products. All others of them show different products: another cut, dial,
 * buckle, print or shade under the same title.
 */

/** The same product, listed twice. */
export const sameInFashion: readonly (readonly [string, string])[] = [
  ['26064', '31304'],
  ['41304', '43582'],
  ['55095', '55099'],
];
