/** Tables that are longer than what is looked at first, or than a piece of a file. */
import { describe, expect, it } from 'vitest';
import { previewTable, readTable } from './index.ts';
import { eachTableFolder, readAll } from './testing.ts';

const { table, images } = eachTableFolder();

describe('a long table', () => {
  it('has the pictures of all its rows counted in the preview', async () => {
    images('a.jpg');
    const lines = Array.from({ length: 2500 }, (_, n) => `S${n},${n % 5 === 4 ? 'b' : 'a'}.jpg`);
    const preview = await previewTable(table(`sku,image\n${lines.join('\n')}\n`));
    expect(preview).toMatchObject({ rows: 2500, imagesFound: 2000, imagesMissing: 500 });
  });

  it('is read to its end, products as they come', async () => {
    images('images/a.jpg');
    const lines = Array.from({ length: 12_000 }, (_, n) => `S${n},Product number ${n},c${n % 9},images/a.jpg`);
    const file = table(`sku,title,colour,image\n${lines.join('\n')}\nS7,Product number 7,c7,images/a.jpg\n`);
    let products = 0;
    let problems = 0;
    let last: string | null = null;
    for await (const item of readTable(file)) {
      if (item.kind === 'product') products++;
      else problems++;
      last = item.sku;
    }
    expect({ products, problems, last }).toEqual({ products: 12_000, problems: 0, last: 'S7' });
  });

  it('keeps count of its lines where a piece of the file ends between "\\r" and "\\n"', async () => {
    const header = `${'sku,image,'.padEnd(63, 'x')}\r\n`;
    const row = (n: number) => `${`S${n},a.jpg,`.padEnd(62, 'y')}\r\n`;
    const text = header + Array.from({ length: 5000 }, (_, n) => row(n)).join('');
    expect(text.slice(256 * 1024 - 1, 256 * 1024 + 1)).toBe('\r\n');
    images('a.jpg');
    const { products } = await readAll(table(text));
    expect(products.at(-1)).toMatchObject({ sku: 'S4999', row: 5001 });
  });

  it('stops when it is told to, and when its reader has enough', async () => {
    const file = table(
      `sku,image\n${Array.from({ length: 5000 }, (_, n) => `S${n},https://x.example/${n}.jpg`).join('\n')}\n`,
    );
    const controller = new AbortController();
    const reading = async () => {
      for await (const item of readTable(file, {}, controller.signal)) if (item.row === 100) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const item of readTable(file)) if (item.row === 100) break;
  });

  it('takes a NUL byte for one lost character', async () => {
    images('a.jpg', 'b.jpg');
    const file = table(`sku,title,image\na,Red\0dress,a.jpg\n${'b,Blue jeans,b.jpg\n'.repeat(50)}`);
    const { products } = await readAll(file);
    expect(products[0]).toMatchObject({ sku: 'a', title: 'Red\ufffddress' });
    expect((await previewTable(file)).warnings).toMatchObject([{ why: 'unreadable-characters' }]);
  });
});
