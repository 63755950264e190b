/** Makes events of the rows of a file, one row after the other. Nothing of a row that could point to a person leaves this file unhashed. */
import type { EventKind, EventRole } from '../../contract/events.ts';
import { headerKey } from '../dialects/index.ts';
import { normaliseText } from '../text/normalise.ts';
import {
  isPersonal,
  linesOf,
  listOf,
  numberOf,
  productAddress,
  productNumber,
  productTitle,
  shownOf,
} from './cells.ts';
import { cancelledWords, kindByWord, robotAgent } from './forms.ts';
import type { EventLayout } from './layout.ts';
import { mixed, type Pseudonyms } from './pseudonyms.ts';
import { eventTime } from './times.ts';
import type { Listener, ToldEvent } from './told-event.ts';
import type { ProductRef } from './types.ts';

interface Order {
  readonly name: string;
  readonly who: string;
  readonly time: string;
  readonly isCancelled: boolean;
}

/** What a row says besides the products. */
interface Told {
  readonly kind: EventKind;
  readonly time: number;
  readonly customer: number | null;
  readonly session: number | null;
  readonly order: number | null;
  readonly search: number | null;
  readonly query: string | null;
}

/** Rows of one list of results, each with a product that was shown. */
interface ShownList {
  readonly key: string;
  readonly told: Told;
  readonly results: number | null;
  readonly rows: { readonly product: ProductRef; readonly position: number | null; readonly clicked: boolean }[];
}

const nothing: ProductRef = { sku: '', barcode: '', url: '', title: '' };

export class RowReader {
  readonly #layout: EventLayout;
  readonly #names: Pseudonyms;
  readonly #listener: Listener;
  readonly #places = new Map<EventRole, number[]>();
  /** Columns that say that an order was cancelled by saying anything. */
  readonly #cancelColumns: ReadonlySet<number>;
  #order: Order = { name: '', who: '', time: '', isCancelled: false };
  #time: { readonly text: string; readonly time: number | undefined } = { text: '', time: undefined };
  #list: ShownList | undefined;

  constructor(layout: EventLayout, names: Pseudonyms, listener: Listener) {
    this.#layout = layout;
    this.#names = names;
    this.#listener = listener;
    for (const { role, index } of layout.columns) {
      const places = this.#places.get(role);
      if (places === undefined) this.#places.set(role, [index]);
      else places.push(index);
    }
    const cancels = layout.columns.filter(({ role, name }) => role === 'status' && /cancel/i.test(name));
    this.#cancelColumns = new Set(cancels.map(({ index }) => index));
  }

  read(cells: readonly string[] | undefined): void {
    if (cells === undefined) {
      this.#listener.leftOut('broken-row');
      return;
    }
    if (robotAgent.test(this.#cell(cells, 'agent'))) {
      this.#listener.leftOut('robot');
      return;
    }
    const order = this.#orderOf(cells);
    const orderHash = order.name === '' ? null : this.#names.of('order', order.name);
    if (order.isCancelled) {
      if (orderHash !== null) this.#listener.cancelled(orderHash);
      this.#listener.leftOut('cancelled');
      return;
    }
    const kind = this.#kindOf(cells);
    if (kind === undefined) {
      this.#listener.leftOut('kind');
      return;
    }
    const time = this.#timeOf(order.time);
    if (time === undefined) {
      this.#listener.leftOut('time');
      return;
    }
    const visitor = listOf(order.who)[0] ?? '';
    const customer = visitor === '' ? null : this.#names.of('customer', visitor);
    const sessionName = this.#cell(cells, 'session');
    const ofVisitor = this.#layout.form?.sessionsOfVisitor === true ? visitor : '';
    const session =
      sessionName === '' ? null : this.#names.of('session', `${sessionName}${ofVisitor && ` ${ofVisitor}`}`);
    const written = this.#cell(cells, 'query');
    const words = written === '' ? '' : normaliseText(written).slice(0, 200);
    const isPrivate = words !== '' && isPersonal(words);
    const query = words === '' || isPrivate ? null : words;
    const searchName = this.#cell(cells, 'search');
    const search = searchName === '' ? null : this.#names.of('search', searchName);
    const told: Told = { kind, time, customer, session, order: orderHash, search, query };
    if (kind === 'search') this.#search(cells, told, isPrivate);
    else this.#products(cells, told);
  }

  end(): void {
    this.#endList();
  }

  /** What the row says of its order; where only the first row of an order says it, the others have it from there. */
  #orderOf(cells: readonly string[]): Order {
    const own: Order = {
      name: this.#cell(cells, 'order'),
      who: this.#cell(cells, 'customer'),
      time: this.#cell(cells, 'time'),
      isCancelled: this.#isCancelled(cells),
    };
    if (this.#layout.form?.orderOnce !== true) return own;
    const before = this.#order;
    const goesOn = own.time === '' && before.name !== '' && (own.name === '' || own.name === before.name);
    this.#order = goesOn
      ? {
          name: before.name,
          who: own.who || before.who,
          time: before.time,
          isCancelled: own.isCancelled || before.isCancelled,
        }
      : own;
    return this.#order;
  }

  #isCancelled(cells: readonly string[]): boolean {
    return (this.#places.get('status') ?? []).some((index) => {
      const cell = cells[index] ?? '';
      if (cell === '') return false;
      if (this.#cancelColumns.has(index) && !/^(?:0|no|false|n)$/i.test(cell)) return true;
      return cancelledWords.has(headerKey(cell));
    });
  }

  /** Of several columns, the last that says something that is known: a subtype says more than a type. */
  #kindOf(cells: readonly string[]): EventKind | undefined {
    const places = this.#places.get('kind');
    if (places === undefined) return this.#layout.kind;
    let kind: EventKind | undefined;
    for (const index of places) kind = kindByWord.get(headerKey(cells[index] ?? '')) ?? kind;
    return kind;
  }

  #timeOf(text: string): number | undefined {
    if (this.#time.text !== text) this.#time = { text, time: eventTime(text, this.#layout.dateOrder) };
    return this.#time.time;
  }

  #products(cells: readonly string[], told: Told): void {
    const lines = (this.#places.get('lines') ?? []).flatMap((index) => linesOf(cells[index] ?? ''));
    if (lines.length > 0) {
      for (const { sku, title, quantity } of lines)
        this.#product(told, { ...nothing, sku: productNumber(sku), title: productTitle(title) }, quantity, null);
      return;
    }
    const refs = this.#refsOf(cells);
    const quantities = listOf(this.#cell(cells, 'quantity'));
    const positions = listOf(this.#cell(cells, 'position'));
    if (refs.length === 0) {
      this.#listener.leftOut('product');
      return;
    }
    for (const [place, ref] of refs.entries()) {
      const written = quantities[place] ?? (refs.length > 1 ? '' : this.#cell(cells, 'quantity'));
      const quantity = written === '' ? 1 : numberOf(written);
      this.#product(told, ref, quantity, this.#positionOf(positions[place] ?? ''));
    }
  }

  #product(told: Told, product: ProductRef, quantity: number | undefined, position: number | null): void {
    if (product.sku === '' && product.barcode === '' && product.url === '' && product.title === '') {
      this.#listener.leftOut('product');
      return;
    }
    const counts = told.kind === 'purchase' || told.kind === 'return';
    if (counts && (quantity === undefined || quantity === 0)) {
      this.#listener.leftOut('quantity');
      return;
    }
    const pieces = counts ? (quantity as number) : 1;
    const kind = told.kind === 'purchase' && pieces < 0 ? 'return' : told.kind;
    this.#tell({ ...told, kind }, { product, quantity: Math.abs(pieces), position });
  }

  /** The products that the row names: one, or as many as its lists are long. */
  #refsOf(cells: readonly string[]): ProductRef[] {
    const skus = listOf(this.#cell(cells, 'sku')).map(productNumber);
    const titles = listOf(this.#cell(cells, 'title'));
    const barcode = productNumber(this.#cell(cells, 'barcode'));
    const url = productAddress(this.#cell(cells, 'url'));
    const whole = this.#cell(cells, 'title');
    if (skus.length > 1 || (skus.length === 0 && titles.length > 1)) {
      const count = Math.max(skus.length, titles.length);
      return Array.from({ length: count }, (_, place) => {
        return { sku: skus[place] ?? '', barcode: '', url: '', title: productTitle(titles[place] ?? '') };
      });
    }
    const ref = {
      sku: skus[0] ?? '',
      barcode,
      url,
      title: productTitle(titles.length > 1 ? whole : (titles[0] ?? '')),
    };
    return [ref].filter(({ sku, title }) => sku !== '' || barcode !== '' || url !== '' || title !== '');
  }

  #positionOf(cell: string): number | null {
    const number = /^\d{1,6}$/.test(cell) ? Number(cell) : undefined;
    return number === undefined ? null : number + (this.#layout.fromZero ? 1 : 0);
  }

  #search(cells: readonly string[], told: Told, isPrivate: boolean): void {
    if (isPrivate) {
      this.#listener.leftOut('personal');
      return;
    }
    if (told.query === null && told.search === null) {
      this.#listener.leftOut('query');
      return;
    }
    const count = numberOf(this.#cell(cells, 'results'));
    const results = count === undefined || count < 0 ? null : Math.floor(count);
    const { customer, session, time, query } = told;
    const search = told.search ?? mixed(time, customer, session, this.#names.of('search', query ?? ''));
    const refs = this.#refsOf(cells);
    if (this.#places.has('clicked') && refs[0] !== undefined) {
      const key = told.search === null ? `${time} ${customer} ${session} ${query}` : `${told.search}`;
      if (this.#list?.key !== key) {
        this.#endList();
        this.#list = { key, told: { ...told, search }, results, rows: [] };
      }
      const clicked = /^(?:1|true|yes|y|ja|是)$/i.test(this.#cell(cells, 'clicked'));
      this.#list?.rows.push({ product: refs[0], position: this.#positionOf(this.#cell(cells, 'position')), clicked });
      return;
    }
    const shown = shownOf(this.#cell(cells, 'shown')).map((name) => ({ ...nothing, sku: productNumber(name) }));
    const known = shown.length > 0 ? { shown, results: results ?? null } : { results };
    this.#tell({ ...told, search }, known);
    const positions = listOf(this.#cell(cells, 'position')).flatMap((cell) => cell.split(/[\s,;|]+/));
    const clicks = refs.length > 0 ? refs : positions.flatMap((cell) => shown[(this.#positionOf(cell) ?? 0) - 1] ?? []);
    for (const [place, product] of clicks.entries())
      this.#tell({ ...told, kind: 'click', search }, { product, position: this.#positionOf(positions[place] ?? '') });
  }

  #endList(): void {
    const list = this.#list;
    this.#list = undefined;
    if (list === undefined) return;
    const rows = list.rows.map((row, place) => ({ ...row, position: row.position ?? place + 1 }));
    rows.sort((a, b) => a.position - b.position);
    const shown: ProductRef[] = [];
    for (const { product, position } of rows) shown[Math.min(position, 1000) - 1] = product;
    const whole = Array.from(shown, (product) => product ?? nothing);
    this.#tell(list.told, { shown: whole, results: list.results });
    for (const { product, position, clicked } of rows)
      if (clicked) this.#tell({ ...list.told, kind: 'click' }, { product, position });
  }

  #tell(told: Told, more: Partial<Pick<ToldEvent, 'product' | 'quantity' | 'position' | 'results' | 'shown'>>): void {
    this.#listener.event({
      ...told,
      product: null,
      quantity: 1,
      position: null,
      results: null,
      shown: null,
      ...more,
    });
  }

  #cell(cells: readonly string[], role: EventRole): string {
    for (const index of this.#places.get(role) ?? []) {
      const cell = cells[index];
      if (cell !== undefined && cell !== '') return cell;
    }
    return '';
  }
}
