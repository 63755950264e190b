/** Reads a product feed in XML (Google Merchant's RSS or Atom, or one of its kind) as rows: what comes back again and again is an item. */
import { Parser } from 'htmlparser2';
import { throwIfCancelled } from '../../../contract/errors.ts';
import type { TableRecord } from './records.ts';
import { textOf } from './source.ts';

/** Names of elements that hold one product. */
const itemNames = new Set('item entry product offer listing row record article'.split(' '));

export interface FeedItem {
  /** The line on which it starts. */
  readonly line: number;
  /** By name without prefix, in the order of the item; what comes again is joined by line ends. */
  readonly fields: ReadonlyMap<string, string>;
}

/** @throws {AppError} `TABLE_UNREADABLE` when reading breaks off, `CANCELLED` */
export async function* feedItems(
  source: { readonly path: string; readonly encoding: string },
  signal?: AbortSignal,
): AsyncGenerator<FeedItem> {
  const found: FeedItem[] = [];
  const parser = new ItemParser((item) => found.push(item));
  for await (const text of textOf(source)) {
    throwIfCancelled(signal);
    parser.write(text);
    yield* found.splice(0);
  }
  parser.end();
  yield* found.splice(0);
}

/** The names of the fields of all items, in the order in which they come first. */
export async function feedHeader(source: { readonly path: string; readonly encoding: string }): Promise<string[]> {
  const names = new Set<string>();
  for await (const { fields } of feedItems(source)) for (const name of fields.keys()) names.add(name);
  return [...names];
}

export function recordOfItem({ line, fields }: FeedItem, header: readonly string[]): TableRecord {
  const raw = header.map((name) => fields.get(name) ?? '');
  return { line, raw, cells: raw.map((cell) => cell.trim()), fault: null };
}

class ItemParser {
  readonly #parser: Parser;
  readonly #onItem: (item: FeedItem) => void;
  #line = 1;
  #depth = 0;
  /** Depth of the item at hand, 0 outside of one. */
  #itemDepth = 0;
  #itemLine = 0;
  #fields = new Map<string, string>();
  #name = '';
  #text = '';

  constructor(onItem: (item: FeedItem) => void) {
    this.#onItem = onItem;
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(name, attributes),
        ontext: (text) => {
          this.#text += text;
        },
        onclosetag: () => this.#close(),
      },
      { xmlMode: true },
    );
  }

  write(text: string): void {
    // Line by line, so that the line of an item is known.
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#parser.write(text.slice(from, at + 1));
      this.#line++;
      from = at + 1;
    }
    this.#parser.write(text.slice(from));
  }

  end(): void {
    this.#parser.end();
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#depth++;
    if (this.#itemDepth === 0) {
      if (!isItemName(name)) return;
      this.#itemDepth = this.#depth;
      this.#itemLine = this.#line;
      this.#fields = new Map();
      for (const [key, value] of Object.entries(attributes)) this.#add(plainName(key), value);
      return;
    }
    if (this.#depth === this.#itemDepth + 1) {
      this.#name = plainName(name);
      this.#text = '';
      const { name: named, href } = attributes;
      if (href !== undefined) this.#text = href;
      // "<param name='Colour'>red</param>"
      if (/^(?:param|attribute|property)$/i.test(this.#name) && named !== undefined) this.#name = named;
    } else this.#text += ' ';
  }

  #close(): void {
    if (this.#itemDepth > 0) {
      if (this.#depth === this.#itemDepth) {
        this.#onItem({ line: this.#itemLine, fields: this.#fields });
        this.#itemDepth = 0;
      } else if (this.#depth === this.#itemDepth + 1) this.#add(this.#name, this.#text);
      else this.#text += ' ';
    }
    this.#depth--;
  }

  #add(name: string, text: string): void {
    const value = text.trim();
    if (value === '') return;
    const before = this.#fields.get(name);
    this.#fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
}

/** Whether an element of this name holds one product. */
export function isItemName(name: string): boolean {
  return itemNames.has(plainName(name).toLowerCase());
}

/** Without its prefix. */
export function plainName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
