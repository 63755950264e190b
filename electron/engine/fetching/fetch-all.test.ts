/** The order and pace in which addresses are asked for; real connections, and a server that says when it was asked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnections } from './connection.ts';
import { fetchAll, type Pace, usualPace, type Wanted } from './fetch-all.ts';
import { fetchImage } from './fetch-image.ts';
import type { FetchOutcome } from './fetch-outcome.ts';
import { drawnImage, gives, ImageServer, inTurn, says } from './testing.ts';

const limits = { bytes: 1_000_000, slowMs: 1000, slowBytes: 10, wholeMs: 5000 };
let servers: ImageServer[];
let dir: string;
let image: Buffer;

beforeEach(async () => {
  servers = [];
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-fetch-'));
  image = await drawnImage(1);
});

afterEach(async () => {
  for (const server of servers) await server.close();
  await rm(dir, { recursive: true, force: true });
});

async function serve(): Promise<{ server: ImageServer; host: string }> {
  const server = new ImageServer();
  server.fallback = gives(image);
  servers.push(server);
  return { server, host: await server.listen() };
}

/** Fetches the paths of each host; answers what came of each address. */
async function fetchPaths(wanted: Record<string, string[]>, pace: Partial<Pace> = {}) {
  const all: (Wanted & { host: string })[] = Object.entries(wanted)
    .flatMap(([host, paths]) => paths.map((one) => ({ host, address: `http://${host}${one}` })))
    .map((one, index) => ({ ...one, id: index + 1 }));
  const open = new Set(all);
  const outcomes = new Map<string, FetchOutcome>();
  const givenUp: string[] = [];
  const allowed = new Set(['127.0.0.1']);
  const dispatcher = await openConnections(allowed, { connectMs: 500, stallMs: 1000, perHost: 4 });
  const { signal } = new AbortController();
  try {
    await fetchAll<Wanted & { host: string }>({
      hosts: () => [...new Set([...open].map(({ host }) => host))],
      page: (host, after) => [...open].filter((one) => one.host === host && one.id > after).slice(0, 5),
      fetch: (one) => fetchImage(one, { dispatcher, allowed, partsDir: dir, limits, signal }),
      ended: (one, outcome) => {
        expect(outcomes.has(one.address)).toBe(false);
        open.delete(one);
        outcomes.set(one.address, outcome);
      },
      givenUp: (host, outcome) => {
        givenUp.push(host);
        for (const one of [...open].filter((candidate) => candidate.host === host)) {
          open.delete(one);
          outcomes.set(one.address, outcome);
        }
      },
      more: () => false,
      pace: { ...usualPace, retryMs: 20, lookMs: 20, ...pace },
      signal,
    });
  } finally {
    await dispatcher.destroy();
  }
  expect(open.size).toBe(0);
  return { outcomes: [...outcomes.values()], givenUp };
}

const paths = (count: number): string[] => Array.from({ length: count }, (_, n) => `/${n}.jpg`);

test('each address is asked for once, over few connections a host', async () => {
  const [a, b] = [await serve(), await serve()];
  const { outcomes } = await fetchPaths({ [a.host]: paths(60), [b.host]: paths(30) });
  expect(outcomes.filter(({ kind }) => kind === 'image')).toHaveLength(90);
  expect([a.server.asked.length, b.server.asked.length]).toEqual([60, 30]);
  expect(Math.max(a.server.mostConnections, b.server.mostConnections)).toBeLessThanOrEqual(4);
});

test('what passes is tried again, and what stays wrong is told after a few tries', async () => {
  const { server, host } = await serve();
  server.answers.set('/0.jpg', inTurn(says(500), gives(image)));
  server.answers.set('/1.jpg', says(500));
  server.answers.set('/2.jpg', says(404));
  const { outcomes } = await fetchPaths({ [host]: paths(6) });
  expect(outcomes.map((one) => (one.kind === 'failed' ? one.code : one.kind)).sort()).toEqual([
    ...['WEB_ANSWER', 'WEB_NOT_FOUND'],
    ...['image', 'image', 'image', 'image'],
  ]);
  expect([0, 1, 2].map((n) => server.times(`/${n}.jpg`))).toEqual([2, 3, 1]);
});

test('a host that is busy is left alone for as long as it says, and nothing is lost', async () => {
  const { server, host } = await serve();
  const other = await serve();
  server.answers.set('/0.jpg', inTurn(says(429, { 'retry-after': '1' }), gives(image)));
  server.answers.set(
    '/7.jpg',
    inTurn(says(503, { 'retry-after': new Date(Date.now() + 2500).toUTCString() }), gives(image)),
  );
  const { outcomes } = await fetchPaths({ [host]: paths(12), [other.host]: paths(12) });
  expect(outcomes.every(({ kind }) => kind === 'image')).toBe(true);
  const asked = server.asked.map(({ at }) => at);
  const longest = Math.max(...asked.slice(1).map((at, index) => at - (asked[index] ?? 0)));
  expect(longest).toBeGreaterThan(900);
  expect(other.server.asked.at(-1)?.at).toBeLessThan(900);
});

test('a host that asks to be left alone for hours, or is away, is given up with all its addresses', async () => {
  const { server, host } = await serve();
  server.fallback = says(429, { 'retry-after': '7200' });
  const gone = await serve();
  await gone.server.close();
  servers = servers.filter((one) => one !== gone.server);
  const fine = await serve();
  const wanted = { [host]: paths(200), [gone.host]: paths(200), [fine.host]: paths(20) };
  const { outcomes, givenUp } = await fetchPaths(wanted);
  expect(givenUp.sort()).toEqual([host, gone.host].sort());
  expect(server.asked.length).toBeLessThanOrEqual(4);
  const codes = outcomes.map((one) => (one.kind === 'failed' ? one.code : one.kind));
  expect(['WEB_BUSY', 'WEB_UNREACHABLE', 'image'].map((code) => codes.filter((one) => one === code).length)).toEqual([
    200, 200, 20,
  ]);
});

test('an address that is busy for ever does not hold up the end', async () => {
  const { server, host } = await serve();
  server.answers.set('/3.jpg', says(503));
  const { outcomes } = await fetchPaths({ [host]: paths(300) }, { retryMs: 1 });
  expect(outcomes.filter(({ kind }) => kind === 'image')).toHaveLength(299);
  expect(server.times('/3.jpg')).toBeLessThanOrEqual(12);
});
