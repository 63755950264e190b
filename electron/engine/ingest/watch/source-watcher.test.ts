import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TempFolder, tempFolder } from '../testing.ts';
import { SourceWatcher } from './source-watcher.ts';

let folder: TempFolder;
let quiet: number[];
let notes: string[];
let watcher: SourceWatcher;

function open(maxFolders = 100): SourceWatcher {
  watcher = new SourceWatcher({
    onQuiet: (id) => quiet.push(id),
    quietMs: 80,
    maxFolders,
    log: (note) => notes.push(note),
  });
  watcher.enable();
  return watcher;
}

beforeEach(async () => {
  folder = await tempFolder();
  await mkdir(folder.file('photos/sub'), { recursive: true });
  quiet = [];
  notes = [];
});
afterEach(async () => {
  watcher.close();
  await folder.remove();
});

const source = { id: 7, kind: 'folder' as const, path: 'photos' };

describe('SourceWatcher', () => {
  it('tells of a change once, after things have been quiet', async () => {
    open().watch(source, new Set([folder.file('photos'), folder.file('photos/sub')]));
    for (let i = 0; i < 5; i++) {
      await writeFile(folder.file(`photos/sub/${i}.jpg`), 'x');
      await sleep(20);
    }
    expect(quiet).toEqual([]);
    await vi.waitFor(() => expect(quiet).toEqual([7]), 5000);
    await sleep(150);
    expect(quiet).toEqual([7]);
    await rm(folder.file('photos/sub/1.jpg'));
    await vi.waitFor(() => expect(quiet).toEqual([7, 7]), 5000);
  });

  it('hears of new folders, and not of hidden or other files', async () => {
    open().watch(source, new Set([folder.file('photos')]));
    await writeFile(folder.file('photos/.DS_Store'), 'x');
    await writeFile(folder.file('photos/notes.txt'), 'x');
    await sleep(200);
    expect(quiet).toEqual([]);
    await mkdir(folder.file('photos/new'));
    await vi.waitFor(() => expect(quiet).toEqual([7]), 5000);
  });

  it('watches a table and the pictures beside it', async () => {
    await writeFile(folder.file('products.csv'), 'sku');
    open().watch({ id: 3, kind: 'table', path: folder.file('products.csv') }, new Set([folder.file('photos')]));
    await writeFile(folder.file('other.csv'), 'x');
    await sleep(200);
    expect(quiet).toEqual([]);
    await writeFile(folder.file('products.csv'), 'sku,title');
    await vi.waitFor(() => expect(quiet).toEqual([3]), 5000);
    await writeFile(folder.file('photos/a.jpg'), 'x');
    await vi.waitFor(() => expect(quiet).toEqual([3, 3]), 5000);
  });

  it('lets go of folders that are not wanted any more, and of sources', async () => {
    const both = open();
    both.watch(source, new Set([folder.file('photos'), folder.file('photos/sub')]));
    both.watch(source, new Set([folder.file('photos')]));
    await writeFile(folder.file('photos/sub/a.jpg'), 'x');
    await sleep(200);
    expect(quiet).toEqual([]);
    both.unwatch(7);
    await writeFile(folder.file('photos/a.jpg'), 'x');
    await sleep(200);
    expect(quiet).toEqual([]);
  });

  it('says once that it cannot watch everything', () => {
    const folders = new Set(['photos', 'photos/sub'].map((name) => folder.file(name)));
    open(1).watch(source, folders);
    watcher.watch(source, folders);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('not watched');
  });

  it('survives a folder that is gone', () => {
    expect(() => open().watch(source, new Set([path.join(folder.root, 'gone')]))).not.toThrow();
  });
});
