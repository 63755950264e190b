/** Tables given back: small ones made here in several encodings, and the real ones where the data are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findData } from '../../../../../bench/support/data.ts';
import { seededRandom } from '../../../numbers/random.ts';
import { findLayout } from '../layout.ts';
import { type RecordOptions, recordsOf, type TableRecord } from '../records.ts';
import { type CellEdit, rewriteTable, type TableEdits } from './index.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-rewrite-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function fileOf(bytes: Buffer | Uint8Array, name = 'products.csv'): string {
  const file = path.join(dir, name);
  writeFileSync(file, bytes);
  return file;
}

async function rewrite(file: string, edits: TableEdits, encoding?: string) {
  const layout = await findLayout(file, encoding === undefined ? {} : { encoding });
  const parts: Buffer[] = [];
  const shape = { headerLine: layout.headerLine, width: layout.columns.length };
  const outcome = await rewriteTable(layout.records, shape, edits, (bytes) => {
    parts.push(Buffer.from(bytes));
  });
  return { bytes: Buffer.concat(parts), outcome, layout };
}

async function collect(records: RecordOptions): Promise<TableRecord[]> {
  const rows: TableRecord[] = [];
  for await (const row of recordsOf(records)) rows.push(row);
  return rows;
}

async function rowsOf(file: string, encoding?: string): Promise<TableRecord[]> {
  const { records } = await findLayout(file, encoding === undefined ? {} : { encoding });
  return collect(records);
}

function edits(...cells: [line: number, column: number, text: string, before: string][]): TableEdits {
  const byLine = new Map<number, Map<number, CellEdit>>();
  for (const [line, column, text, before] of cells)
    byLine.set(line, (byLine.get(line) ?? new Map()).set(column, { text, before }));
  return { cells: byLine };
}

const nothing: TableEdits = { cells: new Map() };

const words = ['Silk, "fine"', 'two\nlines', ' blanks ', 'semi;colon|bar\ttab', '', 'plain', "it's", '=1+1'];

/** Edits random cells and expects exactly those to read otherwise. */
async function expectOnlyEdited(file: string, count: number, seed: number, newWords = words): Promise<void> {
  const before = await rowsOf(file);
  const random = seededRandom(seed);
  const chosen = new Map<string, [number, number, string, string]>();
  const rows = before.filter(({ fault }) => fault === null);
  for (let tries = 0; tries < count * 20 && chosen.size < count; tries++) {
    const row = rows[Math.floor(random() * rows.length)] as TableRecord;
    const column = Math.floor(random() * row.raw.length);
    const now = row.raw[column] as string;
    const text = newWords[Math.floor(random() * newWords.length)] as string;
    // A row must not become blank, nor the first cell of the file a note of its delimiter.
    if (text.trim() === now.trim() || text.trim() === '') continue;
    // Line ends of several kinds in one cell become one kind.
    if (newWords === plainWords && now.includes('\n')) continue;
    chosen.set(`${row.line} ${column}`, [row.line, column, text, now]);
  }
  expect(chosen.size).toBe(count);
  const { bytes, outcome, layout } = await rewrite(file, edits(...chosen.values()));
  expect(outcome).toEqual({ written: count, refused: [] });
  const written = fileOf(bytes, `written${path.extname(file)}`);
  const kept = layout.records.kind === 'text' ? { ...layout.records, path: written } : layout.records;
  const after = await collect(kept);
  expect(after.length).toBe(before.length);
  const differing: string[] = [];
  for (const [index, row] of before.entries()) {
    const own = after[index] as TableRecord;
    if (own.raw.length !== row.raw.length) expect(own.raw).toEqual(row.raw);
    for (const [column, cell] of row.raw.entries()) {
      const now = own.raw[column] as string;
      const edit = chosen.get(`${row.line} ${column}`);
      if (now !== cell) differing.push(`${row.line} ${column}`);
      if (now.trim() !== (edit?.[2] ?? cell).trim()) expect(now).toBe(edit?.[2] ?? cell);
    }
  }
  expect(differing.sort()).toEqual([...chosen.keys()].sort());
  // Set back, the cells are as they were: nothing else has moved. Cells that had to be quoted for their new words stay quoted.
  const back = [...chosen.values()].map(([line, column, text, now]) => [line, column, now, text] as const);
  const trimmed = new Map(after.map((row) => [row.line, row.raw]));
  const reverse = back.map(([line, column, text]): [number, number, string, string] => [
    line,
    column,
    text,
    trimmed.get(line)?.[column] ?? '',
  ]);
  if (newWords === plainWords)
    expect((await rewrite(written, edits(...reverse))).bytes.equals(readFileSync(file))).toBe(true);
}

const plainWords = ['plain', "it's", '=1+1', '12.50'];

describe.each([
  ['utf-8', true, '\r\n', ','],
  ['utf-8', false, '\n', ';'],
  ['utf-16le', true, '\r\n', '\t'],
  ['utf-16be', true, '\n', ','],
  ['windows-1252', false, '\r\n', ';'],
  ['gb18030', false, '\r\n', '|'],
  ['shift_jis', false, '\r', ','],
  ['big5', false, '\n', '|'],
])('a table in %s (mark %s, line end %j, delimiter %j)', (encoding, mark, lineEnd, delimiter) => {
  const names = { 'windows-1252': 'Größe', gb18030: '尺寸規格漢', shift_jis: 'ソ表予能', big5: '許功蓋尺寸' };
  const word = (names as Record<string, string>)[encoding] ?? 'Grün 尺寸';
  const rows = [
    ['sku', 'title', 'description', 'price'],
    ['A-1', `${word} one`, '"a ""quoted"" cell, with; signs|and\ttabs"', '19.90'],
    ['A-2', ` ${word} `, `"two${lineEnd}lines"`, '"5.00"'],
    ['', '', '', ''],
    ['A-3', `"${word}"`, '', '7'],
    ['A-4', 'short'],
  ];
  const text = rows.map((row) => row.join(delimiter)).join(lineEnd);
  const bytes = iconv.encode(text, encoding, { addBOM: mark });

  it('is the same byte for byte without edits', async () => {
    const file = fileOf(bytes);
    const { bytes: written, outcome } = await rewrite(file, nothing, encoding);
    expect(written.equals(bytes)).toBe(true);
    expect(outcome).toEqual({ written: 0, refused: [] });
  });

  it('differs in the edited cells alone, quoted as they were', async () => {
    const file = fileOf(bytes);
    const change = edits(
      [2, 1, `${word} two`, `${word} one`],
      [2, 2, 'a "b"', 'a "quoted" cell, with; signs|and\ttabs'],
      [3, 3, '6.00', '5.00'],
      [3, 2, 'three\nshort\nlines', 'two\nlines'],
      [7, 2, 'now there', ''],
    );
    const { bytes: written, outcome } = await rewrite(file, change, encoding);
    expect(outcome).toEqual({ written: 5, refused: [] });
    const expected = [
      rows[0],
      ['A-1', `${word} two`, '"a ""b"""', '19.90'],
      ['A-2', ` ${word} `, `"three${lineEnd}short${lineEnd}lines"`, '"6.00"'],
      rows[3],
      rows[4],
      ['A-4', 'short', 'now there'],
    ] as string[][];
    const wanted = expected.map((row) => row.join(delimiter)).join(lineEnd);
    expect(iconv.decode(written, encoding)).toBe(wanted);
    expect(written.equals(iconv.encode(wanted, encoding, { addBOM: mark }))).toBe(true);
  });

  it('gains rows and columns, and loses rows', async () => {
    const file = fileOf(bytes);
    const change: TableEdits = {
      cells: new Map([[6, new Map([[4, { text: word, before: '' }]])]]),
      removed: new Set([2]),
      added: new Map([[7, [['A-5', word, `x${delimiter}y`]]]]),
      columns: ['colour'],
    };
    const { bytes: written } = await rewrite(file, change, encoding);
    const expected = [
      [...(rows[0] as string[]), 'colour'],
      [...(rows[2] as string[]), ''],
      rows[3],
      [...(rows[4] as string[]), word],
      ['A-4', 'short', '', '', ''],
      ['A-5', word, `"x${delimiter}y"`],
    ] as string[][];
    expect(iconv.decode(written, encoding)).toBe(expected.map((row) => row.join(delimiter)).join(lineEnd));
  });
});

it('leaves cells as they are that changed since, left, or cannot be written', async () => {
  const file = fileOf(iconv.encode('sku;title\nA-1;Grün\nA-2;Blau', 'windows-1252'));
  const change = edits([2, 1, '尺寸', 'Grün'], [3, 1, 'Rot', 'Gelb'], [9, 1, 'x', '']);
  const { bytes, outcome } = await rewrite(file, change, 'windows-1252');
  expect(bytes.equals(readFileSync(file))).toBe(true);
  expect(outcome).toEqual({
    written: 0,
    refused: [
      { line: 2, column: 1, text: '尺寸', why: 'encoding' },
      { line: 3, column: 1, text: 'Rot', why: 'changed' },
      { line: 9, column: 1, text: 'x', why: 'gone' },
    ],
  });
});

it('writes quotes with a backslash where the file does', async () => {
  const file = fileOf(Buffer.from('sku,title\nA-1,"a \\"b\\" c"\nA-2,"d \\"e\\" f"\n'));
  const { bytes } = await rewrite(file, edits([3, 1, 'x "y" z', 'd "e" f']));
  expect(bytes.toString()).toBe('sku,title\nA-1,"a \\"b\\" c"\nA-2,"x \\"y\\" z"\n');
});

it('keeps cells that span pieces of the file', async () => {
  const long = '尺"",\r\n'.repeat(60_000);
  const bytes = Buffer.from(`sku,title,description\r\nA-1,one,"${long}"\r\nA-2,two,"${long}"\r\n`);
  const file = fileOf(bytes);
  expect((await rewrite(file, nothing)).bytes.equals(bytes)).toBe(true);
  const { bytes: written } = await rewrite(file, edits([60_000 + 3, 1, 'zwei', 'two']));
  expect(written.toString()).toBe(bytes.toString().replace('A-2,two', 'A-2,zwei'));
});

describe('a workbook', () => {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const parts = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Goods &amp; more" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/calcChain.xml': `<calcChain xmlns="${main}"><c r="C2"/></calcChain>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="0"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a note</t></is></c></row></sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="${main}"><cols><col min="1" max="1" width="30"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c><c r="B1" t="inlineStr"><is><t>title</t></is></c><c r="C1" t="inlineStr"><is><t>price</t></is></c></row><row r="3" ht="20"><c r="A3" t="inlineStr"><is><t>A-1</t></is></c><c r="C3" s="1"><f>1+1</f><v>2</v></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>A-2</t></is></c><c r="B4" s="1" t="inlineStr"><is><t>Bag</t></is></c><c r="C4" s="1"><v>5</v></c></row></sheetData><pageMargins left="1"/></worksheet>`,
  };
  const bytes = zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

  it('keeps styles, other sheets and everything around its cells', async () => {
    const file = fileOf(bytes, 'goods.xlsx');
    const layout = await findLayout(file, { sheet: 'Goods & more' });
    const shape = { headerLine: layout.headerLine, width: layout.columns.length };
    const out: Buffer[] = [];
    const sink = (piece: Buffer): void => void out.push(piece);
    expect(await rewriteTable(layout.records, shape, nothing, sink)).toEqual({ written: 0, refused: [] });
    expect(Buffer.concat(out).equals(Buffer.from(bytes))).toBe(true);

    out.length = 0;
    const change = edits(
      [3, 1, 'Tee & <more>', ''],
      [3, 2, '2.5', '2'],
      [4, 1, 'Bag', 'Bag'],
      [4, 2, 'from 6', '5'],
      [4, 0, 'x', 'y'],
    );
    const outcome = await rewriteTable(layout.records, shape, { ...change, columns: ['colour'] }, sink);
    expect(outcome).toEqual({ written: 4, refused: [{ line: 4, column: 0, text: 'x', why: 'changed' }] });
    const written = unzipSync(Buffer.concat(out));
    const texts = Object.fromEntries(Object.entries(written).map(([name, part]) => [name, strFromU8(part)]));
    expect(texts['xl/worksheets/sheet1.xml']).toBe(parts['xl/worksheets/sheet1.xml']);
    expect(texts['xl/calcChain.xml']).toBeUndefined();
    expect(texts['[Content_Types].xml']).not.toContain('calcChain');
    expect(texts['xl/worksheets/sheet2.xml']).toContain('<c r="C3" s="1"><v>2.5</v></c>');
    expect(texts['xl/worksheets/sheet2.xml']).toContain('<col min="1" max="1" width="30"/>');
    expect(texts['xl/worksheets/sheet2.xml']).toContain('<c r="B4" s="1" t="inlineStr"><is><t>Bag</t></is></c>');
    const after = await findLayout(fileOf(Buffer.concat(out), 'after.xlsx'), { sheet: 'Goods & more' });
    expect((await collect(after.records)).map(({ line, raw }) => [line, ...raw])).toEqual([
      [1, 'sku', 'title', 'price', 'colour'],
      [3, 'A-1', 'Tee & <more>', '2.5', ''],
      [4, 'A-2', 'Bag', 'from 6', ''],
    ]);
  });
});

describe('a feed', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\r\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel>\r\n  <title>Shop</title>\r\n  <item>\r\n    <g:id>A-1</g:id>\r\n    <title><![CDATA[Größe & more]]></title>\r\n    <g:price>5.00 EUR</g:price>\r\n    <g:product_type>Bags</g:product_type>\r\n    <g:product_type>Sale</g:product_type>\r\n    <g:size/>\r\n  </item>\r\n  <item><g:id>A-2</g:id><title>Tee &amp; shirt</title></item>\r\n</channel></rss>\r\n`;

  it('has other words in its elements and the same bytes elsewhere', async () => {
    const file = fileOf(Buffer.from(xml), 'feed.xml');
    expect((await rewrite(file, nothing)).bytes.toString()).toBe(xml);
    const { records } = await findLayout(file, {});
    const header = records.kind === 'feed' ? records.header : [];
    const column = (name: string) => header.indexOf(name);
    const change = edits(
      [4, column('title'), 'Größe <neu>', 'Größe & more'],
      [4, column('product_type'), 'Bags', 'Bags\nSale'],
      [12, column('title'), 'Tee <3>', 'Tee & shirt'],
      [12, column('price'), '9 EUR', ''],
    );
    const { bytes, outcome } = await rewrite(file, change);
    expect(outcome).toEqual({ written: 4, refused: [] });
    expect(bytes.toString()).toBe(
      xml
        .replace('Größe & more', 'Größe <neu>')
        .replace('\r\n    <g:product_type>Sale</g:product_type>', '')
        .replace('<title>Tee &amp; shirt</title>', '<title>Tee &lt;3&gt;</title><g:price>9 EUR</g:price>'),
    );
    const without = await rewrite(file, { cells: new Map(), removed: new Set([12]) });
    expect(without.bytes.toString()).toBe(
      xml.replace('\r\n  <item><g:id>A-2</g:id><title>Tee &amp; shirt</title></item>', ''),
    );
  });
});

const samples = findData('exports-samples');
/** A header alone is refused before it could be imported. */
const tables =
  samples === undefined
    ? []
    : readdirSync(samples).filter((name) => name.endsWith('.csv') && !name.includes('header-only'));

describe.skipIf(samples === undefined)('real tables of shops (skipped where the data are absent)', () => {
  it.each(tables)('%s is the same byte for byte, and 20 edits change 20 cells', async (name) => {
    const file = path.join(samples as string, name);
    const { bytes } = await rewrite(file, nothing);
    expect(bytes.equals(readFileSync(file))).toBe(true);
    const cells = (await rowsOf(file)).reduce((sum, { raw }) => sum + raw.length, 0);
    const count = Math.min(20, Math.floor(cells / 4));
    await expectOnlyEdited(file, count, name.length);
    await expectOnlyEdited(file, count, name.length + 1, plainWords);
  });
});
