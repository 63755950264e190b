/** What a file of events would bring in, told from its first rows without writing anything. */
import path from 'node:path';
import type { EventKind, EventPreview, EventReading } from '../../contract/events.ts';
import { sha256Of } from '../files/checksum.ts';
import type { Events } from './events.ts';
import { eventLayout } from './layout.ts';
import { LeftOut } from './left-out.ts';
import { matchItems } from './product-match.ts';
import { newKey, Pseudonyms } from './pseudonyms.ts';
import { RowReader } from './row-reader.ts';
import type { Listener, ToldEvent } from './told-event.ts';

const rowsLookedAt = 2000;
const eventsShown = 10;

export async function previewEvents(events: Events, file: string, reading: EventReading): Promise<EventPreview> {
  const { files, catalog } = events;
  const layout = await eventLayout(file, reading, (header) => files.mapping(header));
  const told: ToldEvent[] = [];
  const leftOut = new LeftOut();
  const listener: Listener = {
    event: (event) => void told.push(event),
    leftOut: (why) => leftOut.add(why),
    cancelled: () => {},
  };
  const reader = new RowReader(layout, new Pseudonyms(newKey()), listener);
  let rows = 0;
  for await (const { cells, line } of layout.rows()) {
    leftOut.line = line;
    reader.read(cells);
    rows++;
    if (rows === rowsLookedAt) break;
  }
  reader.end();
  const refs = new Map(
    told
      .flatMap(({ product, shown }) => [product, ...(shown ?? [])])
      .flatMap((ref) => (ref === null ? [] : [[keyOf(ref), ref]])),
  );
  const items = [...refs.values()].map((ref, id) => ({ id, ...ref }));
  const found = matchItems(catalog, items);
  const matched = new Set(items.filter(({ id }) => found.has(id)).map(keyOf));
  const byKind: Partial<Record<EventKind, number>> = {};
  for (const { kind } of told) byKind[kind] = (byKind[kind] ?? 0) + 1;
  const known = files.find(await sha256Of(file));
  return {
    path: path.resolve(file),
    form: layout.formId,
    kind: layout.kind,
    remembered: layout.remembered,
    columns: layout.columns.map(({ name, role, samples }) => ({ name, role, samples: [...samples] })),
    rows,
    events: told.slice(0, eventsShown).map((event) => ({
      kind: event.kind,
      time: new Date(event.time).toISOString(),
      product:
        event.product && (event.product.sku || event.product.title || event.product.barcode || event.product.url),
      matched: event.product !== null && matched.has(keyOf(event.product)),
      quantity: event.quantity,
      query: event.query,
      position: event.position,
      shopper: event.customer !== null ? 'customer' : event.session !== null ? 'session' : null,
    })),
    byKind,
    leftOut: leftOut.list(),
    products: { matched: matched.size, unmatched: refs.size - matched.size },
    importedAt: known?.finished ? known.importedAt : null,
  };
}

const keyOf = ({ sku, barcode, url, title }: NonNullable<ToldEvent['product']>): string =>
  JSON.stringify(sku || barcode || url ? [sku, barcode, url] : [title]);
