/** Traditional characters as simplified ones, so that both find each other. */
import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });
const known = new Map<string, string>();

/** Character by character, so that the text keeps its length and offsets in it stay true. */
export function simplified(text: string): string {
  return text.replace(/\p{sc=Han}/gu, (character) => {
    let own = known.get(character);
    if (own === undefined) {
      const converted = toSimplified(character);
      own = converted.length === character.length ? converted : character;
      known.set(character, own);
    }
    return own;
  });
}
