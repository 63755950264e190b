/** Holds the help to the application: both languages alike, names of controls as the application has them, keys that there are, and pictures of all its screens. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { places as known, type Place } from '@contract';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import english from '../i18n/en.json' with { type: 'json' };
import chinese from '../i18n/zh-CN.json' with { type: 'json' };
import { places } from '../shell/places.ts';
import { plain, readMarkup } from '../ui/markup.ts';
import { findHelp } from './find-help.ts';
import { texts as en } from './texts/en/index.ts';
import { texts as zh } from './texts/zh-CN/index.ts';
import { type HelpTexts, type HelpTopic, pictureNames, topicAt, topicIds } from './topic.ts';

type Tree = { readonly [key: string]: string | Tree };

const valuesOf = (tree: Tree): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : valuesOf(value)));

const languages = [
  { code: 'en', texts: en, words: new Set(valuesOf(english)) },
  { code: 'zh-CN', texts: zh, words: new Set(valuesOf(chinese)) },
] as const;

function linesOf({ how, sections }: HelpTopic): string[] {
  const bodies = sections.flatMap(({ body }) => body);
  return [
    ...how,
    ...bodies.flatMap((block) =>
      typeof block === 'string' ? [block] : 'steps' in block ? block.steps : [block.shows],
    ),
  ];
}

const marked = (texts: HelpTexts, kind: 'name' | 'key'): string[] =>
  topicIds.flatMap((id) =>
    linesOf(texts[id]).flatMap((line) =>
      readMarkup(line)
        .filter((piece) => piece.kind === kind)
        .map(({ text }) => text),
    ),
  );

/** What a page is made of, without its words. */
const shapeOf = (texts: HelpTexts) =>
  topicIds.map((id) =>
    texts[id].sections.map((section) => [
      section.id,
      section.body.map((block) =>
        typeof block === 'string' ? 'text' : 'steps' in block ? block.steps.length : block.picture,
      ),
    ]),
  );

describe('the help', () => {
  it('says the same in both languages', () => {
    expect(shapeOf(zh)).toEqual(shapeOf(en));
    expect(marked(zh, 'key')).toEqual(marked(en, 'key'));
    expect(marked(zh, 'name')).toHaveLength(marked(en, 'name').length);
    const lines = topicIds.flatMap((id) => [zh[id].title, ...linesOf(zh[id])]);
    expect(lines.filter((line) => !/[一-鿿]/.test(line))).toEqual([]);
  });

  it.each(languages)('calls controls as the application does, in $code', ({ texts, words }) => {
    expect(marked(texts, 'name').filter((name) => !words.has(name))).toEqual([]);
  });

  it.each(languages)('says how each page works in five sentences, in $code', ({ texts }) => {
    for (const id of topicIds) {
      expect(texts[id].how).toHaveLength(5);
      for (const sentence of texts[id].how) expect(sentence).toMatch(/^[^.。]+[.。]$/);
    }
  });

  it('names keys that the application has', () => {
    const root = path.join(import.meta.dirname, '..');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /actions\.tsx?$/.test(file),
    );
    const code = sources.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
    const listed = [...code.matchAll(/(?:keys|caps): \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([^']+)'/g)].flatMap(([, key = '']) => [key, ...key.split('+')]),
    );
    const known = new Set([...listed, '↵', '⇧']);
    expect(marked(en, 'key').filter((key) => !known.has(key))).toEqual([]);
  });

  it('has a topic for every page of the application', () => {
    const others: Partial<Record<Place, string>> = { import: 'library', labels: 'grading', settings: 'settings' };
    for (const place of known.filter((each) => each !== 'help')) {
      expect(topicAt(places[place].to), place).toBe(others[place] ?? place);
    }
  });

  it('knows the page of each address', () => {
    const addresses = [
      '/',
      '/product/3',
      '/start',
      '/duplicates/3-4',
      '/tags/vocabulary',
      '/labels/2/grade',
      '/library/import',
    ];
    expect(addresses.map(topicAt)).toEqual(['search', 'search', 'start', 'duplicates', 'tags', 'grading', 'library']);
    expect(
      ['/settings/models', '/settings/compute', '/settings/general', '/settings', '/help/tags'].map(topicAt),
    ).toEqual(['models', 'models', 'settings', 'settings', null]);
  });
});

describe('the pictures', () => {
  const most = 60_000;
  it.each(languages)('show all screens in $code, and are small', async ({ code, texts }) => {
    const dir = path.join(import.meta.dirname, 'pictures', code);
    const files = readdirSync(dir);
    // Missing ones are made by: LOOKALIKE_HELP_PICTURES=1 node e2e/run.ts help.spec.ts
    expect(files.sort()).toEqual(pictureNames.map((name) => `${name}.webp`).sort());
    for (const file of files) {
      expect(statSync(path.join(dir, file)).size, file).toBeLessThan(most);
      const { format, width, height } = await sharp(path.join(dir, file)).metadata();
      expect({ format, width, height }, file).toEqual({ format: 'webp', width: 1100, height: 690 });
    }
    const shown = topicIds.flatMap((id) =>
      texts[id].sections.flatMap(({ body }) =>
        body.flatMap((block) => (typeof block === 'object' && 'picture' in block ? [block.picture] : [])),
      ),
    );
    expect(shown.sort()).toEqual([...pictureNames].sort());
  });
});

describe('the search', () => {
  const first = (texts: HelpTexts, query: string) => {
    const [best] = findHelp(texts, query);
    return best === undefined ? null : `${best.topic}/${best.section?.id ?? ''}`;
  };

  it.each([
    ['merge two listings', 'duplicates/merge'],
    ['merging', 'duplicates/merge'],
    ['how do I export to shopify', 'changes/export'],
    ['damaged photo', 'problems/mend'],
    ['synonyms', 'tags/words'],
    ['graphics card', 'models/where'],
    ['delete a library', 'library/manage'],
    ['dark', 'settings/'],
    ['grade', 'grading/set'],
  ])('%s', (query, place) => {
    expect(first(en, query)).toBe(place);
  });

  it.each([
    ['合并商品', 'duplicates/merge'],
    ['同义词', 'tags/words'],
    ['显卡', 'models/where'],
    ['怎么删除图库', 'library/manage'],
    ['照片上是哪件商品', 'search/photo'],
  ])('%s', (query, place) => {
    expect(first(zh, query)).toBe(place);
  });

  it('finds nothing where nothing is said, and shows where it found something', () => {
    expect(findHelp(en, 'giraffe')).toEqual([]);
    expect(findHelp(en, '  ?')).toEqual([]);
    const [best] = findHelp(en, 'undone merge');
    const words = best?.ranges.map(([from, to]) => best.snippet.slice(from, to).toLowerCase());
    expect(words).toEqual(expect.arrayContaining([expect.stringMatching(/^(undone|merge)/)]));
    expect(best?.snippet).toBe(plain(best?.snippet ?? ''));
  });
});
