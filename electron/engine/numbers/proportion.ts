/** How sure a share is that was counted. */

/** Two-sided 95 %. */
const usual = 1.959964;

/**
 * Wilson's score interval of a proportion (Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927); 0 to 1 where nothing was counted. `z`: standard deviations to each side.
 */
export function proportionInterval(
  hits: number,
  of: number,
  z = usual,
): { readonly from: number; readonly to: number } {
  if (of === 0) return { from: 0, to: 1 };
  const share = hits / of;
  const scale = 1 + z ** 2 / of;
  const middle = (share + z ** 2 / (2 * of)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return { from: Math.max(0, middle - reach), to: Math.min(1, middle + reach) };
}
