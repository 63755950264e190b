/** Cuts a text into what can be cited: sentences, points of lists and lines. */

/** Points that stand in one line ("• Soft. • Warm.") are cut as well; "3.5 cm" and "e.g." are not. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+|\s*[•●▪]\s*|(?<=[。！？!?；])\s*|(?<=\.["”']?)\s+(?=[\p{Lu}\p{N}"“(•])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
