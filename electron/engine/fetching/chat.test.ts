/** A language model at an address, played by servers of this machine: an honest one, a slow one, broken ones; and addresses that are refused. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { chat } from './chat.ts';

const servers: Server[] = [];
const never = new AbortController().signal;
const messages = [{ role: 'user' as const, content: 'Hello' }];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function playedBy(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const asked = (address: string, more = {}) => ({ address, model: 'small', beyondThisMachine: false, ...more });

test('sends the messages to the model by its name and answers its text', async () => {
  const seen: unknown[] = [];
  const address = await playedBy((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      seen.push(request.url, JSON.parse(body));
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: ' Good day. ' } }] }));
    });
  });
  expect(await chat(asked(address), messages, never)).toBe('Good day.');
  expect(seen).toEqual(['/v1/chat/completions', expect.objectContaining({ model: 'small', messages, stream: false })]);
});

test.each<[string, RequestListener, string]>([
  [
    'one that says what is wrong',
    (_, response) => response.writeHead(404).end('{"error":{"message":"no such model"}}'),
    '404: no such model',
  ],
  ['one that speaks otherwise', (_, response) => response.end('<html>'), 'none of a chat model'],
  [
    'one that says nothing',
    (_, response) => response.end('{"choices":[{"message":{"content":""}}]}'),
    'none of a chat model',
  ],
  ['one that breaks off', (_, response) => response.destroy(), 'gave no reply'],
  [
    'one that leads elsewhere',
    (_, response) => response.writeHead(302, { location: 'http://example.org/' }).end(),
    '302',
  ],
])('%s is told with what to do', async (_, listener, told) => {
  await expect(chat(asked(await playedBy(listener)), messages, never)).rejects.toMatchObject({
    code: 'NETWORK_FAILED',
    message: expect.stringContaining(told),
  });
});

test('a slow one is given up', async () => {
  const address = await playedBy(() => undefined);
  await expect(chat(asked(address), messages, never, 200)).rejects.toMatchObject({ code: 'NETWORK_FAILED' });
});

test('a person can stop it', async () => {
  const address = await playedBy(() => undefined);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await expect(chat(asked(address), messages, controller.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('another machine is asked only when it is meant', async () => {
  for (const address of ['http://192.0.2.1/v1', 'https://example.org/v1', 'http://localhost.example.org/v1']) {
    await expect(chat(asked(address), messages, never)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      details: { why: 'other-machine' },
    });
  }
  await expect(chat(asked('ftp://localhost/'), messages, never)).rejects.toMatchObject({
    details: { why: 'no-address' },
  });
});
