/** The listener for phones, asked over real HTTP: who gets in, what is taken, and that nothing is left open. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { AppError } from '../contract/errors.ts';
import type { PhoneEvent } from '../contract/phone.ts';
import { openPhoneListener, type PhoneLimits, type PhoneListener } from './listener.ts';
import { localNetworks, networkOf } from './networks.ts';
import { languageFor } from './phone-page.ts';

const loopback = networkOf('lo', '127.0.0.1', '127.0.0.1/8');
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(600, 7)]);

let listener: PhoneListener | undefined;
let events: PhoneEvent[] = [];
const taken: { file: string; name: string }[] = [];

afterEach(async () => {
  await listener?.close();
  listener = undefined;
  events = [];
  taken.length = 0;
});

async function open(limits: Partial<PhoneLimits> = {}, network = loopback): Promise<URL> {
  listener = await openPhoneListener({
    networks: [network],
    limits,
    tell: (event) => void events.push(event),
    take: async (file, name) => {
      expect(existsSync(file)).toBe(true);
      if (name === 'broken.jpg') throw new AppError('IMAGE_DAMAGED', 'It ends too early.');
      taken.push({ file, name });
      return { hash: 'a'.repeat(64), name, width: 10, height: 10, url: `query/${'a'.repeat(64)}` };
    },
  });
  return new URL(listener.address);
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

/** As it is sent: `fetch` would correct the host and refuse some headers. */
function ask(url: URL | string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function phone(address: URL): Promise<(sent: Asked & { path?: string; name?: string }) => Promise<Answer>> {
  const page = await ask(address);
  const [cookie = ''] = [page.headers['set-cookie']].flat();
  return ({ path = '/photo', name = 'IMG_1.jpg', method = 'POST', headers = {}, body = jpeg }) =>
    ask(new URL(path, address), {
      method,
      headers: { cookie: cookie.split(';')[0] ?? '', origin: address.origin, 'x-file-name': name, ...headers },
      ...(method === 'POST' ? { body } : {}),
    });
}

const kinds = (): string[] => events.map(({ kind }) => kind);

it('gives one phone a page, takes its photo, and leaves no file behind', async () => {
  const address = await open();
  const page = await ask(address, { headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } });
  expect(page.status).toBe(200);
  expect(page.body).toContain('<html lang="zh-CN">');
  expect(page.body).toMatch(/accept="image\/\*" capture/);
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'nonce-/);
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const cookie = String([page.headers['set-cookie']].flat()[0]);
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);

  const sent = { method: 'POST', headers: { cookie: cookie.split(';')[0] ?? '', origin: address.origin }, body: jpeg };
  expect((await ask(new URL('/photo', address), sent)).status).toBe(200);
  expect(taken.map(({ name }) => name)).toEqual(['phone.jpg']);
  expect(existsSync(taken[0]?.file ?? '')).toBe(false);
  expect(kinds()).toEqual(['open', 'connected', 'photo']);
});

it('turns away a wrong token, the same address in a second browser, and after enough guesses everybody', async () => {
  const address = await open({ guesses: 4 });
  expect((await ask(new URL(`/${'x'.repeat(43)}`, address))).status).toBe(403);
  const send = await phone(address);
  const second = await ask(address);
  expect([second.status, second.body, second.headers['set-cookie']]).toEqual([403, '', undefined]);
  // The phone itself may load its page again.
  expect((await send({ path: address.pathname, method: 'GET' })).status).toBe(200);
  expect((await send({ headers: { cookie: 'lookalike-phone=other' } })).status).toBe(403);
  expect((await send({ headers: { origin: 'http://evil.example' } })).status).toBe(403);
  expect(events.at(-1)).toEqual({ kind: 'closed', why: 'guessing' });
  await expect
    .poll(() =>
      ask(address).then(
        () => 'answered',
        () => 'closed',
      ),
    )
    .toBe('closed');
  expect(taken).toEqual([]);
});

it('knows no other path, no other method, and no other name of the host', async () => {
  const address = await open();
  const send = await phone(address);
  const paths = ['/', '/index.html', '/rpc', '/ws', '/upload', '/session', '/../etc/passwd', '/photo/', '/favicon.ico'];
  for (const path of paths) {
    expect([path, (await send({ path, method: 'GET' })).status]).toEqual([path, 404]);
    expect([path, (await send({ path })).status]).toEqual([path, 404]);
  }
  expect((await send({ method: 'GET' })).status).toBe(405);
  expect((await ask(address, { method: 'PUT' })).status).toBe(405);
  expect((await send({ headers: { host: 'rebound.example' } })).status).toBe(403);
  const upgrade = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Key': 'x',
    'Sec-WebSocket-Version': '13',
  };
  await expect(send({ path: '/ws', method: 'GET', headers: upgrade })).rejects.toThrow();
  expect(taken).toEqual([]);
});

it('takes images of a size, and says why it does not take others', async () => {
  const address = await open({ photo: 1000, perMinute: 5 });
  const send = await phone(address);
  const large = Buffer.concat([jpeg, Buffer.alloc(2000)]);
  expect(await send({ body: large })).toMatchObject({ status: 413, body: '{"why":"too-large"}' });
  // Its size is not said ahead.
  expect((await send({ body: large, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
  expect(await send({ body: Buffer.from('<svg onload="x"/>') })).toMatchObject({
    status: 415,
    body: '{"why":"not-image"}',
  });
  expect(await send({ name: 'broken.jpg' })).toMatchObject({ status: 422, body: '{"why":"unreadable"}' });
  expect((await send({ name: encodeURIComponent('../../红.jpg') })).status).toBe(200);
  expect(taken.map(({ name }) => name)).toEqual(['红.jpg']);
  expect(await send({})).toMatchObject({ status: 429, body: '{"why":"too-many"}' });
  expect(kinds()).toEqual(['open', 'connected', 'refused', 'refused', 'refused', 'refused', 'photo']);
});

it('is gone with the dialog, and after its time', async () => {
  const address = await open();
  await phone(address);
  await listener?.close();
  await expect(ask(address)).rejects.toThrow(/ECONNREFUSED/);
  const later = await open({ life: 60 });
  await expect.poll(() => events.at(-1)).toEqual({ kind: 'closed', why: 'time' });
  await expect
    .poll(() =>
      ask(later).then(
        () => 'answered',
        () => 'closed',
      ),
    )
    .toBe('closed');
});

it('closes after so many photos', async () => {
  const send = await phone(await open({ photos: 1 }));
  expect((await send({})).status).toBe(200);
  expect(events.at(-1)).toEqual({ kind: 'closed', why: 'enough' });
});

it('answers nobody who is not on its network, and needs one', async () => {
  const address = await open({}, networkOf('lo', '127.0.0.1', '10.0.0.0/8'));
  await expect(ask(address)).rejects.toThrow();
  await expect(
    openPhoneListener({ networks: [], tell: () => {}, take: () => Promise.reject(new Error()) }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const ip = (address: string, internal = false) => ({
    ...{ address, internal, netmask: '255.255.255.0', family: 'IPv4' as const, mac: '', cidr: `${address}/24` },
  });
  const found = localNetworks({
    lo: [ip('127.0.0.1', true)],
    docker0: [ip('172.17.0.1')],
    eth0: [ip('192.168.1.5'), ip('169.254.3.3')],
    wlan0: [ip('192.168.2.9')],
  });
  expect(found.map((each) => each.address)).toEqual(['192.168.2.9', '192.168.1.5', '172.17.0.1']);
  expect([found[0]?.has('192.168.2.200'), found[0]?.has('192.168.1.5'), found[0]?.has('::1')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('speaks the language of the phone', () => {
  expect(['de,zh;q=0.5', 'en-GB', undefined, 'zh;q=0.3,en;q=0.9', 'fr'].map(languageFor)).toEqual([
    'zh-CN',
    'en',
    'en',
    'en',
    'en',
  ]);
});
