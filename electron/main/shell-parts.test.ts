/** The parts of the shell that decide something: what to open, where the window goes, when to look for updates, what to do after a crash. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PageRequest } from '../contract/desktop.ts';
import { JsonFile } from '../engine/files/json-file.ts';
import { applyTheme } from './appearance.ts';
import { WindowCrashes } from './crashes.ts';
import { type Dialogs, pickPath } from './dialogs.ts';
import { largestImage, withImage } from './kept-image.ts';
import { createLog } from './log-file.ts';
import { requestOf, requestOfLink } from './openings.ts';
import { PageRequests } from './page-requests.ts';
import { placesOf } from './places.ts';
import { bytesSchema, freshSettings, shellSettingsSchema } from './settings.ts';
import { readStartOptions } from './start-options.ts';
import { fill, languageOf, textsOf } from './texts.ts';
import { type Copy, type Updater, UpdateSchedule, updateInterval, updatesOf } from './updates.ts';
import { freshWindow, keepState, placeWindow, stateOf, windowStateSchema } from './window-state.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-shell-'));
});
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => void vi.useRealTimers());

describe('links', () => {
  test.each([
    ['lookalike://product/SKU-1', 'SKU-1'],
    ['lookalike://product/SKU-1/', 'SKU-1'],
    ['LOOKALIKE://product/a%2Fb%20c', 'a/b c'],
    ['lookalike://product/%E8%A3%99', '裙'],
  ])('%s names a product', (link, sku) => {
    expect(requestOf(link)).toEqual({ kind: 'product', sku });
  });

  test.each([
    'lookalike://product/',
    'lookalike://product/%20',
    'lookalike://product/%00',
    'lookalike://product/a%0Ab',
    'lookalike://product/%E8%',
    'lookalike://product/a/b',
    'lookalike://product/a?x=1',
    'lookalike://product/a#/settings',
    `lookalike://product/${'a'.repeat(201)}`,
    'lookalike://open/etc/passwd',
    'lookalike:product/a',
    'lookalike-app://app/index.html',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%s names nothing', (link) => {
    expect(requestOfLink(link)).toBeUndefined();
  });
});

test('a path means what it holds', () => {
  const at = (name: string): string => path.join(dir, name);
  mkdirSync(at('library'));
  mkdirSync(at('photos'));
  for (const name of ['library/library.sqlite', 'dress.JPG', 'products.csv', 'notes.pdf']) writeFileSync(at(name), '');
  expect(requestOf(at('dress.JPG'))).toEqual({ kind: 'picture', path: at('dress.JPG') });
  expect(requestOf(at('photos'))).toEqual({ kind: 'import', path: at('photos') });
  expect(requestOf(at('products.csv'))).toEqual({ kind: 'import', path: at('products.csv') });
  expect(requestOf(at('library'))).toEqual({ kind: 'library', dir: at('library') });
  expect(requestOf(at('notes.pdf'))).toBeUndefined();
  expect(requestOf(at('gone.jpg'))).toBeUndefined();
});

test('the command line is read past the switches of Chromium', () => {
  const args = [
    '--no-sandbox',
    '--home',
    'h',
    '--remote-debugging-port=0',
    '--no-sample',
    'a.jpg',
    'lookalike://product/1',
  ];
  expect(readStartOptions(args, '/cwd')).toEqual({
    home: path.resolve('/cwd/h'),
    library: undefined,
    models: undefined,
    sample: false,
    ownDialogs: false,
    openings: [path.resolve('/cwd/a.jpg'), 'lookalike://product/1'],
  });
  const inProject = ['--no-sandbox', '--inspect=0', '.', '--lang=en-US', '--library', 'l', 'b.jpg'];
  expect(readStartOptions(inProject, '/cwd', path.resolve('/cwd'))).toMatchObject({
    library: path.resolve('/cwd/l'),
    openings: [path.resolve('/cwd/b.jpg')],
  });
  expect(readStartOptions([], '/cwd')).toMatchObject({ home: undefined, sample: true, openings: [] });
});

test('requests wait for a page that listens', () => {
  const requests = new PageRequests();
  const show = (place: 'library' | 'settings'): PageRequest => ({ kind: 'show', place });
  requests.push(show('library'));
  const seen: PageRequest[] = [];
  requests.attach((request) => seen.push(request));
  requests.push(show('settings'));
  requests.detach();
  requests.push(show('library'));
  expect(seen).toEqual([show('library'), show('settings')]);
  requests.attach((request) => seen.push(request));
  expect(seen).toHaveLength(3);
  requests.detach();
  for (let i = 0; i < 50; i++) requests.push(show('library'));
  seen.length = 0;
  requests.attach((request) => seen.push(request));
  expect(seen).toHaveLength(20);
});

describe('the window', () => {
  const screen = { x: 0, y: 25, width: 1440, height: 875 };
  const second = { x: 1440, y: 0, width: 1920, height: 1080 };

  test('opens where it was, if somebody can reach it there', () => {
    expect(placeWindow({ x: 100, y: 80, width: 1000, height: 700 }, [screen])).toEqual({
      x: 100,
      y: 80,
      width: 1000,
      height: 700,
    });
    expect(placeWindow({ x: 2000, y: 100, width: 1000, height: 700 }, [screen, second])).toMatchObject({ x: 2000 });
    expect(placeWindow({ x: 1300, y: 800, width: 1000, height: 700 }, [screen])).toEqual({
      x: 440,
      y: 200,
      width: 1000,
      height: 700,
    });
  });

  test('opens in the middle when its screen is gone, and never larger than the screen', () => {
    expect(placeWindow({ x: 2000, y: 100, width: 1000, height: 700 }, [screen])).toEqual({ width: 1320, height: 860 });
    expect(placeWindow({ x: 0, y: -2000, width: 1000, height: 700 }, [screen])).not.toHaveProperty('x');
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
    expect(placeWindow({ x: 0, y: 25, width: 9999, height: 9999 }, [screen])).toEqual(screen);
    expect(placeWindow(null, [])).toEqual({ width: 1320, height: 860 });
  });

  test('its state is written once after many changes, and at once in the end', () => {
    vi.useFakeTimers();
    const bounds = { x: 1, y: 2, width: 900, height: 600 };
    const window = {
      getNormalBounds: () => bounds,
      isMaximized: () => true,
      isFullScreen: () => false,
      isDestroyed: () => false,
    };
    const written: unknown[] = [];
    const keeper = keepState(window, (state) => written.push(state));
    for (let i = 0; i < 10; i++) keeper.changed();
    vi.advanceTimersByTime(1000);
    expect(written).toEqual([{ bounds, maximised: true, fullScreen: false }]);
    keeper.changed();
    keeper.flush();
    vi.advanceTimersByTime(1000);
    expect(written).toHaveLength(2);
    keepState({ ...window, isDestroyed: () => true }, (state) => written.push(state)).flush();
    expect(written).toHaveLength(2);
    expect(windowStateSchema.parse(stateOf(window))).toEqual(written[0]);
  });
});

test('small files survive what is written into them', () => {
  const file = path.join(dir, 'deep', 'window.json');
  const json = new JsonFile(file, windowStateSchema, freshWindow);
  expect(json.read()).toEqual(freshWindow);
  const state = { ...freshWindow, maximised: true };
  json.write(state);
  expect(json.read()).toEqual(state);
  for (const damage of ['', '{', '{"maximised": 7}', 'null']) {
    writeFileSync(file, damage);
    expect(json.read()).toEqual(freshWindow);
  }
});

test('nothing is looked for on the internet unless somebody says so', () => {
  expect(freshSettings.autoUpdate).toBe(false);
  expect(shellSettingsSchema.parse(freshSettings)).toEqual(freshSettings);
});

describe('updates', () => {
  const copy: Copy = { packaged: true, platform: 'darwin', env: {}, published: true };

  test.each([
    [copy, 'possible'],
    [{ ...copy, packaged: false }, 'unpackaged'],
    [{ ...copy, published: false }, 'unpublished'],
    [{ ...copy, platform: 'linux' as const }, 'elsewhere'],
    [{ ...copy, platform: 'linux' as const, env: { APPIMAGE: '/a' } }, 'possible'],
    [{ ...copy, platform: 'win32' as const }, 'possible'],
    [{ ...copy, platform: 'win32' as const, env: { PORTABLE_EXECUTABLE_FILE: 'a' } }, 'elsewhere'],
  ])('%o: %s', (which, expected) => {
    expect(updatesOf(which)).toBe(expected);
  });

  function schedule(updates: 'possible' | 'unpublished', fail = false) {
    const updater = { autoDownload: false, autoInstallOnAppQuit: false, allowPrerelease: true, looks: 0 };
    const checkForUpdates: Updater['checkForUpdates'] = async () => {
      updater.looks++;
      if (fail) throw new Error('no network');
      return { isUpdateAvailable: true };
    };
    let loads = 0;
    const logged: string[] = [];
    const load = async (): Promise<Updater> => {
      loads++;
      return Object.assign(updater, { checkForUpdates });
    };
    return {
      schedule: new UpdateSchedule({ updates, load, log: (text) => logged.push(text) }),
      updater,
      logged,
      loads: () => loads,
    };
  }

  test('off, the updater is not even loaded; on, it looks at once and then daily', async () => {
    vi.useFakeTimers();
    const { schedule: plan, updater, loads } = schedule('possible');
    plan.set(false);
    await vi.advanceTimersByTimeAsync(3 * updateInterval);
    expect(loads()).toBe(0);
    plan.set(true);
    await vi.advanceTimersByTimeAsync(2 * updateInterval + 1);
    expect([loads(), updater.looks]).toEqual([1, 3]);
    expect(updater).toMatchObject({ autoDownload: true, allowPrerelease: false });
    plan.set(false);
    await vi.advanceTimersByTimeAsync(3 * updateInterval);
    expect(updater.looks).toBe(3);
  });

  test('a copy that cannot update itself never looks; a failure is logged, or told to who asked', async () => {
    const never = schedule('unpublished');
    never.schedule.set(true);
    expect(await never.schedule.look()).toBe(false);
    expect(never.loads()).toBe(0);

    const failing = schedule('possible', true);
    failing.schedule.set(true);
    await vi.waitFor(() => expect(failing.logged[0]).toContain('no network'));
    failing.schedule.set(false);
    await expect(failing.schedule.look()).rejects.toThrow('no network');
    expect(await schedule('possible').schedule.look()).toBe(true);
  });
});

test('a window that crashes is loaded again, but not for ever', () => {
  const crashes = new WindowCrashes();
  expect(crashes.remedyFor('clean-exit', 0)).toBe('nothing');
  expect(crashes.remedyFor('integrity-failure', 0)).toBe('ask');
  expect([1, 2, 3, 4].map((time) => crashes.remedyFor('crashed', time))).toEqual(['reload', 'reload', 'reload', 'ask']);
  expect(crashes.remedyFor('oom', 200_000)).toBe('reload');
  crashes.forget();
  expect(crashes.remedyFor('killed', 200_001)).toBe('reload');
});

describe('dialogs', () => {
  function dialogs(answer: number, filePaths: string[]) {
    const opened: string[][] = [];
    const fake: Dialogs = {
      open: async ({ properties }) => {
        opened.push(properties);
        return { canceled: filePaths.length === 0, filePaths };
      },
      ask: async ({ buttons, cancelId }) => {
        expect(buttons).toHaveLength(cancelId + 1);
        return { response: answer };
      },
    };
    return { fake, opened };
  }
  const texts = textsOf('en');

  test('one dialog on macOS, a question first elsewhere', async () => {
    const mac = dialogs(0, ['/photos']);
    expect(await pickPath(mac.fake, texts, 'import', 'darwin')).toBe('/photos');
    expect(mac.opened).toEqual([['openFile', 'openDirectory']]);
    const folder = dialogs(0, ['/photos']);
    expect(await pickPath(folder.fake, texts, 'import', 'linux')).toBe('/photos');
    const table = dialogs(1, ['/t.csv']);
    expect(await pickPath(table.fake, texts, 'import', 'win32')).toBe('/t.csv');
    expect([folder.opened, table.opened]).toEqual([[['openDirectory']], [['openFile']]]);
  });

  test('who has said what they want is not asked', async () => {
    const unasked = dialogs(7, ['/somewhere']);
    for (const choice of ['folder', 'table', 'library', 'model', 'events', 'documents'] as const) {
      expect(await pickPath(unasked.fake, texts, choice, 'linux')).toBe('/somewhere');
    }
    expect(unasked.opened).toEqual([
      ...[['openDirectory'], ['openFile'], ['openDirectory'], ['openDirectory'], ['openFile'], ['openDirectory']],
    ]);
  });

  test('nothing chosen is nothing', async () => {
    const cancelled = dialogs(2, []);
    expect(await pickPath(cancelled.fake, texts, 'import', 'linux')).toBeNull();
    expect(cancelled.opened).toEqual([]);
    expect(await pickPath(dialogs(0, []).fake, texts, 'library', 'linux')).toBeNull();
  });
});

test('a pasted picture is a file for as long as it is used', async () => {
  let file = '';
  const read = await withImage(new Uint8Array([1, 2, 3]), async (path_) => {
    file = path_;
    return [...readFileSync(path_)];
  });
  expect(read).toEqual([1, 2, 3]);
  expect(() => readFileSync(file)).toThrow('ENOENT');
  await expect(withImage(new Uint8Array(1), () => Promise.reject(new Error('not a picture')))).rejects.toThrow(
    'not a picture',
  );
  const huge = { byteLength: largestImage + 1 } as Uint8Array;
  await expect(withImage(huge, async () => 0)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  expect(bytesSchema.parse(new Uint8Array([7]).buffer)).toEqual(new Uint8Array([7]));
  expect(bytesSchema.safeParse('text').success).toBe(false);
});

test('the log begins anew when it is large, and never stops the app', () => {
  const file = path.join(dir, 'logs', 'lookalike.log');
  createLog(file, () => new Date(0))('first\n');
  expect(readFileSync(file, 'utf8')).toBe('1970-01-01T00:00:00.000Z first\n');
  writeFileSync(file, 'x'.repeat(3 * 1024 * 1024));
  createLog(file)('second');
  expect(readFileSync(file, 'utf8')).toMatch(/second\n$/);
  expect(readFileSync(`${file}.old`, 'utf8')).toHaveLength(3 * 1024 * 1024);
  expect(() => createLog(path.join(file, 'below a file'))('lost')).not.toThrow();
});

test('the engine lies outside of the archive of an installed copy', () => {
  const app = path.join('/opt', 'lookalike', 'resources', 'app.asar');
  const packed = placesOf(app, path.dirname(app), true);
  expect(packed.engineEntry).toBe(path.join(`${app}.unpacked`, 'dist', 'engine', 'entry.mjs'));
  expect(packed.uiDir).toBe(path.join(app, 'dist', 'renderer'));
  expect(packed.modelsDir).toBe(path.join('/opt', 'lookalike', 'resources', 'models'));
  expect(placesOf('/project', '/electron/resources', false).modelsDir).toBe(path.join('/project', 'models'));
});

test('both languages say everything, with the same blanks', () => {
  const [en, zh] = [textsOf('en'), textsOf('zh-CN')];
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(zh[key]?.trim(), key).toBeTruthy();
    expect(zh[key].match(/\{\w+\}/g), key).toEqual(en[key].match(/\{\w+\}/g));
  }
  expect([languageOf('zh-Hant-TW'), languageOf('de'), languageOf('en-GB')]).toEqual(['zh-CN', 'en', 'en']);
  expect(fill('{a} and {b}', { a: '1' })).toBe('1 and {b}');
});

test('the system follows the theme of the page', () => {
  const painted: string[] = [];
  const native = { themeSource: 'system' as const, shouldUseDarkColors: true };
  applyTheme(native, 'dark', (colour) => painted.push(colour));
  expect(native.themeSource).toBe('dark');
  applyTheme({ ...native, shouldUseDarkColors: false }, 'light', (colour) => painted.push(colour));
  expect(painted[0]).not.toBe(painted[1]);
  const tokens = readFileSync(path.join(import.meta.dirname, '..', '..', 'renderer', 'styles', 'tokens.css'), 'utf8');
  for (const colour of painted) expect(tokens).toContain(`--la-window: ${colour};`);
});
