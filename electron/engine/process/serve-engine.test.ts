import { expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import { createClient } from '../../contract/rpc/client.ts';
import { createPeer } from '../../contract/rpc/conformance-peer.ts';
import { createMemoryPair } from '../../contract/rpc/memory.ts';
import { createMultiplexer } from '../../contract/rpc/multiplex.ts';
import { formatProcessArgs, parseProcessArgs } from './options.ts';
import { serveEngine } from './serve-engine.ts';

test('every connection is served, bugs are logged, and the end of the line closes the engine', async () => {
  const [near, far] = createMemoryPair();
  const logged: string[] = [];
  let closed = 0;
  const start = async () => ({ ...createPeer(), close: async () => void closed++ });
  const served = serveEngine(far, start, { log: (text) => logged.push(text) });
  const multiplexer = createMultiplexer(near);
  await multiplexer.ready;
  const client = createClient(multiplexer.open());
  await expect(client.call('catalog.file', { url: 'missing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(logged).toEqual([]);
  await expect(client.call('catalog.file', { url: 'bug' })).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(logged[0]).toMatch(/^catalog.file failed: TypeError/);
  near.close();
  await served;
  expect(closed).toBe(1);
});

test('an engine that cannot start says why; a bug at the start is thrown', async () => {
  const [near, far] = createMemoryPair();
  const multiplexer = createMultiplexer(near);
  const served = serveEngine(far, () => Promise.reject(new AppError('MODEL_MISSING', 'Put it back.')), {
    log: () => {},
  });
  await expect(multiplexer.ready).rejects.toMatchObject({ code: 'MODEL_MISSING' });
  near.close();
  await served;

  const [, other] = createMemoryPair();
  const failing = serveEngine(other, () => Promise.reject(new TypeError('a bug')), { log: () => {} });
  await expect(failing).rejects.toThrow('a bug');
});

test('options survive the command line', () => {
  const options = { home: '/a b/衣', modelsDir: '--odd' };
  expect(() => parseProcessArgs(formatProcessArgs(options))).toThrow();
  const usual = { home: '/a b/衣', modelsDir: '/models' };
  expect(parseProcessArgs(formatProcessArgs(usual))).toEqual(usual);
  expect(() => parseProcessArgs(['--home', '/a'])).toThrow('--models');
});
