/** Barcodes on photos that people search with: what they say, and which product they lead to. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabelledPhoto, photoWithBarcode } from '../recognition/barcodes/testing.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;
let photos = 0;

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  const folder = path.dirname(await place.catalog('mugs', 6));
  const table = path.join(folder, 'coded.csv');
  const rows = ['c-1,Coded one,4006381333931,0.png', 'c-2,Coded two,036000291452,1.png', 'c-3,Coded three,,2.png'];
  await writeFile(table, ['sku,title,EAN,image', ...rows].join('\n'));
  await session.ended((await session.call('ingest.start', { path: table })).jobId);
  await session.idle();
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

async function add(photo: LabelledPhoto): Promise<string> {
  const file = path.join(place.root, `photo-${photos++}.jpg`);
  await writeFile(file, await photoWithBarcode(photo));
  return (await session.call('search.addImage', { path: file })).hash;
}

async function answersTo(hash: string) {
  const codes = await session.call('search.barcodes', { hash });
  const { hits, narrowedTo } = await session.call('search.run', { parts: [{ kind: 'image', hash }], facets: false });
  return {
    codes: codes.map(({ products, ...code }) => ({ ...code, skus: products.map(({ sku }) => sku) })),
    hits,
    narrowedTo,
  };
}

it('the product with the number on the photo leads, and the photo goes on to speak for itself', async () => {
  const hash = await add({ text: '4006381333931' });
  const { codes, hits, narrowedTo } = await answersTo(hash);
  expect(codes).toEqual([{ format: 'ean', text: '4006381333931', gtin: '4006381333931', valid: true, skus: ['c-1'] }]);
  expect(hits[0]?.sku).toBe('c-1');
  expect(hits.length).toBeGreaterThan(1);
  expect(narrowedTo).toBeNull();
  const minus = await session.call('search.run', {
    parts: [
      { kind: 'text', text: 'coded' },
      { kind: 'image', hash, weight: -1 },
    ],
    facets: false,
  });
  expect(minus.hits[0]?.sku).not.toBe('c-1');
});

it('a number is the same with and without the zero in front', async () => {
  const { codes, hits } = await answersTo(await add({ text: '036000291452', format: 'UPCA' }));
  expect(codes).toMatchObject([{ gtin: '0036000291452', skus: ['c-2'] }]);
  expect(hits[0]?.sku).toBe('c-2');
});

it('a number that no product has is told, and leads to the product that it is added to', async () => {
  const hash = await add({ text: '96385074', format: 'EAN8' });
  expect((await answersTo(hash)).codes).toMatchObject([{ text: '96385074', skus: [] }]);
  const { id } = await session.call('catalog.productBySku', { sku: 'c-3' });
  await session.call('exchange.edit', {
    edits: [{ productId: id, field: 'attribute:EAN', value: '0000096385074' }],
    by: 'me',
  });
  const { codes, hits } = await answersTo(hash);
  expect(codes).toMatchObject([{ text: '96385074', skus: ['c-3'] }]);
  expect(hits[0]?.sku).toBe('c-3');
});

it('a number of the shop itself leads to its product', async () => {
  const { codes, hits } = await answersTo(await add({ text: 'c-2', format: 'Code128' }));
  expect(codes).toMatchObject([{ format: 'code128', gtin: null, skus: ['c-2'] }]);
  expect(hits[0]?.sku).toBe('c-2');
});

it('a number whose check digit is wrong leads nowhere', async () => {
  const { codes } = await answersTo(await add({ text: '4006381333932', unchecked: true }));
  expect(codes).toEqual([{ format: 'ean', text: '4006381333932', gtin: null, valid: false, skus: [] }]);
});
