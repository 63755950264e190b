/** Tables that cannot be read say why, and what to do. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tablePreviewSchema } from '../../../contract/ingest.ts';
import { previewTable } from './index.ts';
import { eachTableFolder, readAll } from './testing.ts';

const folder = eachTableFolder();
const { table } = folder;

describe('tables that cannot be read', () => {
  it.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', 'TABLE_EMPTY', /empty/],
    ['blanks', '\ufeff \n\n\t\n', 'TABLE_EMPTY', /empty/],
    ['a header alone', 'sku,title,image\n', 'TABLE_EMPTY', /no rows/],
    ['nothing to make products of', 'note,weight\nsoft,5\nhard,5\nsoft,7\n', 'TABLE_MAPPING', /"note", "weight"/],
    ['a broken workbook', Buffer.from('PK\x03\x04\x14\x00rest of a zip'), 'TABLE_UNREADABLE', /workbook/],
    [
      'an old workbook',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      'TABLE_UNREADABLE',
      /save it as \.xlsx/,
    ],
    ['binary data', Buffer.from('\x01\x02,\x00\x00\x00\x05,x\ny\x00\x00', 'latin1'), 'TABLE_UNREADABLE', /binary/],
  ])('for %s', async (_, content, code, message) => {
    await expect(readAll(table(content))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('for a file that is not there, a folder, an unknown encoding', async () => {
    await expect(readAll(path.join(folder.dir, 'none.csv'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(readAll(folder.dir)).rejects.toMatchObject({ code: 'TABLE_UNREADABLE' });
    await expect(readAll(table('sku,image\n1,a.jpg\n'), { encoding: 'klingon' })).rejects.toMatchObject({
      code: 'TABLE_UNREADABLE',
      message: expect.stringContaining('klingon'),
    });
  });

  it('but are shown in a preview when only the mapping is wanting', async () => {
    const preview = await previewTable(table('title,price\nHat,5\n'));
    expect(tablePreviewSchema.parse(preview)).toEqual(preview);
    expect(preview.warnings.map(({ why }) => why)).toEqual(['no-pictures', 'no-sku']);
  });
});
