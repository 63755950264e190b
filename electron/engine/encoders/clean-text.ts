/**
 * Texts as OpenCLIP cleans them before its tokenizer (`basic_clean` and `whitespace_clean` of tokenizer.py): what ftfy mends, then
 * HTML entities twice, then white space. The steps are those of `ftfy.fix_text` with its defaults, in its order; of wrong encodings
 * it mends UTF-8 that was read as Windows-1252, which is what listings have.
 */
import { decodeHTML } from 'entities';

export function cleanText(text: string): string {
  // ftfy leaves entities alone beside tags; OpenCLIP decodes them all the same, but after the other steps.
  const mended = mend(text.includes('<') ? text : decodeHTML(text));
  return decodeHTML(decodeHTML(mended)).replace(/\s+/g, ' ').trim();
}

function mend(text: string): string {
  return withoutMojibake(text.replaceAll(terminalEscape, ''))
    .replace(/[\u0080-\u009f]/g, (control) => String.fromCodePoint(windows1252[control.charCodeAt(0) - 0x80] as number))
    .replace(ligature, (one) => ligatures[one] ?? one)
    .replace(/[\u3000\uff01-\uffef]/g, (wide) => wide.normalize('NFKC'))
    .replace(/[\u02bc\u2018-\u201b]/g, "'")
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(controls, '')
    .normalize('NFC');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const terminalEscape = /\u001b\[[\d;]*[a-zA-Z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc]/g;

const ligatures: Readonly<Record<string, string>> = {
  ...{ ĳ: 'ij', Ĳ: 'IJ', ŉ: 'ʼn', Ǳ: 'DZ', ǲ: 'Dz', ǳ: 'dz', Ǆ: 'DŽ', ǅ: 'Dž', ǆ: 'dž' },
  ...{ Ǉ: 'LJ', ǈ: 'Lj', ǉ: 'lj', Ǌ: 'NJ', ǋ: 'Nj', ǌ: 'nj' },
  ...{ ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'ſt', ﬆ: 'st' },
};
const ligature = new RegExp(`[${Object.keys(ligatures).join('')}]`, 'gu');

/** What the bytes 80 to 9F are in Windows-1252; the five that it leaves open stand for themselves. */
const windows1252 = [
  ...[0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d],
  ...[0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a],
  ...[0x0153, 0x9d, 0x017e, 0x0178],
];
const byteOf = new Map(windows1252.map((code, at) => [code, 0x80 + at]));

/**
 * Undone only where the whole text is UTF-8 in disguise and begins its characters as Latin, Cyrillic or three-byte ones do: a capital
 * with an accent before a sign, as in `NESTLÉ®`, is UTF-8 by accident.
 */
function withoutMojibake(text: string): string {
  let current = text;
  for (let times = 0; times < 3; times++) {
    if (!/[ÂÃÄÅÐÑà-ô][\u0080-\u00bf\u0152-\u2122]/.test(current)) break;
    const decoded = decodedOnce(current);
    if (decoded === undefined) break;
    current = decoded;
  }
  // Beside letters that are right: a sign, and before it the mark that it was two bytes.
  return current.replace(/Â([\u00a0-\u00bf])/g, '$1');
}

function decodedOnce(text: string): string | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const byte = byteOf.get(code) ?? (code < 0x100 ? code : undefined);
    if (byte === undefined || (byte >= 0xc6 && byte <= 0xcf) || (byte >= 0xd2 && byte <= 0xdf)) return undefined;
    bytes.push(byte);
  }
  try {
    return strictUtf8.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
