/** Countries as English and Chinese call them, from the data of the platform. */

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
    for (const name of [english, chinese, ...(english.match(/^[^(,]+/) ?? [])])
      byName.set(name.trim().toLowerCase(), code);
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

const ordered = [...byName.keys()]
  .sort((a, b) => b.length - a.length)
  .map((name) => ({ name, isChinese: /^\p{sc=Han}/u.test(name), pattern: patternOf(name) }));

function patternOf(name: string): RegExp {
  if (/^\p{sc=Han}/u.test(name)) return new RegExp(name, 'u');
  return new RegExp(`(?<![\\p{L}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}])`, 'iu');
}

export interface RegionMention {
  readonly code: string;
  /** As written. */
  readonly words: string;
}

/** The countries that a text names, each once; English names have to be written with a capital. */
export function regionsIn(text: string): RegionMention[] {
  const found = new Map<string, string>();
  let rest = text;
  const low = text.toLowerCase();
  for (const { name, isChinese, pattern } of ordered) {
    if (!low.includes(name)) continue;
    const match = pattern.exec(rest);
    // "us", "it" and the like are words unless they are written as names.
    if (match === null || (!isChinese && !/^\p{Lu}/u.test(match[0]))) continue;
    const code = byName.get(name);
    if (code !== undefined && !found.has(code)) found.set(code, match[0]);
    rest = rest.replaceAll(match[0], ' ');
  }
  return [...found].map(([code, words]) => ({ code, words }));
}
