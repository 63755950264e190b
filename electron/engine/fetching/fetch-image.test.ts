/** Every fault of a server, met with real connections. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnections } from './connection.ts';
import { type FetchLimits, fetchImage, type ImageRequest } from './fetch-image.ts';
import { answerFailure, waitOf } from './fetch-outcome.ts';
import {
  breaksOff,
  drawnImage,
  drips,
  endless,
  endsEarly,
  gives,
  html,
  ImageServer,
  liesLong,
  neverAnswers,
  resets,
  says,
} from './testing.ts';

const limits: FetchLimits = { bytes: 2_000_000, slowMs: 300, slowBytes: 100, wholeMs: 5000 };
let server: ImageServer;
let host: string;
let dir: string;
let image: Buffer;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  server = new ImageServer();
  host = await server.listen();
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-fetch-'));
  image = await drawnImage(7, 'jpeg', 400);
  closing = [];
});

afterEach(async () => {
  for (const close of closing) await close();
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

async function fetchFrom(
  address: string,
  more: { allowed?: string[]; known?: ImageRequest['known']; signal?: AbortSignal } = {},
) {
  const allowed = new Set(more.allowed ?? [host]);
  const dispatcher = await openConnections(allowed, { connectMs: 1000, stallMs: 1000, perHost: 2 });
  closing.push(() => dispatcher.destroy());
  const signal = more.signal ?? new AbortController().signal;
  const url = address.startsWith('/') ? `http://${host}${address}` : address;
  return fetchImage({ address: url, known: more.known }, { dispatcher, allowed, partsDir: dir, limits, signal });
}

test('an image is written down as it is, with what the server says of it', async () => {
  server.answers.set('/a.jpg', gives(image, { etag: '"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }));
  const outcome = await fetchFrom('/a.jpg');
  expect(outcome).toMatchObject({ kind: 'image', bytes: image.length, extension: 'jpg', etag: '"1"' });
  expect(outcome.kind === 'image' && readFileSync(outcome.part).equals(image)).toBe(true);
});

test('what it is shows in its content, whatever name and type say', async () => {
  server.answers.set('/a.php?id=1', gives(await drawnImage(3, 'png'), { 'content-type': 'text/html' }));
  expect(await fetchFrom('/a.php?id=1')).toMatchObject({ kind: 'image', extension: 'png' });
});

test('one that is compressed on the way is taken out', async () => {
  server.answers.set('/a.jpg', gives(gzipSync(image), { 'content-encoding': 'gzip' }));
  const outcome = await fetchFrom('/a.jpg');
  expect(outcome.kind === 'image' && readFileSync(outcome.part).equals(image)).toBe(true);
  server.answers.set(
    '/bomb.jpg',
    gives(gzipSync(Buffer.concat([image, Buffer.alloc(9_000_000)])), { 'content-encoding': 'gzip' }),
  );
  expect(await fetchFrom('/bomb.jpg')).toMatchObject({ code: 'WEB_TOO_LARGE' });
});

test('an image that is here already is not sent again', async () => {
  server.answers.set('/a.jpg', (answer, ask) =>
    ask.headers['if-none-match'] === '"1"' ? says(304)(answer, ask, 1) : gives(image)(answer, ask, 1),
  );
  const known = { etag: '"1"', lastModified: 'Mon, 01 Jan 2024 00:00:00 GMT' };
  expect(await fetchFrom('/a.jpg', { known })).toEqual({ kind: 'unchanged' });
  expect(server.asked[0]?.headers['if-modified-since']).toBe(known.lastModified);
  expect(await fetchFrom('/a.jpg')).toMatchObject({ kind: 'image' });
});

test('redirects are followed, to a bound', async () => {
  server.answers.set('/1', says(301, { location: '/2' }));
  server.answers.set('/2', says(302, { location: `http://${host}/a.jpg` }));
  server.answers.set('/a.jpg', gives(image));
  server.answers.set('/round', says(302, { location: '/round' }));
  server.answers.set('/nowhere', says(302));
  server.answers.set('/file', says(302, { location: 'file:///etc/passwd' }));
  expect(await fetchFrom('/1')).toMatchObject({ kind: 'image' });
  expect(await fetchFrom('/round')).toMatchObject({ code: 'WEB_REDIRECT', passing: false });
  expect(server.times('/round')).toBe(6);
  expect(await fetchFrom('/nowhere')).toMatchObject({ code: 'WEB_REDIRECT' });
  expect(await fetchFrom('/file')).toMatchObject({ code: 'WEB_REDIRECT' });
});

test('this machine and its network are not asked, be it by address, by name or by redirect', async () => {
  const port = host.split(':')[1] ?? '';
  const other = new ImageServer();
  const otherHost = await other.listen();
  closing.push(() => other.close());
  other.fallback = gives(image);
  server.fallback = gives(image);
  const refused = { kind: 'failed', code: 'WEB_OWN_NETWORK', passing: false };
  for (const name of [
    host,
    `localhost:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `2130706433:${port}`,
    '169.254.169.254',
    '0.0.0.0',
  ]) {
    expect(await fetchFrom(`http://${name}/a.jpg`, { allowed: [] }), name).toMatchObject(refused);
  }
  server.answers.set('/away', says(302, { location: `http://${otherHost}/a.jpg` }));
  expect(await fetchFrom('/away')).toMatchObject({ ...refused, code: 'WEB_REDIRECT' });
  expect(other.asked).toHaveLength(0);
  expect(server.asked.map((one) => one.path)).toEqual(['/away']);
  expect(await fetchFrom('/away', { allowed: ['127.0.0.1'] })).toMatchObject({ kind: 'image' });
});

test('a name that leads to this machine is found out when the connection is made', async () => {
  const dispatcher = await openConnections(new Set(), { connectMs: 1000, stallMs: 1000, perHost: 1 });
  closing.push(() => dispatcher.destroy());
  const { request } = await import('undici');
  server.fallback = gives(image);
  // As a public name does whose server answers with an address of this machine: nothing in the name shows it.
  const asked = request(`http://localhost:${host.split(':')[1]}/a.jpg`, { dispatcher });
  await expect(asked).rejects.toMatchObject({ code: 'OWN_NETWORK' });
  expect(server.asked).toHaveLength(0);
});

test.each([
  [404, 'WEB_NOT_FOUND', false],
  [410, 'WEB_NOT_FOUND', false],
  [401, 'WEB_DENIED', false],
  [403, 'WEB_DENIED', false],
  [429, 'WEB_BUSY', true],
  [503, 'WEB_BUSY', true],
  [500, 'WEB_ANSWER', true],
  [418, 'WEB_ANSWER', false],
  [304, 'WEB_ANSWER', false],
])('an answer of %i is %s', async (status, code, passing) => {
  server.fallback = says(status);
  expect(await fetchFrom('/a.jpg')).toMatchObject({ kind: 'failed', code, passing });
  expect(readdirSync(dir)).toEqual([]);
});

test.each([
  ['a web page', () => html, 'WEB_NOT_IMAGE', false],
  ['nothing', () => gives(Buffer.alloc(0)), 'WEB_NOT_IMAGE', false],
  ['an SVG', () => gives(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'WEB_NOT_IMAGE', false],
  ['a HEIC', () => gives(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heic', 'latin1')), 'WEB_NOT_IMAGE', false],
  ['more bytes stated than sent', () => liesLong(image), 'WEB_BROKEN_OFF', true],
  ['a body that breaks off', () => breaksOff(image), 'WEB_BROKEN_OFF', true],
  ['a body that ends early without a length', () => endsEarly(image), 'WEB_BROKEN_OFF', true],
  ['a body without end', () => endless(image), 'WEB_TOO_LARGE', false],
  ['a length beyond the limit', () => says(200, { 'content-length': '99999999999' }), 'WEB_TOO_LARGE', false],
  ['a byte now and then', () => drips(image, 20), 'WEB_TOO_SLOW', true],
  ['silence', () => neverAnswers, 'WEB_TOO_SLOW', true],
  ['a reset connection', () => resets, 'WEB_BROKEN_OFF', true],
] as const)('%s is told by its own name, and leaves nothing behind', async (_name, answer, code, passing) => {
  server.fallback = answer();
  expect(await fetchFrom('/a.jpg')).toMatchObject({ kind: 'failed', code, passing });
  expect(readdirSync(dir)).toEqual([]);
});

test('a whole image without length or chunks is taken', async () => {
  server.fallback = endsEarly(image, 1);
  expect(await fetchFrom('/a.jpg')).toMatchObject({ kind: 'image', bytes: image.length });
});

test('a host that is not there is told', async () => {
  await server.close();
  expect(await fetchFrom('/a.jpg')).toMatchObject({ code: 'WEB_UNREACHABLE', passing: true, host: 'away' });
  server = new ImageServer();
  await server.listen();
});

test('stopping ends it at once and leaves nothing behind', async () => {
  const controller = new AbortController();
  server.fallback = drips(image, 10);
  const fetching = fetchFrom('/a.jpg', { signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  await expect(fetching).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(dir)).toEqual([]);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2024-05-05T10:00:00Z');
  expect(waitOf('120', now)).toBe(120_000);
  expect(waitOf('Sun, 05 May 2024 10:00:30 GMT', now)).toBe(30_000);
  expect(waitOf('Sun, 05 May 2024 09:00:00 GMT', now)).toBe(0);
  expect(waitOf('-3', now)).toBeUndefined();
  expect(waitOf('soon', now)).toBeUndefined();
  expect(answerFailure('h', 429, '7')).toMatchObject({ waitMs: 7000 });
});
