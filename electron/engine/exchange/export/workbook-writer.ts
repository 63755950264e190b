/** Writes a workbook (.xlsx) with one sheet of texts and numbers, row by row, so that a large catalog need not lie in memory. */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Write } from '../../files/atomic-file.ts';
import { columnName } from '../../ingest/tables/rewrite/sheet-xml.ts';
import { escapeAttribute, escapeXml, plainXml } from '../../ingest/tables/xml-text.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** What a cell may hold in spreadsheet programs [characters]. */
export const mostInCell = 32_767;

export type SheetCell = string | number | null;

export class WorkbookWriter {
  readonly #write: Write;
  readonly #zip: Zip;
  readonly #sheet: ZipDeflate;
  #ready: Uint8Array[] = [];
  #failed: Error | undefined;
  #line = 0;

  constructor(write: Write, sheetName: string) {
    this.#write = write;
    this.#zip = new Zip((error, bytes) => {
      if (error !== null) this.#failed = error;
      else this.#ready.push(bytes);
    });
    for (const [name, xml] of Object.entries(parts(sheetName))) this.#part(name, declaration + xml);
    this.#sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 });
    this.#zip.add(this.#sheet);
    const pane = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>';
    this.#sheet.push(strToU8(`${declaration}<worksheet xmlns="${main}"><sheetViews>${pane}</sheetViews><sheetData>`));
  }

  async row(cells: readonly SheetCell[]): Promise<void> {
    const line = ++this.#line;
    const content = cells.map((cell, column) => {
      if (cell === null || cell === '') return '';
      const at = `<c r="${columnName(column)}${line}"`;
      if (typeof cell === 'number') return `${at}><v>${cell}</v></c>`;
      return `${at} t="inlineStr"><is><t xml:space="preserve">${escapeXml(plainXml(cell.slice(0, mostInCell)))}</t></is></c>`;
    });
    this.#sheet.push(strToU8(`<row r="${line}">${content.join('')}</row>`));
    await this.#flush();
  }

  async end(): Promise<void> {
    this.#sheet.push(strToU8('</sheetData></worksheet>'), true);
    this.#zip.end();
    await this.#flush();
  }

  #part(name: string, text: string): void {
    const part = new ZipDeflate(name, { level: 6 });
    this.#zip.add(part);
    part.push(strToU8(text), true);
  }

  async #flush(): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed;
    const ready = this.#ready;
    this.#ready = [];
    for (const bytes of ready) await this.#write(Buffer.from(bytes));
  }
}

function parts(sheetName: string): Record<string, string> {
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheet}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escapeAttribute(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  };
}
