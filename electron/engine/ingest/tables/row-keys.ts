/** Which product a row belongs to, and by what number the product goes. */
import type { TableColumn, TableLayout } from './layout.ts';
import type { TableRecord } from './records.ts';

/** Keys are compared in one Unicode form and without case; `sku` is how the row writes it. */
export interface RowKey {
  readonly own: string;
  readonly sku: string;
  /** Whether the row has a number; otherwise its key is made up. */
  readonly numbered: boolean;
  /** The product that the row names as its parent; '' when it names none. */
  readonly parent: string;
  /** Other numbers of the row that a parent reference may name. */
  readonly aliases: readonly string[];
  /** Rows that the row names as its variants. */
  readonly children: readonly string[];
}

export function foldKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Reads the keys of rows one after the other: some follow from the rows above. */
export class RowKeys {
  readonly #sku: readonly TableColumn[];
  readonly #id: TableColumn | undefined;
  readonly #parent: TableColumn | undefined;
  readonly #relation: TableColumn | undefined;
  readonly #children: TableColumn | undefined;
  readonly #title: TableColumn | undefined;
  readonly #image: TableColumn | undefined;
  readonly #idPrefix: string;
  readonly #byTitle: boolean;
  readonly #titles = new Map<string, number>();
  #above = '';

  constructor({ columns, dialect }: Pick<TableLayout, 'columns' | 'dialect'>) {
    const used = (use: TableColumn['use']): TableColumn | undefined => columns.find((column) => column.use === use);
    const role = (name: TableColumn['role']): TableColumn | undefined => columns.find((column) => column.role === name);
    this.#sku = columns.filter((column) => column.role === 'sku');
    this.#id = used('id');
    const parent = used('parent');
    this.#parent = parent?.role === 'sku' ? undefined : parent;
    this.#relation = used('relation');
    this.#children = used('children');
    this.#title = role('title');
    this.#image = role('image');
    this.#idPrefix = dialect?.idPrefix ?? '';
    this.#byTitle = this.#sku.length === 0 || dialect?.nameless === true;
  }

  /** undefined for a row that says nothing by which to know it. */
  next({ cells }: TableRecord): RowKey | undefined {
    const cell = (column: TableColumn | undefined): string => (column === undefined ? '' : (cells[column.index] ?? ''));
    const id = cell(this.#id);
    const skuCell = this.#sku.map(cell).find((text) => text !== '') ?? '';
    const isVariation = this.#relation !== undefined && /^variation/i.test(cell(this.#relation));
    const above = isVariation ? this.#above : cell(this.#parent);
    const number = skuCell || (id === '' ? '' : this.#idPrefix + id);
    const sku = number || (above === '' ? this.#nameless(cell) : this.#countedUp(`${above} variation`));
    if (sku === '') return undefined;
    const own = foldKey(sku);
    const parent = foldKey(above);
    if (!isVariation) this.#above = sku;
    return {
      own,
      sku: sku.normalize('NFC'),
      numbered: number !== '',
      parent: parent === own ? '' : parent,
      aliases: id === '' ? [] : [foldKey(this.#idPrefix + id)],
      children: [...cell(this.#children).matchAll(/(?:^|\|)\s*sku=([^,|]+)/g)].map(([, child = '']) =>
        foldKey(child.trim()),
      ),
    };
  }

  /** Where no column holds numbers: the first image, which a product shares with no other, or the title. */
  #nameless(cell: (column: TableColumn | undefined) => string): string {
    if (!this.#byTitle) return '';
    const image =
      cell(this.#image)
        .split(/[|;\n]|,(?=\s*\S+\.\w{3,4}\b)/)[0]
        ?.trim() ?? '';
    if (this.#sku.length === 0 && image !== '' && !/^data:/i.test(image) && !this.#isWeb(image)) {
      return image.replaceAll('\\', '/').replace(/\.[a-z0-9]{2,5}$/i, '');
    }
    const title = cell(this.#title) || image.slice(0, 200);
    return title === '' ? '' : this.#countedUp(title);
  }

  #countedUp(title: string): string {
    const times = (this.#titles.get(foldKey(title)) ?? 0) + 1;
    this.#titles.set(foldKey(title), times);
    return times === 1 ? title : `${title} (${times})`;
  }

  #isWeb(image: string): boolean {
    return this.#title !== undefined && /^(?:https?:)?\/\//i.test(image);
  }
}

/** Puts rows into products once all of them have been seen: a parent may stand below its variants. */
export class RowGroups {
  readonly #parents = new Map<string, string>();
  readonly #aliases = new Map<string, string>();
  readonly #own = new Set<string>();
  readonly #seen = new Map<string, number>();

  add(key: RowKey): void {
    this.#own.add(key.own);
    for (const alias of key.aliases) if (!this.#aliases.has(alias)) this.#aliases.set(alias, key.own);
    for (const child of key.children) if (child !== key.own) this.#parents.set(child, key.own);
    const kind = `${key.own}\u0000${key.parent}`;
    this.#seen.set(kind, (this.#seen.get(kind) ?? 0) + 1);
  }

  /** The product of a row, as a key. */
  groupOf(key: Pick<RowKey, 'own' | 'parent'>): string {
    if (key.parent !== '') return this.#named(key.parent);
    return this.#parents.get(key.own) ?? key.own;
  }

  /** How many rows each product has. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [kind, count] of this.#seen) {
      const [own = '', parent = ''] = kind.split('\u0000');
      const group = this.groupOf({ own, parent });
      counts.set(group, (counts.get(group) ?? 0) + count);
    }
    return counts;
  }

  #named(parent: string): string {
    return this.#own.has(parent) ? parent : (this.#aliases.get(parent) ?? parent);
  }
}
