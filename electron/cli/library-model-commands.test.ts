/** Switching at the terminal, against an engine with small real models. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, createClient } from '../contract/rpc/client.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from '../engine/library/testing.ts';
import { switchModel } from './library-model-commands.ts';
import type { Progress } from './output.ts';

let place: Workplace;
let session: Session;
let client: Client;
const shown: string[] = [];
const progress: Progress = { show: (text) => shown.push(text), end: () => {} };
const never = new AbortController().signal;

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  const [near, far] = createMemoryPair();
  serve(far, session.engine.handlers, session.engine.hub);
  client = createClient(near);
  const { jobId } = await client.call('ingest.start', { path: await place.catalog('shop', 40) });
  await session.ended(jobId);
});
afterAll(async () => {
  client.close();
  await session.engine.close();
  await place.remove();
});

it('stops on demand, goes on, switches, and goes back at once', async () => {
  const stop = new AbortController();
  const stopped = switchModel(client, 'tiny-siglip', false, progress, stop.signal);
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED', message: expect.stringMatching(/go on/) });
  expect((await client.call('library.info', {})).modelId).toBe('tiny-clip');

  const only = await switchModel(client, 'tiny-siglip', true, progress, never);
  expect(only).toMatchObject({ modelId: 'tiny-clip', prepared: { complete: true } });
  expect(shown.some((text) => text.startsWith('vectors '))).toBe(true);

  expect(await switchModel(client, 'tiny-siglip', false, progress, never)).toEqual({
    modelId: 'tiny-siglip',
    before: 'tiny-clip',
    prepared: null,
  });
  expect(await switchModel(client, 'tiny-clip', false, progress, never)).toMatchObject({ modelId: 'tiny-clip' });
  await expect(switchModel(client, 'nowhere', false, progress, never)).rejects.toMatchObject({ code: 'MODEL_MISSING' });
});
