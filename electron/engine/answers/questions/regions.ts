/** Countries as English and Chinese call them, from the data of the platform. */

const codes: string[] = [];
const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
const names = { en: displayNames('en'), zh: displayNames('zh-Hans') };
const byName = new Map<string, string>();

function displayNames(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none', style: 'long' });
}

for (const first of letters) {
  for (const second of letters) {
    const code = `${first}${second}`;
    if (/^(?:X[A-Z]|Q[M-Z]|Z[Z])$/.test(code)) continue;
    const [english, chinese] = [names.en.of(code), names.zh.of(code)];
    if (english === undefined || chinese === undefined) continue;
    codes.push(code);
    for (const name of [english, chinese, ...(english.match(/^[^(,]+/) ?? [])]) byName.set(name.trim().toLowerCase(), code);
  }
}
// Short forms that people write.
for (const [name, code] of [
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['usa', 'US'],
  ['u.s.', 'US'],
  ['america', 'US'],
  ['the states', 'US'],
  ['uae', 'AE'],
  ['holland', 'NL'],
  ['香港', 'HK'],
  ['澳门', 'MO'],
  ['台湾', 'TW'],
] as const)
  byName.set(name, code);

const ordered = [...byName.keys()].sort((a, b) => b.length - a.length);

export interface RegionMention {
  readonly code: string;
  /** As written. */
  readonly words: string;
}

/** The countries that a text names, each once. Names shorter than four letters have to be whole words in capitals. */
export function regionsIn(text: string): RegionMention[] {
  const found = new Map<string, string>();
  let rest = text;
  for (const name of ordered) {
    const pattern = new RegExp(/^\p{sc=Han}/u.test(name) ? name : `(?<![\\p{L}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}])`, 'giu');
    const match = pattern.exec(rest);
    if (match === null) continue;
    // "us", "it" and the like are words unless they are written as names.
    if (!/^\p{sc=Han}/u.test(name) && !/^\p{Lu}/u.test(match[0])) continue;
    const code = byName.get(name);
    if (code !== undefined && !found.has(code)) found.set(code, match[0]);
    rest = rest.replaceAll(match[0], ' ');
  }
  return [...found].map(([code, words]) => ({ code, words }));
}

export function isRegion(word: string): boolean {
  return byName.has(word.toLowerCase());
}
