/**
 * Tells the encodings of one byte a character apart by what the text would be in each: letters of a language that stand where letters of
 * that language stand, or capitals inside words, signs between letters and characters that nobody writes. chardet knows neither Mac Roman
 * nor the code pages of DOS, and says for short tables what is likely in the world rather than in the text.
 */
import { decode } from './decoding.ts';

/** In the order in which equals win. */
export const codePages = [
  'windows-1252',
  'macintosh',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-874',
  'koi8-r',
  'cp850',
  'cp866',
  'iso-8859-2',
  'iso-8859-15',
] as const;

const western = [
  'éèàçêâîôûëïùœ',
  'äöüß',
  'æøåé',
  'åäöé',
  'ñáéíóúü',
  'ãõçáéíóúâêôà',
  'àèéìòù',
  'áðéíóúýþæö',
  'àèéíòóúçïü',
];
const central = ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'ăâîșțşţ', 'čćđšž'];
const baltic = ['āčēģīķļņšūž', 'ąčęėįšųūž', 'äõöüšž'];
const others = [
  'çğıöşü',
  'абвгдежзийклмнопрстуфхцчшщъыьэюяё',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ',
  'אבגדהוזחטיכךלמםנןסעפףצץקרשת',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىآأإئؤءپچژگ',
  'กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำเแโใไๆ',
];
/** What a text in one language is written with, and, for less, what tables of several neighbours have. */
const alphabets: readonly { readonly letters: ReadonlySet<string>; readonly worth: number }[] = [
  ...[...western, ...central, ...baltic, ...others].map((letters) => ({ letters: new Set(letters), worth: 2 })),
  ...[western, central, baltic].map((family) => ({ letters: new Set(family.join('')), worth: 1.5 })),
];

const signs = new Set('°€£™®©–—‘’“”„«»…•×½¼¾²³±·§´¿¡ªº№¢¥µ\u00a0');
/** Signs that do stand between two letters. */
const joining = new Set('’·´-');

export interface CodePageGuess {
  readonly encoding: string;
  /** 2 for a text in one language without anything odd; below 0 there is more odd than right. */
  readonly score: number;
}

/** How well the bytes read in each code page, best first. `bytes` are lines with characters beyond ASCII. */
export function rateCodePages(bytes: Buffer): CodePageGuess[] {
  return codePages
    .map((encoding) => ({ encoding, score: rate(decode(bytes, encoding)) }))
    .sort((a, b) => b.score - a.score);
}

function rate(text: string): number {
  const letters = new Map<string, number>();
  let foreign = 0;
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char <= '\u007f') continue;
    foreign++;
    const before = text[i - 1] ?? ' ';
    const after = text[i + 1] ?? ' ';
    if (/[\p{L}\p{M}]/u.test(char)) {
      const small = char.toLowerCase();
      letters.set(small, (letters.get(small) ?? 0) + 1);
      if (small !== char && /\p{Ll}/u.test(before)) sum -= 3;
      else if (small !== char) sum -= 0.5;
      if (mixesScripts(char, before) || mixesScripts(char, after)) sum -= 3;
    } else if (signs.has(char)) {
      const between = /\p{L}/u.test(before) && /\p{L}/u.test(after) && !joining.has(char);
      sum += between ? -3 : 1;
    } else sum -= /[\u0080-\u009f\ufffd\p{Cn}\p{Co}]/u.test(char) ? 8 : 3;
  }
  return foreign === 0 ? 0 : (sum + best(letters)) / foreign;
}

/** Cyrillic and Greek read as each other, or Hebrew as either, are words without vowels. */
const vowels = new Set('аеиоуыэюяєіїαεηιουωάέήίόύώ');
const withVowels = /^[\u0370-\u04ff]$/;

function best(letters: ReadonlyMap<string, number>): number {
  let most = 0;
  let spoken = 0;
  let voiced = 0;
  for (const [letter, count] of letters) {
    if (!withVowels.test(letter)) continue;
    spoken += count;
    if (vowels.has(letter)) voiced += count;
  }
  if (voiced < spoken / 4) return 0;
  for (const alphabet of alphabets) {
    let covered = 0;
    for (const [letter, count] of letters) if (alphabet.letters.has(letter)) covered += count;
    most = Math.max(most, covered * alphabet.worth);
  }
  return most;
}

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
];

function mixesScripts(a: string, b: string): boolean {
  return /\p{L}/u.test(b) && scripts.some((script) => script.test(a) !== script.test(b));
}
