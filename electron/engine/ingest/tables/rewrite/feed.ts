/** Writes a product feed in XML anew with other words in some elements. Every byte outside of them stays. */
import { readFile } from 'node:fs/promises';
import { Parser } from 'htmlparser2';
import { throwIfCancelled } from '../../../../contract/errors.ts';
import { feedItems, isItemName, plainName } from '../feed.ts';
import type { RecordOptions } from '../records.ts';
import { unreadable } from '../source.ts';
import { escapeXml, plainXml } from '../xml-text.ts';
import type { ByteSink, CellEdit, RefusalReason, RefusedCell, RewriteOutcome, TableEdits } from './types.ts';
import { Units } from './units.ts';

type FeedOptions = Extract<RecordOptions, { kind: 'feed' }>;

/** Where an item and its elements stand, in units. */
interface PlacedItem {
  readonly start: number;
  end: number;
  /** Before the closing tag. */
  contentEnd: number;
  readonly fields: PlacedField[];
}

interface PlacedField {
  /** As written, with its prefix. */
  readonly tag: string;
  readonly start: number;
  readonly textStart: number;
  textEnd: number;
  end: number;
  /** Holds elements of its own, or says its value in an attribute. */
  nested: boolean;
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `CANCELLED`, and what `sink` throws */
export async function rewriteFeed(
  options: FeedOptions,
  edits: TableEdits,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<RewriteOutcome> {
  const bytes = await readFile(options.path).catch((error) => {
    throw unreadable(options.path, error);
  });
  throwIfCancelled(signal);
  const units = new Units(options.encoding, bytes.subarray(0, 4));
  const body = bytes.subarray(units.mark);
  const items = placeItems(units.write(body));
  const writer = new ItemWriter(units, body, options.header);
  let index = 0;
  const lines = new Set(edits.cells.keys());
  for await (const { line, fields } of feedItems(options, signal)) {
    const item = items[index++];
    if (item === undefined) continue;
    lines.delete(line);
    if (edits.removed?.has(line) === true) writer.remove(item);
    else for (const [column, edit] of edits.cells.get(line) ?? []) writer.edit(item, line, column, edit, fields, edits);
  }
  for (const line of lines)
    for (const [column, { text }] of edits.cells.get(line) ?? []) writer.refuse(line, column, text, 'gone');
  await sink(bytes.subarray(0, units.mark));
  await sink(writer.spliced());
  return { written: writer.written, refused: writer.refused };
}

/** Items in the order in which `feedItems` gives them: each as it ends. */
function placeItems(text: string): PlacedItem[] {
  const items: PlacedItem[] = [];
  let depth = 0;
  let itemDepth = 0;
  let item: PlacedItem | undefined;
  let field: PlacedField | undefined;
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        depth++;
        const { startIndex: start, endIndex } = parser;
        if (item === undefined) {
          if (!isItemName(tag)) return;
          itemDepth = depth;
          item = { start, end: endIndex + 1, contentEnd: endIndex + 1, fields: [] };
        } else if (depth === itemDepth + 1) {
          const nested = attributes.href !== undefined || attributes.name !== undefined;
          field = { tag, start, textStart: endIndex + 1, textEnd: endIndex + 1, end: endIndex + 1, nested };
        } else if (field !== undefined) field.nested = true;
      },
      onclosetag: () => {
        const { startIndex: start, endIndex } = parser;
        if (item !== undefined && depth === itemDepth) {
          item.contentEnd = start;
          item.end = endIndex + 1;
          items.push(item);
          item = undefined;
        } else if (item !== undefined && field !== undefined && depth === itemDepth + 1) {
          // Of "<g:size/>" the closing tag is the opening one.
          field.textEnd = Math.max(field.textStart, start);
          field.end = endIndex + 1;
          item.fields.push(field);
          field = undefined;
        }
        depth--;
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(text);
  return items;
}

class ItemWriter {
  written = 0;
  readonly refused: RefusedCell[] = [];
  readonly #units: Units;
  readonly #body: Buffer;
  readonly #header: readonly string[];
  readonly #splices: Splice[] = [];

  constructor(units: Units, body: Buffer, header: readonly string[]) {
    this.#units = units;
    this.#body = body;
    this.#header = header;
  }

  refuse(line: number, column: number, text: string, why: RefusalReason): void {
    this.refused.push({ line, column, text, why });
  }

  remove({ start, end }: PlacedItem): void {
    this.#splices.push({ from: this.#afterBlanks(start), to: end, text: '' });
  }

  edit(
    item: PlacedItem,
    line: number,
    column: number,
    { text, before }: CellEdit,
    fields: ReadonlyMap<string, string>,
    { columns = [] }: TableEdits,
  ): void {
    const name = this.#header[column] ?? columns[column - this.#header.length] ?? '';
    const said = fields.get(name) ?? '';
    if (said === text) return;
    const places = item.fields.filter(({ tag }) => this.#name(tag) === name);
    const values = text === '' ? [] : text.split('\n');
    // A text of several lines is one element, unless the item says the field several times.
    const wanted = places.length > 1 ? values : text === '' ? [] : [text];
    const why =
      said !== before
        ? 'changed'
        : name === '' || places.some(({ nested }) => nested) || (places.length === 0 && said !== '')
          ? 'place'
          : wanted.some((value) => this.#units.encode(plainXml(value)) === undefined)
            ? 'encoding'
            : undefined;
    if (why !== undefined) {
      this.refuse(line, column, text, why);
      return;
    }
    this.written++;
    for (const [index, place] of places.entries()) {
      const value = wanted[index];
      if (value === undefined) this.#splices.push({ from: this.#afterBlanks(place.start), to: place.end, text: '' });
      else this.#replace(place, value);
    }
    const further = wanted.slice(places.length);
    if (further.length > 0) this.#insert(item, places.at(-1), name, further);
  }

  spliced(): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const { from, to, text } of this.#splices.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
      if (from < at) continue;
      parts.push(this.#slice(at, from), this.#units.encode(text) as Buffer);
      at = to;
    }
    parts.push(this.#body.subarray(at * this.#units.size));
    return Buffer.concat(parts);
  }

  #replace(place: PlacedField, value: string): void {
    const inner = this.#text(place.textStart, place.textEnd);
    const [, lead = '', core = '', trail = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
    const open = this.#text(place.start, place.textStart);
    if (open.endsWith('/>')) {
      const text = `${open.slice(0, -2).trimEnd()}>${element(value, false)}</${this.#written(place.tag)}>`;
      this.#splices.push({ from: place.start, to: place.end, text });
    } else {
      const text = `${lead}${element(value, core.startsWith('<![CDATA['))}${trail}`;
      this.#splices.push({ from: place.textStart, to: place.textEnd, text });
    }
  }

  /** Behind the last of its name, else at the end of the item, set in like its neighbours and with their prefix. */
  #insert(item: PlacedItem, like: PlacedField | undefined, name: string, values: readonly string[]): void {
    const neighbour = like ?? item.fields.at(-1);
    const prefixed = item.fields.find(({ tag }) => tag.includes(':'))?.tag;
    const prefix = prefixed === undefined ? '' : prefixed.slice(0, prefixed.indexOf(':') + 1);
    const tag = like === undefined ? prefix + name : this.#written(like.tag);
    const at = neighbour?.end ?? item.contentEnd;
    const indent = neighbour === undefined ? '' : this.#text(this.#afterBlanks(neighbour.start), neighbour.start);
    const text = values.map((value) => `${indent}<${tag}>${element(value, false)}</${tag}>`).join('');
    this.#splices.push({ from: at, to: at, text });
  }

  #name(tag: string): string {
    return plainName(this.#written(tag));
  }

  /** A name as it is in the file; units of one byte show it byte by byte. */
  #written(tag: string): string {
    return this.#units.size === 1 ? this.#units.decode(Buffer.from(tag, 'latin1')) : tag;
  }

  /** Where the blanks before a place begin. */
  #afterBlanks(place: number): number {
    let from = place;
    while (from > 0 && /\s/.test(this.#text(from - 1, from))) from--;
    return from;
  }

  #text(from: number, to: number): string {
    return this.#units.decode(this.#slice(from, to));
  }

  #slice(from: number, to: number): Buffer {
    const { size } = this.#units;
    return this.#body.subarray(from * size, to * size);
  }
}

function element(value: string, asCdata: boolean): string {
  const plain = plainXml(value);
  return asCdata ? `<![CDATA[${plain.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : escapeXml(plain);
}
