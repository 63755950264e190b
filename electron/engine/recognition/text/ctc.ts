/** What a model read: the likeliest class at each step, doubled ones and blanks left out (Graves et al., ICML 2006). */

export interface ReadText {
  /** Each with the step [0, 1) at whose middle it was read, as a share of all. */
  readonly characters: readonly { readonly character: string; readonly at: number }[];
  /** The mean probability of its characters. */
  readonly confidence: number;
}

/** @param steps probabilities [count x steps x classes] @param classes the character of each class; the first is the blank */
export function ctcTexts(
  { data, dims }: { readonly data: Float32Array; readonly dims: readonly number[] },
  classes: readonly string[],
): ReadText[] {
  const [count = 0, steps = 0, size = 0] = dims;
  if (size !== classes.length) {
    throw new Error(`The model knows ${size} characters, its list has ${classes.length}.`);
  }
  return Array.from({ length: count }, (_, line) => {
    const characters: { character: string; at: number }[] = [];
    let [sum, before] = [0, 0];
    for (let step = 0; step < steps; step++) {
      const from = (line * steps + step) * size;
      let [best, value] = [0, data[from] as number];
      for (let of = 1; of < size; of++) {
        if ((data[from + of] as number) > value) [best, value] = [of, data[from + of] as number];
      }
      if (best !== 0 && best !== before) {
        characters.push({ character: classes[best] as string, at: (step + 0.5) / steps });
        sum += value;
      }
      before = best;
    }
    return { characters, confidence: characters.length === 0 ? 0 : sum / characters.length };
  });
}
