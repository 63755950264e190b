/** What shoppers did, from files to what is read of it, through a real library. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventReading, EventsResult } from '../../contract/events.ts';
import { draft, openTestCatalog, type TestCatalog, variant } from '../catalog/testing.ts';
import { Jobs } from '../jobs/jobs.ts';
import { Events } from './events.ts';
import { previewEvents } from './preview.ts';
import { Pseudonyms } from './pseudonyms.ts';

let place: TestCatalog;
let jobs: Jobs;
let events: Events;
let files = 0;

beforeAll(() => {
  place = openTestCatalog();
  const source = place.catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null, options: {} });
  place.catalog.upsert(source.id, [
    draft('CAP-1', { title: 'Wool cap', url: 'https://www.shop.example/products/wool-cap' }),
    draft('SCARF', { title: 'Silk scarf', variants: [variant('SCARF-RED', { barcode: '4006381333931' })] }),
    draft('MUG-7', { title: 'Blue mug', attributes: { EAN: '5012345678900' } }),
  ]);
  jobs = new Jobs(place.database, place.hub);
  events = new Events({ database: place.database, catalog: place.catalog, jobs, hub: place.hub });
});

afterAll(async () => {
  await jobs.close();
  events.close();
  place.close();
});

beforeEach(() => {
  events.remove(undefined);
});

function write(text: string, ending = 'csv'): string {
  const file = path.join(place.dir, `events-${++files}.${ending}`);
  writeFileSync(file, text);
  return file;
}

async function bring(file: string, reading: EventReading = {}): Promise<EventsResult> {
  const { jobId } = await events.import(file, reading);
  await jobs.idle();
  const job = jobs.get(jobId);
  if (job.error !== null) throw new Error(`${job.error.code}: ${job.error.message}`);
  return job.result as EventsResult;
}

const skuOf = (id: number): string => place.catalog.products.get(id).sku;
const seen = () =>
  [...events.behaviour.interactions()].map(({ kind, productId, weight }) => `${kind} ${skuOf(productId)} ${weight}`);

const shopify = `Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Billing Name,Billing Street,Cancelled at
#1001,Ann.Lee@mail.example,paid,2026-03-01 10:00:00 +0100,2,Wool cap,CAP-1,Ann Lee,12 Hidden Lane,
#1001,,,,1,Silk scarf - Red,SCARF-RED,,,
#1002,bo@mail.example,refunded,2026-03-02 10:00:00 +0100,1,Blue mug,MUG-7,Bo Berg,9 Quiet Road,
#1003,bo@mail.example,paid,2026-03-03 10:00:00 +0100,1,Blue mug,,Bo Berg,9 Quiet Road,
#1004,bo@mail.example,paid,2026-03-04 10:00:00 +0100,1,Umbrella,UMB-9,Bo Berg,9 Quiet Road,2026-03-05 10:00:00 +0100
#1004,,,,1,Blue mug,MUG-7,,,
#1005,cy@mail.example,paid,2026-03-06 10:00:00 +0100,3,Umbrella,UMB-9,Cy Dahl,1 Far End,
`;

test('hashes are those of HMAC-SHA-256, in 53 bits', () => {
  const key = Buffer.alloc(32, 7);
  const names = new Pseudonyms(key);
  const code = createHmac('sha256', key).update('customer\0ann lee').digest('hex');
  expect(names.of('customer', ' Ann Lee ')).toBe(
    Number(BigInt(`0x${code.slice(0, 14)}`) >> 8n) * 32 + (Number.parseInt(code.slice(12, 14), 16) & 31),
  );
  expect(names.of('session', 'ann lee')).not.toBe(names.of('customer', 'ann lee'));
});

test('orders of Shopify: one row says whose and when, cancelled and refunded ones are left out, products are found', async () => {
  const result = await bring(write(shopify));
  expect(result).toMatchObject({ rows: 7, added: 4, known: 0, byKind: { purchase: 4 } });
  expect(result.leftOut).toEqual([{ why: 'cancelled', count: 3, lines: [4, 6, 7] }]);
  expect(result.products).toEqual({ matched: 3, unmatched: 1 });
  expect(seen()).toEqual(['purchase CAP-1 2', 'purchase SCARF 1', 'purchase MUG-7 1']);
  const baskets = [...events.behaviour.baskets()].map(({ products }) =>
    [...products].map(([id, n]) => `${skuOf(id)} ${n}`).sort(),
  );
  expect(baskets).toHaveLength(2);
  expect(baskets).toContainEqual(['CAP-1 2', 'SCARF 1']);
  expect(events.unmatched(0, 10)).toEqual({
    total: 1,
    items: [{ sku: 'UMB-9', barcode: '', url: '', title: 'Umbrella', events: null }],
  });
});

test('the same file adds nothing, one that overlaps adds what is new, and an order that is cancelled later leaves', async () => {
  await bring(write(shopify));
  expect(await bring(write(shopify))).toMatchObject({ added: 0, known: 4, again: true });
  const later = shopify
    .replace('#1003,bo@mail.example,paid', '#1003,bo@mail.example,voided')
    .concat('#1006,ann.lee@mail.example,paid,2026-03-07 10:00:00 +0100,1,Wool cap,CAP-1,Ann Lee,12 Hidden Lane,\n');
  expect(await bring(write(later))).toMatchObject({ added: 1, known: 3, withdrawn: 1, again: false });
  expect(seen()).toEqual(['purchase CAP-1 2', 'purchase SCARF 1', 'purchase CAP-1 1']);
  const [first, , last] = [...events.behaviour.interactions()];
  expect(last?.customer).toBe(first?.customer);
});

test('nothing that says who somebody is gets into the library folder', async () => {
  const log = `time,session,query,product,ip,user_agent
2026-03-01T10:00:00Z,secret-session-1,write to ann.lee@mail.example please,,203.0.113.77,Mozilla
2026-03-01T10:00:05Z,secret-session-1,wool cap,,203.0.113.77,Mozilla
2026-03-01T10:00:09Z,secret-session-1,+49 170 1234567,,203.0.113.77,Mozilla
`;
  await bring(write(shopify));
  const result = await bring(write(log), { kind: 'search' });
  expect(result.leftOut).toEqual([{ why: 'personal', count: 2, lines: [2, 4] }]);
  const kept = readdirSync(place.dir)
    .filter((name) => name.startsWith('library.sqlite'))
    .map((name) => readFileSync(path.join(place.dir, name), 'latin1').toLowerCase())
    .join('');
  expect(kept).toContain('umb-9');
  for (const secret of [
    'ann',
    'mail.example',
    'hidden lane',
    'quiet road',
    'secret-session',
    '203.0.113',
    '170 1234567',
    '49 170',
    '#1001',
  ])
    expect(kept.includes(secret), secret).toBe(false);
});

test('what is sent back is set off against what was bought, the latest first', async () => {
  const invoices = `invoice,date,stock_code,quantity,customer
536365,2010-12-01 08:26,CAP-1,6,17
536366,2010-12-02 08:26,CAP-1,2,17
536366,2010-12-02 08:26,CAP-1,2,17
536367,2010-12-02 09:00,MUG-7,1,18
C536390,2010-12-03 08:00,CAP-1,-5,17
C536391,2010-12-03 08:00,SCARF-RED,-1,17
C536392,2010-12-03 08:00,MUG-7,-1,18
`;
  const result = await bring(write(invoices));
  expect(result).toMatchObject({ added: 7, byKind: { purchase: 4, return: 3 }, returned: 2 });
  expect(seen()).toEqual(['purchase CAP-1 5']);
});

test('robots are left out and said', async () => {
  const rows = ['time,session,product'];
  for (let n = 0; n < 600; n++) rows.push(`${1_767_225_600 + n},crawler,${['CAP-1', 'SCARF'][n % 2]}`);
  rows.push('1767225600,person,4006381333931', '1767225601,person,5012345678900');
  const result = await bring(write(rows.join('\n')));
  expect(result.robots).toEqual({ shoppers: 1, events: 600 });
  expect(seen()).toEqual(['view SCARF 1', 'view MUG-7 1']);
});

test('events of GA4 and Algolia, one object a line', async () => {
  const ga4 = [
    {
      event_name: 'purchase',
      event_timestamp: 1_767_225_600_000_000,
      user_pseudo_id: '99.1',
      ecommerce: { transaction_id: 'T-1' },
      event_params: [{ key: 'ga_session_id', value: { string_value: null, int_value: 5 } }],
      items: [
        { item_id: 'CAP-1', item_name: 'Wool cap', quantity: 2 },
        { item_id: 'MUG-7', item_name: 'Blue mug', quantity: null },
      ],
    },
    { event_name: 'scroll', event_timestamp: 1_767_225_601_000_000, user_pseudo_id: '99.1' },
    {
      event_name: 'view_search_results',
      event_timestamp: 1_767_225_602_000_000,
      user_pseudo_id: '99.1',
      event_params: [{ key: 'search_term', value: { string_value: 'Red  Scarf' } }],
    },
  ];
  const first = await bring(write(ga4.map((event) => JSON.stringify(event)).join('\n'), 'jsonl'));
  expect(first).toMatchObject({ rows: 3, added: 3, byKind: { purchase: 2, search: 1 } });
  expect(first.leftOut).toEqual([{ why: 'kind', count: 1, lines: [2] }]);
  expect(seen()).toEqual(['purchase CAP-1 2', 'purchase MUG-7 1']);
  const algolia = [
    {
      eventType: 'click',
      eventName: 'Result',
      userToken: 'u1',
      timestamp: 1_767_225_700_000,
      queryID: 'q1',
      objectIDs: ['SCARF'],
      positions: [3],
    },
    {
      eventType: 'conversion',
      eventSubtype: 'addToCart',
      userToken: 'u1',
      timestamp: 1_767_225_800_000,
      queryID: 'q1',
      objectIDs: ['SCARF', 'MUG-7'],
    },
  ];
  const second = await bring(write(`[${algolia.map((event) => JSON.stringify(event)).join(',\n')}]`, 'json'));
  expect(second).toMatchObject({ added: 3, byKind: { click: 1, cart: 2 } });
  expect(
    [...events.behaviour.interactions({ by: 'session', kinds: ['click', 'cart'] })].map(({ kind }) => kind),
  ).toEqual(['click', 'cart', 'cart']);
});

test('a file that was read wrongly is read again as a person says, and that is remembered', async () => {
  const odd = 'Wann,Wer,Was\n2026-01-01,k1,CAP-1\n2026-01-02,k1,MUG-7\n';
  await expect(events.import(write(odd), {})).rejects.toMatchObject({ code: 'TABLE_MAPPING' });
  const mapping = [
    { column: 'Wann', role: 'time' as const },
    { column: 'Wer', role: 'customer' as const },
    { column: 'Was', role: 'sku' as const },
  ];
  const file = write(odd);
  expect(await bring(file, { mapping })).toMatchObject({ added: 2, byKind: { view: 2 } });
  expect(await bring(file, { kind: 'cart' })).toMatchObject({ added: 2, byKind: { cart: 2 }, again: false });
  expect(seen()).toEqual(['cart CAP-1 1', 'cart MUG-7 1']);
  expect(await previewEvents(events, file, {})).toMatchObject({
    remembered: true,
    products: { matched: 2, unmatched: 0 },
  });
});

test('a customer is forgotten, and without the key nobody can be found and nothing older is counted twice', async () => {
  await bring(write(shopify));
  expect(events.forget(' BO@mail.example ')).toEqual({ removed: 1 });
  expect(seen()).toEqual(['purchase CAP-1 2', 'purchase SCARF 1']);
  expect(events.forgetKey()).toMatchObject({ hasKey: false, events: 3 });
  expect(() => events.forget('ann.lee@mail.example')).toThrow(/key was thrown away/);
  const more = `${shopify}#1007,ann.lee@mail.example,paid,2026-04-01 10:00:00 +0100,1,Wool cap,CAP-1,Ann Lee,12 Hidden Lane,\n`;
  const result = await bring(write(more));
  expect(result.added).toBe(1);
  expect(result.leftOut).toContainEqual({ why: 'sealed', count: 4, lines: [2, 3, 5] });
});

test('what is older than the time that events are kept leaves and does not come in', async () => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const rows = `time,customer,product\n${ago(400)},a,CAP-1\n${ago(10)},a,MUG-7\n`;
  await bring(write(rows));
  expect(events.setRetention(365)).toEqual({ removed: 1 });
  expect((await bring(write(`${rows}\n${ago(5)},b,CAP-1\n`))).leftOut).toEqual([{ why: 'old', count: 1, lines: [2] }]);
  expect(seen()).toEqual(['view MUG-7 1', 'view CAP-1 1']);
  events.setRetention(null);
});
