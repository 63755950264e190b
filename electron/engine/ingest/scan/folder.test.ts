import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Layout } from '../../../contract/ingest.ts';
import { type TempFolder, tempFolder } from '../testing.ts';
import { scanFolder } from './folder.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await tempFolder();
});
afterEach(() => folder.remove());

/** Skus and `CODE path` of problems, in the order found. */
async function scan(layout: Layout): Promise<string[]> {
  const found: string[] = [];
  for await (const item of scanFolder({ root: folder.root, layout, refuseEmpty: false })) {
    found.push(
      item.kind === 'product' ? item.draft.sku : `${item.code} ${item.path?.slice(folder.root.length + 1) ?? ''}`,
    );
  }
  return found;
}

describe('scanFolder', () => {
  it('follows no link to another computer, directly or over other links', async () => {
    await folder.write('a.jpg', '');
    await symlink('//nas/share/b.jpg', `${folder.root}/b.jpg`);
    await symlink('b.jpg', `${folder.root}/c.jpg`);
    await symlink('\\\\nas\\share', `${folder.root}/d`);
    const reasons: string[] = [];
    for await (const item of scanFolder({ root: folder.root, layout: 'photo', refuseEmpty: false })) {
      if (item.kind === 'problem') reasons.push(`${item.code}: ${item.reason}`);
    }
    expect(reasons).toEqual(Array(3).fill(expect.stringMatching(/^LINK_BROKEN: .* another computer \(nas\)/)));
  });

  it('goes through folders in an order that depends on names alone', async () => {
    for (const name of [
      'b.jpg',
      'A.png',
      'sub/2.jpg',
      'sub/10.jpg',
      'a/deep/x.webp',
      'notes.txt',
      '.hidden.jpg',
      '._b.jpg',
    ]) {
      await folder.write(name, 'x');
    }
    expect(await scan('photo')).toEqual(['A', 'b', 'a/deep/x', 'sub/10', 'sub/2']);
    expect(await scan('folder')).toEqual(['A', 'b', 'a/deep', 'sub']);
  });

  it('keeps the extension where the name alone would not tell photos apart', async () => {
    for (const name of ['red.jpg', 'red.png', 'blue.jpg', 'shoe.jpg', 'shoe/1.jpg']) await folder.write(name, 'x');
    expect(await scan('folder')).toEqual(['blue', 'red.jpg', 'red.png', 'shoe.jpg', 'shoe']);
  });

  it('follows links to files and folders, and names those that lead nowhere or back', async () => {
    await folder.write('shop/shoes/1.jpg', 'x');
    await mkdir(folder.file('shop/sale'));
    await symlink('../shoes', folder.file('shop/sale/linked'));
    await symlink('../shoes/1.jpg', folder.file('shop/sale/one.jpg'));
    await symlink('..', folder.file('shop/sale/up'));
    await symlink('nowhere', folder.file('shop/gone'));
    await symlink('b', folder.file('shop/a'));
    await symlink('a', folder.file('shop/b'));
    expect(await scan('photo')).toEqual([
      'LINK_LOOP shop/a',
      'LINK_LOOP shop/b',
      'LINK_BROKEN shop/gone',
      'LINK_LOOP shop/sale/up',
      'shop/sale/one',
      'shop/sale/linked/1',
      'shop/shoes/1',
    ]);
  });

  it.runIf(process.platform === 'linux')(
    'names devices and pipes, and links to them, instead of passing them over',
    async () => {
      await folder.write('good.jpg', 'x');
      await symlink('/dev/zero', folder.file('zero.jpg'));
      await symlink('/dev/null', folder.file('nothing'));
      execFileSync('mkfifo', [folder.file('pipe.jpg')]);
      expect(await scan('photo')).toEqual([
        'FILE_UNREADABLE pipe.jpg',
        'FILE_UNREADABLE nothing',
        'FILE_UNREADABLE zero.jpg',
        'good',
      ]);
    },
  );

  it('comes to an end however folders link to each other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await folder.write(`${name}/x.jpg`, 'x');
    for (const from of names) {
      for (const to of names) if (from !== to) await symlink(`../${to}`, folder.file(`${from}/to-${to}`));
    }
    expect((await scan('photo')).length).toBeLessThan(100);
  });

  it('does not import the thumbnails of a library inside the folder', async () => {
    await folder.write('a.jpg', 'x');
    await folder.write('my library/library.sqlite', 'x');
    await folder.write('my library/thumbs/ab/ab.jpg', 'x');
    expect(await scan('photo')).toEqual(['a']);
  });

  it('reports a missing root and an empty one that had products', async () => {
    const items = (root: string) => scanFolder({ root, layout: 'photo', refuseEmpty: true });
    await expect(items(folder.file('gone')).next()).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(items(folder.root).next()).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
  });

  it.skipIf(process.getuid?.() === 0)('reports a folder that may not be read and goes on', async () => {
    await folder.write('locked/a.jpg', 'x');
    await folder.write('open/b.jpg', 'x');
    await chmod(folder.file('locked'), 0);
    expect(await scan('photo')).toEqual(['FOLDER_UNREADABLE locked', 'open/b']);
    await chmod(folder.file('locked'), 0o700);
  });
});
