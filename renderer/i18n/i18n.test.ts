/** Keeps the two languages complete, free of dead strings, and the only place where the UI gets its words from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import { createFormat } from './format.ts';
import { detectLanguage } from './index.ts';
import chinese from './zh-CN.json';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const plural = /_(one|other)$/;
const english = flatten(en);
const translated = flatten(chinese);
const baseKeys = (flat: Map<string, string>): string[] => [
  ...new Set([...flat.keys()].map((key) => key.replace(plural, ''))),
];
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+(?:, number)?)\}\}/g)].map((match) => match[1] ?? '').sort();

const root = path.join(import.meta.dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(baseKeys(translated).sort()).toEqual(baseKeys(english).sort());
  });

  it('have the plural forms their grammar needs', () => {
    for (const key of english.keys()) {
      if (!plural.test(key)) continue;
      const base = key.replace(plural, '');
      expect([english.has(`${base}_one`), english.has(`${base}_other`), translated.has(`${base}_other`)], base).toEqual(
        [true, true, true],
      );
    }
  });

  it('name the same placeholders and leave nothing empty', () => {
    for (const [key, text] of translated) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
    }
  });

  it('are not copies of each other', () => {
    const same = [...translated].filter(([key, text]) => english.get(key) === text).map(([key]) => key);
    expect(
      same.every((key) => !/[a-z]{5}/.test(english.get(key) ?? '')),
      same.join(', '),
    ).toBe(true);
  });
});

describe('the sources', () => {
  const literal = new Set<string>();
  const prefixes: RegExp[] = [];
  for (const { text } of sources) {
    for (const match of text.matchAll(/\bt\(\s*[`']([\w.${}[\]?' -]+?)[`'][,)\s]/g)) {
      const key = match[1] ?? '';
      if (key.includes('${'))
        prefixes.push(new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[^.]+')}$`));
      else literal.add(key);
    }
    for (const match of text.matchAll(/['`]([a-z]+(?:\.[\w-]+)+)['`]/gi)) literal.add(match[1] ?? '');
  }

  it('use every string', () => {
    const unused = baseKeys(english).filter((key) => !literal.has(key) && !prefixes.some((prefix) => prefix.test(key)));
    expect(unused).toEqual([]);
  });

  it('have no words of their own', () => {
    const found: string[] = [];
    for (const { file, text } of sources) {
      if (!file.endsWith('.tsx')) continue;
      const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
      for (const match of code.matchAll(/[\w"'}]>\s*([A-Za-z][A-Za-z ,.'’]{2,})\s*<\//g))
        found.push(`${file}: ${match[1]}`);
      for (const match of code.matchAll(/\b(?:aria-label|placeholder|title|label|alt)="([^"]*[a-z]{3}[^"]*)"/g)) {
        found.push(`${file}: ${match[1]}`);
      }
    }
    const allowed = ['shell/no-session.tsx: npm start', 'shell/navigation.tsx: Lookalike'];
    expect(found.filter((entry) => !allowed.includes(entry))).toEqual([]);
  });
});

describe('detectLanguage', () => {
  it.each<[string[], string]>([
    [['zh-CN', 'en'], 'zh-CN'],
    [['zh-Hans-SG'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr', 'zh'], 'zh-CN'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j speaks %s', (wanted, expected) => {
    expect(detectLanguage(wanted)).toBe(expected);
  });
});

describe('createFormat', () => {
  const format = createFormat('en');
  it('writes prices with and without a known currency', () => {
    expect(format.price(1234.5, 'USD')).toBe('$1,234.50');
    expect(format.price(20, 'EUR')).toBe('€20');
    expect(format.price(20, 'points')).toBe('20 points');
    expect(format.price(20, null)).toBe('20');
  });

  it('rounds durations to what is worth knowing', () => {
    expect([0.2, 45, 200, 3600, 5400].map(format.duration)).toEqual([
      '1 sec',
      '45 sec',
      '3 min',
      '1 hr',
      '1 hr 30 min',
    ]);
  });

  it('scales sizes', () => {
    expect([0, 999, 31_800, 50_000_000].map(format.bytes)).toEqual(['0 bytes', '999 bytes', '31.8 kB', '50 MB']);
  });
});
