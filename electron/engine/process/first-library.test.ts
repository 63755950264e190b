import { expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { LibraryInfo, RecentLibrary } from '../../contract/library.ts';
import { createClient } from '../../contract/rpc/client.ts';
import { partialHandlers } from '../../contract/rpc/conformance-peer.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { createMemoryPair } from '../../contract/rpc/memory.ts';
import { serve } from '../../contract/rpc/server.ts';
import { firstLibrary } from './first-library.ts';

const info = (dir: string, sources: LibraryInfo['sources'] = []): LibraryInfo => ({
  name: dir,
  dir,
  sample: false,
  products: 0,
  images: 0,
  problems: 0,
  unfetched: 0,
  unencoded: 0,
  sources,
  modelId: 'm',
  modelNotice: null,
  index: { kind: 'exact', reason: null, images: 0, texts: 0, rebuilding: false },
  writing: { state: 'open', reason: null },
  createdAt: '',
});
const recent = (dir: string, openedAt: string, exists = true): RecentLibrary => ({
  name: dir,
  dir,
  openedAt,
  exists,
  current: false,
});

function fixture(recents: RecentLibrary[], existing: Record<string, LibraryInfo | AppError>) {
  const calls: string[] = [];
  const [near, far] = createMemoryPair();
  const handlers = partialHandlers({
    'library.recent': () => recents,
    'library.open': ({ dir }) => {
      calls.push(`open ${dir}`);
      const found = existing[dir] ?? new AppError('LIBRARY_MISSING', `No library in ${dir}.`);
      if (found instanceof AppError) throw found;
      return found;
    },
    'library.create': ({ dir }) => {
      calls.push(`create ${dir}`);
      return info(dir ?? '');
    },
    'ingest.start': ({ path }) => {
      calls.push(`import ${path}`);
      return { jobId: 1, sourceId: 1 };
    },
  });
  serve(far, handlers, new EventHub());
  const logged: string[] = [];
  const common = {
    sampleLibrary: '/home/sample',
    makeSample: async () => '/sample.csv',
    log: (text: string) => logged.push(text),
  };
  return { calls, logged, common, client: createClient(near) };
}

test('the library asked for comes first, the last one used after a restart', async () => {
  const { calls, common, client } = fixture(
    [recent('/old', '2026-01-01'), recent('/new', '2026-02-01'), recent('/gone', '2026-03-01', false)],
    {
      '/asked': info('/asked'),
      '/new': info('/new'),
    },
  );
  const prepare = firstLibrary({ ...common, library: '/asked' });
  await prepare(client);
  await prepare(client);
  expect(calls).toEqual(['open /asked', 'open /new']);
});

test('a library asked for that is not there is an error', async () => {
  const { common, client } = fixture([], {});
  await expect(firstLibrary({ ...common, library: '/asked' })(client)).rejects.toMatchObject({
    code: 'LIBRARY_MISSING',
  });
});

test('the sample is made and imported once', async () => {
  const fresh = fixture([], {});
  await firstLibrary(fresh.common)(fresh.client);
  expect(fresh.calls).toEqual(['open /home/sample', 'create /home/sample', 'import /sample.csv']);

  const source = {
    id: 1,
    kind: 'table',
    path: '/sample.csv',
    layout: null,
    products: 200,
    lastScanAt: null,
    available: true,
  } as const;
  const again = fixture([recent('/home/sample', '2026-01-01')], { '/home/sample': info('/home/sample', [source]) });
  await firstLibrary(again.common)(again.client);
  expect(again.calls).toEqual(['open /home/sample']);
});

test('a damaged library leaves the choice to the person, a locked one ends the start', async () => {
  const damaged = fixture([recent('/a', '2026-01-01')], { '/a': new AppError('LIBRARY_DAMAGED', 'It is damaged.') });
  await firstLibrary(damaged.common)(damaged.client);
  expect(damaged.logged).toEqual(['It is damaged.']);
  expect(damaged.calls).toEqual(['open /a']);

  const locked = fixture([recent('/a', '2026-01-01')], { '/a': new AppError('LIBRARY_LOCKED', 'It is open.') });
  await expect(firstLibrary(locked.common)(locked.client)).rejects.toMatchObject({ code: 'LIBRARY_LOCKED' });
});
