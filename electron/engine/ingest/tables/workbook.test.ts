import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewTable, readTable, type TableOptions, type TableProduct } from './index.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-workbook-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A zip whose files are stored as they are. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, title, data]);
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, Buffer.alloc(14), title]);
    entry.writeUInt32LE(offset, 42);
    parts.push(local);
    entries.push(entry);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(entries).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...entries, end]);
}

type Cell = string | number | null;

/** A workbook as spreadsheet programs write it, texts in the cells. */
function workbook(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Buffer {
  const names = Object.keys(sheets);
  const sheetOf = (rows: readonly (readonly Cell[])[]): string =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map(
        (row, r) =>
          `<row r="${r + 1}">${row
            .map((cell, c) => {
              const at = `${String.fromCharCode(65 + c)}${r + 1}`;
              if (cell === null) return '';
              if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
              return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
            })
            .join('')}</row>`,
      )
      .join('')}</sheetData></worksheet>`;
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const relations = (list: readonly string[]): string =>
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`;
  return zip({
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names
      .map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      names.map((_, n) => relation(`rId${n + 1}`, 'worksheet', `worksheets/sheet${n + 1}.xml`)),
    ),
    ...Object.fromEntries(names.map((name, n) => [`xl/worksheets/sheet${n + 1}.xml`, sheetOf(sheets[name] ?? [])])),
  });
}

function file(name: string, bytes: Buffer): string {
  const target = path.join(dir, name);
  writeFileSync(target, bytes);
  return target;
}

async function read(table: string, options?: TableOptions): Promise<TableProduct[]> {
  const products: TableProduct[] = [];
  for await (const item of readTable(table, options)) if (item.kind === 'product') products.push(item);
  return products;
}

describe('a workbook', () => {
  const book = () =>
    file(
      'products.xlsx',
      workbook({
        Stock: [
          ['sku', 'title', 'price', 'colour', 'image'],
          ['A-1', 'Bag & belt, "new"', 1299.9, 'Crème', 'a.jpg'],
          [null, null, null, null, null],
          ['0012', 'Hat\nwide', '1.050,00 €', 'Red', 'b.jpg'],
          ['A-3', 'Cap', 19.899999999999999, 'Red', null],
        ],
        Old: [
          ['sku', 'title'],
          ['O-1', 'Old one'],
        ],
      }),
    );

  it('is read like a table, the first sheet or the one that is asked for', async () => {
    writeFileSync(path.join(dir, 'a.jpg'), '');
    writeFileSync(path.join(dir, 'b.jpg'), '');
    const products = await read(book());
    expect(products.map(({ sku, title, price, row }) => [sku, title, price, row])).toEqual([
      ['A-1', 'Bag & belt, "new"', 1299.9, 2],
      ['0012', 'Hat wide', 1050, 4],
      ['A-3', 'Cap', 19.9, 5],
    ]);
    expect(products[0]?.imagePaths).toEqual([path.join(dir, 'a.jpg')]);
    expect(await previewTable(book())).toMatchObject({
      file: 'workbook',
      sheets: ['Stock', 'Old'],
      sheet: 'Stock',
      encodings: [],
      products: 3,
    });
    expect((await read(book(), { sheet: 'Old' })).map(({ sku }) => sku)).toEqual(['O-1']);
    await expect(read(book(), { sheet: 'None' })).rejects.toMatchObject({ code: 'TABLE_MAPPING' });
  });

  it('may be the export of a shop system', async () => {
    const shop = file(
      'shop.xlsx',
      workbook({
        Products: [
          ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant SKU', 'Variant Price'],
          ['tee', 'Tee', 'Size', 'S', 'T-S', 10],
          ['tee', null, null, 'M', 'T-M', 12],
        ],
      }),
    );
    expect(await read(shop)).toMatchObject([{ sku: 'tee', price: 10, priceTo: 12, attributes: { Size: 'S, M' } }]);
  });
});
