/** The page's scheme, its requests to the main process, and what it is kept from, attacked as a page could that somebody else controls. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { MethodName } from '../contract/contract.ts';
import { type Reply, readReply } from '../contract/desktop.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { createServedFiles } from '../engine/serving/served-files.ts';
import {
  type GuardedContents,
  type GuardedSession,
  guardContents,
  guardSession,
  isOpenable,
  mayUse,
  pagePreferences,
} from './guard.ts';
import { answerPage, type IpcEvent, isTrusted, type Sender } from './ipc.ts';
import { createPageHandler, isOwnUrl, pageOrigin, pageUrl } from './page-protocol.ts';

const hash = 'cd'.repeat(32);
const foreign = [
  'https://example.com/',
  'http://127.0.0.1:4777/',
  'file:///etc/passwd',
  'lookalike://product/1',
  'lookalike-app://other/',
  'lookalike-app://app.example.com/',
  'lookalike-app://app@evil/',
  'lookalike-app://app:1/',
  'lookalike-app:app/',
  'lookalike-app://ap',
  'data:text/html,x',
  'about:blank',
  'javascript:alert(1)',
  '',
];

test('only the app is the app', () => {
  for (const url of [pageUrl, `${pageUrl}index.html`, `${pageUrl}#/library`]) expect(isOwnUrl(url)).toBe(true);
  for (const url of foreign) expect(isOwnUrl(url), url).toBe(false);
});

describe('the scheme', () => {
  let dir: string;
  let answer: (request: { url: string; method: string }) => Promise<Response>;
  let failure: AppError | undefined;

  beforeAll(() => {
    dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lookalike-scheme-')));
    mkdirSync(path.join(dir, 'ui'));
    writeFileSync(path.join(dir, 'ui', 'index.html'), '<p>hello</p>');
    writeFileSync(path.join(dir, 'ui', 'empty.txt'), '');
    const photo = Buffer.alloc(100_000, 7);
    photo.set([0xff, 0xd8, 0xff]);
    writeFileSync(path.join(dir, 'photo.jpg'), photo);
    writeFileSync(path.join(dir, 'secret.txt'), 'secret');
    const call = async (_method: MethodName, { url }: { url: string }) => {
      if (failure !== undefined) throw failure;
      if (url === 'original/8') return { path: path.join(dir, 'gone.jpg'), mime: 'image/jpeg', immutable: false };
      if (url === 'original/9') return { path: dir, mime: 'image/jpeg', immutable: false };
      return { path: path.join(dir, 'photo.jpg'), mime: 'image/jpeg', immutable: true };
    };
    answer = createPageHandler(createServedFiles(path.join(dir, 'ui'), { call } as unknown as Pick<Client, 'call'>));
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  const get = (where: string, method = 'GET') => answer({ url: `${pageOrigin}${where}`, method });

  test('serves the UI under its policy', async () => {
    const response = await get('/?x=1#/library');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>hello</p>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toContain('ws:');
    expect(await (await get('/empty.txt')).text()).toBe('');
  });

  test('serves pictures as nothing but pictures', async () => {
    const response = await get(`/thumb/${hash}`);
    expect((await response.arrayBuffer()).byteLength).toBe(100_000);
    expect(response.headers.get('content-length')).toBe('100000');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const head = await get('/original/1', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '//secret.txt',
    '/..\\secret.txt',
    '/original/8',
    '/original/9',
  ])('finds nothing at %s', async (where) => {
    const response = await get(where);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each(foreign)('answers no %s', async (url) => {
    expect((await answer({ url, method: 'GET' })).status).toBe(404);
  });

  test('takes nothing, and says when the engine is away', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', method)).status).toBe(405);
    failure = new AppError('ENGINE_GONE', 'It is being started again.');
    expect((await get('/original/1')).status).toBe(503);
    failure = undefined;
  });
});

describe('requests to the main process', () => {
  const own: Sender = { url: pageUrl, parent: null };

  function channel<P extends unknown[]>(
    params: z.ZodType<P>,
    handler: (sender: Sender, ...args: P) => unknown,
    log?: (text: string) => void,
  ) {
    let listener: ((event: IpcEvent<Sender>, ...args: unknown[]) => Promise<Reply>) | undefined;
    answerPage(
      {
        handle: (_name, given) => {
          listener = given;
        },
      },
      'test',
      params,
      handler,
      log,
    );
    return async (senderFrame: Sender | null, ...args: unknown[]): Promise<Reply> =>
      (await listener?.({ senderFrame }, ...args)) ?? { value: 'no listener' };
  }

  test('come from the page itself, and from nobody else', async () => {
    let calls = 0;
    const ask = channel(z.tuple([]), () => ++calls);
    expect(await ask(own)).toEqual({ value: 1 });
    const strangers = [null, { url: pageUrl, parent: {} }, ...foreign.map((url) => ({ url, parent: null }))];
    for (const stranger of strangers) {
      expect(isTrusted(stranger)).toBe(false);
      expect(await ask(stranger)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    }
    expect(calls).toBe(1);
  });

  test('are parsed before anything is done', async () => {
    const ask = channel(z.tuple([z.int(), z.string()]), (_sender, number, text) => `${number}${text}`);
    expect(await ask(own, 1, 'a')).toEqual({ value: '1a' });
    for (const args of [[], [1], ['1', 'a'], [1, 'a', 'more'], [{}, []]]) {
      expect(await ask(own, ...args)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    }
  });

  test('carry errors as values; bugs are logged', async () => {
    const logged: string[] = [];
    const ask = channel(
      z.tuple([z.boolean()]),
      (_sender, bug) => {
        throw bug ? new TypeError('x is undefined') : new AppError('FILE_TOO_LARGE', 'Save it smaller.');
      },
      (text) => logged.push(text),
    );
    expect(() => readReply({ error: { code: 'FILE_TOO_LARGE', message: 'm' } }, z.null())).toThrow(AppError);
    expect(await ask(own, false)).toMatchObject({ error: { code: 'FILE_TOO_LARGE', message: 'Save it smaller.' } });
    expect(logged).toEqual([]);
    expect(await ask(own, true)).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(logged[0]).toContain('TypeError');
    expect(readReply({ value: 'a' }, z.string())).toBe('a');
    expect(() => readReply({ value: 7 }, z.string())).toThrow('does not fit');
  });
});

describe('the page is kept', () => {
  type Listener = (details: { url: string; preventDefault(): void }) => void;

  function guarded() {
    const listeners = new Map<string, Listener>();
    let open: ((details: { url: string }) => { action: 'deny' }) | undefined;
    const outside: string[] = [];
    const contents: GuardedContents = {
      on: (event: string, listener: Listener) => listeners.set(event, listener),
      setWindowOpenHandler: (handler) => {
        open = handler;
      },
    };
    guardContents(contents, (url) => outside.push(url));
    const prevented = (event: string, url: string): boolean => {
      let yes = false;
      listeners.get(event)?.({
        url,
        preventDefault: () => {
          yes = true;
        },
      });
      return yes;
    };
    return { prevented, outside, open: (url: string) => open?.({ url }) };
  }

  test('from leaving, in itself and in its frames', () => {
    const { prevented, outside } = guarded();
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(prevented(event, `${pageUrl}index.html`)).toBe(false);
      for (const url of foreign) expect(prevented(event, url), `${event} ${url}`).toBe(true);
    }
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(outside).toEqual(['https://example.com/', 'https://example.com/']);
  });

  test('from opening windows; web pages go to the browser', () => {
    const { open, outside } = guarded();
    for (const url of [
      'https://shop.example/p/1?a=b',
      ...foreign,
      'https://user:pass@example.com/',
      'smb://host/x',
      'ms-settings:x',
    ]) {
      expect(open(url)).toEqual({ action: 'deny' });
    }
    expect(outside).toEqual(['https://shop.example/p/1?a=b', 'https://example.com/']);
    expect(isOpenable('https://')).toBe(false);
  });

  test('from everything the system could grant, but copying', () => {
    const handlers: {
      request?: Parameters<GuardedSession['setPermissionRequestHandler']>[0];
      check?: Parameters<GuardedSession['setPermissionCheckHandler']>[0];
      device?: () => boolean;
      download?: (event: { preventDefault(): void }) => void;
    } = {};
    guardSession({
      setPermissionRequestHandler: (handler) => {
        handlers.request = handler;
      },
      setPermissionCheckHandler: (handler) => {
        handlers.check = handler;
      },
      setDevicePermissionHandler: (handler) => {
        handlers.device = handler;
      },
      on: (_event, listener) => {
        handlers.download = listener;
      },
    });
    const ask = (permission: string, url: string): boolean | undefined => {
      let granted: boolean | undefined;
      handlers.request?.({ getURL: () => url }, permission, (yes) => {
        granted = yes;
      });
      return granted;
    };
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'fileSystem',
      'clipboard-read',
      'openExternal',
      'usb',
      'hid',
    ]) {
      expect(ask(permission, pageUrl)).toBe(false);
      expect(handlers.check?.({ getURL: () => pageUrl }, permission, pageOrigin)).toBe(false);
    }
    expect(ask('clipboard-sanitized-write', pageUrl)).toBe(true);
    expect(ask('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
    expect(handlers.check?.(null, 'clipboard-sanitized-write', pageOrigin)).toBe(true);
    expect(mayUse('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
    expect(handlers.device?.()).toBe(false);
    let stopped = false;
    handlers.download?.({
      preventDefault: () => {
        stopped = true;
      },
    });
    expect(stopped).toBe(true);
  });

  test('in a sandbox, apart from Node', () => {
    const preferences: BrowserWindowConstructorOptions['webPreferences'] = pagePreferences('/preload.cjs');
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test("Electron's own objects are what the guards take", () => {
    const takes = (contents: WebContents, session: Session): void => {
      guardContents(contents, () => {});
      guardSession(session);
    };
    expect(takes).toBeTypeOf('function');
  });
});
