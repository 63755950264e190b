/** Files that cannot be read, or not for the moment: the rest comes in, and each is named. */
import { copyFile, mkdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { preview } from './preview.ts';
import { skusIn, testPlace } from './testing.ts';

const place = testPlace();
const images = (): string => place.folder.file('photos');
const skus = (): string[] => skusIn(place.library);

describe('a nasty folder', () => {
  it('imports the rest and names each failure, and does not try again what did not change', async () => {
    await place.folder.picture('photos/good.jpg', 1);
    await place.folder.picture('photos/ 👟 summer  sale ✨.jpg', 2);
    await place.folder.write('photos/empty.jpg', '');
    const whole = await sharp({
      create: {
        width: 600,
        height: 600,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    await place.folder.write('photos/cut.jpg', whole.subarray(0, whole.length >> 1));
    await place.folder.write('photos/text.jpg', 'This is a text file named .jpg');
    await place.folder.write('photos/notes.txt', 'not looked at');
    await place.folder.write('photos/huge.png', hugePng(20_000));
    await place.folder.write('photos/fifty.jpg', Buffer.alloc(50 * 1024 * 1024, 1));
    const longAgo = new Date('2020-01-01');
    await utimes(place.folder.file('photos/fifty.jpg'), longAgo, longAgo);
    await symlink(place.folder.file('photos/nowhere.jpg'), place.folder.file('photos/dangling.jpg'));
    await symlink(images(), place.folder.file('photos/loop'));
    await symlink(place.folder.file('photos/self.jpg'), place.folder.file('photos/self.jpg'));
    await symlink(place.folder.file('photos/good.jpg'), place.folder.file('photos/link.jpg'));
    await place.folder.picture('photos/.hidden/secret.jpg', 3);
    await place.folder.picture('photos/node_modules/x.jpg', 4);
    await place.folder.picture('photos/deep/er/fine.jpg', 5);

    const result = await place.library.import({ path: images() });
    const failures = Object.fromEntries(
      result.failed.map(({ path: file, code }) => [path.relative(images(), file), code]),
    );
    expect(failures).toEqual({
      'empty.jpg': 'FILE_EMPTY',
      'cut.jpg': 'IMAGE_DAMAGED',
      'text.jpg': 'NOT_AN_IMAGE',
      'huge.png': 'IMAGE_TOO_LARGE',
      'fifty.jpg': 'NOT_AN_IMAGE',
      'dangling.jpg': 'LINK_BROKEN',
      loop: 'LINK_LOOP',
      'self.jpg': 'LINK_LOOP',
    });
    expect(result).toMatchObject({ products: 4, images: 4, encoded: 3 });
    expect(skus()).toEqual([' 👟 summer  sale ✨', 'deep/er/fine', 'good', 'link']);
    expect(place.library.catalog.problems.list({ offset: 0, limit: 100 }).total).toBe(8);

    // A good image of the same size and times in the place of a broken one is not seen: so the broken one is not read again.
    const fifty = place.folder.file('photos/fifty.jpg');
    const long = Buffer.alloc(50 * 1024 * 1024);
    (await readFile(place.folder.file('photos/good.jpg'))).copy(long);
    await writeFile(fifty, long);
    await utimes(fifty, longAgo, longAgo);
    const { ctimeMs } = await stat(fifty);
    place.library.database.run('UPDATE files SET changed_ms = ? WHERE path = ?', ctimeMs, fifty);
    const again = await place.library.import({ path: images() });
    expect(again).toMatchObject({ products: 4, encoded: 0, skipped: 4 });
    expect(again.failed).toHaveLength(8);

    await place.folder.picture('photos/text.jpg', 6);
    const mended = await place.library.import({ path: images() });
    expect(mended).toMatchObject({ products: 5, encoded: 1 });
    expect(mended.failed.map(({ path: file }) => path.basename(file))).not.toContain('text.jpg');
    expect(place.library.catalog.problems.list({ offset: 0, limit: 100 }).total).toBe(7);
  });

  it('names photos in formats that cannot be read, with advice, also where nothing else is', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
    await place.folder.write('photos/IMG_0001.HEIC', heic);
    await place.folder.write('photos/IMG_0002.heic', heic);
    expect(await preview(images())).toMatchObject({ pictures: 0, unreadable: [{ format: 'HEIC', count: 2 }] });
    const alone = await place.library.import({ path: images() });
    expect(alone.products).toBe(0);
    expect(alone.failed.map(({ code, reason }) => [code, /HEIC.*Save it as JPEG/.test(reason)])).toEqual([
      ['NOT_AN_IMAGE', true],
      ['NOT_AN_IMAGE', true],
    ]);
    await place.folder.picture('photos/a.jpg', 1);
    await place.folder.write('photos/a.cr2', 'the same photo');
    await place.folder.write('photos/upload.jpg', heic);
    for (const name of ['scan.bmp', 'new.jxl', 'master.psd', 'raw.nef', 'logo.svg', 'notes.txt']) {
      await place.folder.write(`photos/${name}`, 'x');
    }
    const result = await place.library.import({ path: images() });
    expect(result.products).toBe(1);
    expect(result.failed.map(({ path: file }) => path.basename(file)).sort()).toEqual(
      ['IMG_0001.HEIC', 'IMG_0002.heic', 'master.psd', 'new.jxl', 'raw.nef', 'scan.bmp', 'upload.jpg'].sort(),
    );
  });

  it.skipIf(process.platform !== 'linux')('says of names that are not UTF-8 to rename them', async () => {
    await place.folder.picture('photos/good.jpg', 1);
    await mkdir(Buffer.concat([Buffer.from(`${images()}/`), Buffer.from([0x4e, 0x6f, 0xeb, 0x6c])]));
    await copyFile(
      place.folder.file('photos/good.jpg'),
      Buffer.concat([Buffer.from(`${images()}/`), Buffer.from([0x63, 0x61, 0x66, 0xe9]), Buffer.from('.jpg')]),
    );
    const result = await place.library.import({ path: images() });
    expect(result).toMatchObject({ products: 1 });
    expect(result.failed).toHaveLength(2);
    for (const { reason } of result.failed) expect(reason).toMatch(/not UTF-8.*Rename/);
  });

  it('finds a product in every Unicode form of its number', async () => {
    await place.folder.picture(`photos/${'Café Frítest'.normalize('NFD')}.jpg`, 1);
    await place.library.import({ path: images() });
    const product = place.library.catalog.products.bySku('Café Frítest'.normalize('NFC'));
    expect(product.title).toBe('Café Frítest'.normalize('NFC'));
    expect(place.library.catalog.products.numbered(['café frítest'.normalize('NFC')]).has(product.id)).toBe(false);
    expect(place.library.catalog.products.numbered(['Café Frítest'.normalize('NFC')]).has(product.id)).toBe(true);
  });

  it('keeps the products of a folder that cannot be read for the moment', async () => {
    await place.folder.picture('photos/a.jpg', 1);
    await place.folder.picture('photos/disk/b.jpg', 2);
    await place.library.import({ path: images() });
    await rename(place.folder.file('photos/disk'), place.folder.file('disk'));
    await symlink(place.folder.file('not-mounted'), place.folder.file('photos/disk'));
    const result = await place.library.import({ path: images() });
    expect(result.failed).toMatchObject([{ code: 'LINK_BROKEN' }]);
    expect(result.removed).toBe(0);
    expect(skus()).toEqual(['a', 'disk/b']);
  });
});

/** A black square of one bit a pixel: hundreds of megabytes when decoded, some fifty kilobytes as a file. */
function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + side / 8)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
