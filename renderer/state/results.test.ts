/** The results store against an engine that answers when the test says so, over the real connection and RPC core. */
import {
  AppError,
  createConnection,
  createMemoryPair,
  EventHub,
  type Handlers,
  type Hit,
  type MethodParams,
  type SearchResult,
  serve,
} from '@contract';
import { beforeEach, describe, expect, it, vi } from 'vitest';

type Request = MethodParams<'search.run'>;
interface Asked {
  readonly params: Request;
  readonly signal: AbortSignal;
  answer(total?: number, name?: string): void;
  fail(error: AppError): void;
}

const asked: Asked[] = [];
const hub = new EventHub();

const handlers = {
  'search.run': (params: Request, { signal }: { signal: AbortSignal }) =>
    new Promise<SearchResult>((resolve, reject) => {
      asked.push({
        params,
        signal,
        answer: (total = 1000, name = 'product') => resolve(resultOf(params, total, name)),
        fail: reject,
      });
    }),
} as unknown as Handlers;

vi.mock('../platform/index.ts', () => ({
  platform: () => ({
    connect: () =>
      createConnection(async () => {
        const [near, far] = createMemoryPair();
        serve(far, handlers, hub);
        return near;
      }),
    onEngineState: () => () => undefined,
  }),
}));

const { startEngineConnection } = await import('./engine.ts');
const { addPart, clearQuery, commitText, setDraft, setSort } = await import('./query.ts');
const { ensureRange, hitAt, indexOf, keepNear, mostPages, pageSize, runSearch, useResults, watchQuery } = await import(
  './results.ts'
);

startEngineConnection();
watchQuery();

function resultOf(params: Request, total: number, name: string): SearchResult {
  const count = Math.max(0, Math.min(params.limit, total - params.offset));
  const hits = Array.from({ length: count }, (_, i) => hitOf(params.offset + i, name));
  const counts = { total, meant: total, hidden: 0, excluded: 0, tookMs: 1, mode: 'exact' as const, modelId: 'test' };
  return { ...counts, hits, facets: [], priceRange: null, corrections: [], readings: [], narrowedTo: null };
}

function hitOf(index: number, name: string): Hit {
  return {
    id: index,
    sku: `${index}`,
    title: `${name} ${index}`,
    price: null,
    image: null,
    imageCount: 0,
    tags: [],
    hasProblem: false,
    rank: index + 1,
    score: 0.5,
    band: null,
    matchedImageId: null,
    why: null,
  };
}

async function nextRequest(): Promise<Asked> {
  const index = asked.length;
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(index), { timeout: 60_000 });
  return asked[index] as Asked;
}

const state = () => useResults.getState();
const titleAt = (index: number): string | undefined => hitAt(state().pages, index)?.title;

async function ready(): Promise<void> {
  await vi.waitFor(() => expect(state().status).toBe('ready'));
}

beforeEach(async () => {
  clearQuery();
  await new Promise((resolve) => setTimeout(resolve, 20));
  asked.length = 0;
  const request = nextRequest();
  void runSearch({ fresh: true });
  (await request).answer();
  await ready();
});

describe('a new question', () => {
  it('cancels the one under way and keeps its answer out', async () => {
    const first = nextRequest();
    addPart({ kind: 'text', text: 'red' });
    const red = await first;
    const second = nextRequest();
    addPart({ kind: 'text', text: 'dress' });
    const both = await second;
    await vi.waitFor(() => expect(red.signal.aborted).toBe(true));
    both.answer(10, 'both');
    red.answer(20, 'red');
    await ready();
    expect([state().head?.total, titleAt(0)]).toEqual([10, 'both 0']);
  });

  it('shows the old answer until the new one is there', async () => {
    const request = nextRequest();
    addPart({ kind: 'text', text: 'red' });
    const red = await request;
    expect([state().status, titleAt(0)]).toEqual(['loading', 'product 0']);
    const before = state().question;
    red.answer(5, 'red');
    await ready();
    expect([titleAt(0), state().question]).toEqual(['red 0', before + 1]);
  });

  it('goes into the history when it is entered, not while it is typed', async () => {
    const typing = nextRequest();
    setDraft([{ text: 'boots', sign: 1, weight: 1 }]);
    const typed = await typing;
    typed.answer();
    await ready();
    const entering = nextRequest();
    commitText([{ text: 'boots', sign: 1, weight: 1 }]);
    const entered = await entering;
    expect([typed.params.remember, entered.params.remember, entered.params.limit]).toEqual([false, true, 1]);
    entered.answer();
  });

  it('is asked when it is entered before the pause in typing is over', async () => {
    const request = nextRequest();
    setDraft([{ text: 'boots', sign: 1, weight: 1 }]);
    commitText([{ text: 'boots', sign: 1, weight: 1 }]);
    const { params, answer } = await request;
    expect([params.parts, params.limit, params.remember]).toEqual([
      [{ kind: 'text', text: 'boots', weight: 1 }],
      pageSize,
      true,
    ]);
    answer(3, 'boots');
    await ready();
    expect(titleAt(0)).toBe('boots 0');
  });

  it('that is taken back while it is typed leaves the answer as it is', async () => {
    setDraft([{ text: 'boots', sign: 1, weight: 1 }]);
    setDraft([]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect([asked.length, state().status]).toEqual([1, 'ready']);
  });

  it('says why it failed', async () => {
    const request = nextRequest();
    setSort('title');
    (await request).fail(new AppError('MODEL_FAILED', 'The model does not run.'));
    await vi.waitFor(() => expect(state().status).toBe('failed'));
    expect(state().error?.code).toBe('MODEL_FAILED');
  });
});

describe('pages', () => {
  it('come when they are looked at, once, and without facets', async () => {
    const request = nextRequest();
    ensureRange(250, 290);
    ensureRange(250, 290);
    const page = await request;
    expect([page.params.offset, page.params.limit, page.params.facets]).toEqual([200, pageSize, false]);
    page.answer();
    await vi.waitFor(() => expect(titleAt(250)).toBe('product 250'));
    expect(asked).toHaveLength(2);
    expect(indexOf(state().pages, 250)).toBe(250);
  });

  it('out of sight are not waited for', async () => {
    const request = nextRequest();
    ensureRange(200, 210);
    const far = await request;
    ensureRange(900, 910);
    await vi.waitFor(() => expect(far.signal.aborted).toBe(true));
  });

  it('are dropped from afar, never the first', () => {
    const all = new Map(Array.from({ length: mostPages + 20 }, (_, page) => [page, [hitOf(page, 'x')]]));
    const kept = keepNear(all, 55);
    expect(kept.size).toBe(mostPages);
    expect([kept.has(0), kept.has(55), kept.has(59), kept.has(3)]).toEqual([true, true, true, false]);
  });
});

describe('a changed catalog', () => {
  it('renews the list in place, even while changes keep coming', async () => {
    const change = (version: number) => ({ version, products: 1, images: 1, problems: 0, unfetched: 0 });
    hub.emit('catalog.changed', change(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = state().question;
    const request = nextRequest();
    let version = 2;
    const stream = setInterval(() => hub.emit('catalog.changed', change(version++)), 200);
    const renewed = await request;
    clearInterval(stream);
    renewed.answer(1001, 'renewed');
    await vi.waitFor(() => expect(titleAt(0)).toBe('renewed 0'));
    expect([state().head?.total, state().question]).toEqual([1001, before]);
  });
});
