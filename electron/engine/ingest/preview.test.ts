import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { methods } from '../../contract/contract.ts';
import { browse } from './browse.ts';
import { preview, previewFolder } from './preview.ts';
import { titleFromName } from './titles.ts';

let dir: string;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'lookalike-preview-')));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function files(...names: string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), 'x');
  }
}

/** `count` images in a folder. */
const many = (folder: string, count: number) => Array.from({ length: count }, (_, n) => `${folder}/${n}.jpg`);

describe('preview', () => {
  it('counts pictures below a folder, past what is hidden', async () => {
    files('red_shoe-01.jpg', 'b.PNG', 'notes.txt', 'items.csv', 'sub/c.webp', 'sub/deep/d.gif', 'sub/readme.md');
    files('.hidden/x.jpg', 'node_modules/y.jpg', '.z.jpg');
    symlinkSync(dir, path.join(dir, 'sub', 'loop'));
    symlinkSync(path.join(dir, 'nowhere'), path.join(dir, 'dangling.jpg'));
    const found = await preview(dir);
    expect(methods['ingest.preview'].result.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      kind: 'folder',
      pictures: 4,
      folders: 2,
      complete: true,
      layout: 'photo',
      tables: [path.join(dir, 'items.csv')],
    });
    if (found.kind !== 'folder') return;
    expect(found.examples).toContainEqual({ sku: 'red_shoe-01', title: 'red shoe 01', images: 1 });
  });

  it.each<[string, string[], 'photo' | 'folder']>([
    ['a flat folder', many('.', 5), 'photo'],
    ['one sub-folder', many('a', 5), 'photo'],
    ['sub-folders of a few photos each', [...many('a', 3), ...many('b', 2), ...many('c', 20)], 'folder'],
    ['sub-folders that are categories', [...many('shoes', 40), ...many('hats', 30), ...many('belts', 5)], 'photo'],
    ['photos beside the sub-folders', [...many('.', 4), ...many('a', 3), ...many('b', 2)], 'photo'],
    ['a cover beside many sub-folders', ['cover.jpg', ...many('a', 9), ...many('b', 9)], 'folder'],
  ])('guesses the layout of %s', async (_, names, layout) => {
    files(...names);
    const found = await previewFolder(dir);
    expect(found.layout).toBe(layout);
    expect(found.examples.length).toBeGreaterThan(0);
    expect(found.examples.every((example) => (layout === 'photo' ? example.images === 1 : example.images > 0))).toBe(
      true,
    );
  });

  it('stops counting at its limit and says so', async () => {
    files(...many('a', 30), ...many('b', 30), ...many('c', 30));
    const found = await previewFolder(dir, undefined, 50);
    expect(found.complete).toBe(false);
    expect(found.pictures).toBe(60);
  });

  it('looks at a table with the options given', async () => {
    files('a.jpg');
    writeFileSync(path.join(dir, 'items.csv'), 'sku;image\n1;a.jpg\n');
    const found = await preview(path.join(dir, 'items.csv'), { mapping: [{ column: 'sku', role: 'title' }] });
    expect(found).toMatchObject({ kind: 'table', delimiter: ';', imagesFound: 1, columns: [{ role: 'title' }, {}] });
  });

  it('refuses what is not there', async () => {
    await expect(preview(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('browse', () => {
  it('lists folders, then tables, in the order of people', async () => {
    files('b10/x.jpg', 'B2/x.jpg', 'a.jpg', 'c.png', 'z.csv', 'a.tsv', 'notes.txt', '.secret/x.jpg', '.hidden.csv');
    symlinkSync(path.join(dir, 'b10'), path.join(dir, 'link'));
    symlinkSync(path.join(dir, 'nowhere'), path.join(dir, 'dangling'));
    const listing = await browse(dir);
    expect(methods['ingest.browse'].result.parse(listing)).toEqual(listing);
    expect(listing).toMatchObject({ path: dir, parent: path.dirname(dir), pictures: 2 });
    expect(listing.entries.map((entry) => [entry.name, entry.kind])).toEqual([
      ['B2', 'folder'],
      ['b10', 'folder'],
      ['link', 'folder'],
      ['a.tsv', 'table'],
      ['z.csv', 'table'],
    ]);
  });

  it('starts at home, and has no parent at the root', async () => {
    const home = await browse();
    expect(home.shortcuts[0]).toEqual({ name: 'Home', path: home.path });
    expect((await browse('/')).parent).toBeNull();
  });

  it('says why a folder cannot be listed', async () => {
    files('a.csv');
    await expect(browse(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(browse(path.join(dir, 'a.csv'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('titleFromName', () => {
  it.each([
    ['red_shoe-01.jpg', 'red shoe 01'],
    ['IMG.2024.JPEG', 'IMG 2024'],
    ['Nr. 5', 'Nr 5'],
    ['蓝色_牛仔裤.png', '蓝色 牛仔裤'],
    ['👗 dress.webp', '👗 dress'],
    ['__.jpg', '__.jpg'],
  ])('of %s', (name, title) => {
    expect(titleFromName(name)).toBe(title);
  });
});
