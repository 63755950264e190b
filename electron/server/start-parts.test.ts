/** The small parts of starting: which browser command, whether Electron is there, whether the UI is stale, how long a launch code lives. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { chooseShell, electronProgram, type Situation } from './choose-shell.ts';
import { browserCommand } from './open-browser.ts';
import { hasElectron } from './project.ts';
import { createAccess } from './security.ts';
import { newestChange } from './ui-build.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-start-'));
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => void vi.useRealTimers());

test('the browser is opened where somebody sees it', () => {
  expect(browserCommand('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  expect(browserCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open']);
  expect(browserCommand('linux', {})).toBeUndefined();
  expect(browserCommand('linux', { DISPLAY: ':0', CI: '1' })).toBeUndefined();
  expect(browserCommand('darwin', {})).toEqual(['open']);
  expect(browserCommand('win32', {})?.[0]).toBe('cmd');
});

test('Electron is there when its program is, not when only its downloader is', () => {
  const electron = path.join(dir, 'electron');
  mkdirSync(path.join(electron, 'dist'), { recursive: true });
  expect(hasElectron(electron)).toBe(false);
  writeFileSync(path.join(electron, 'path.txt'), 'electron');
  expect(hasElectron(electron)).toBe(false);
  writeFileSync(path.join(electron, 'dist', 'electron'), '');
  expect(hasElectron(electron)).toBe(true);
  expect(electronProgram(electron)).toBe(path.join(electron, 'dist', 'electron'));
});

test('the desktop is taken where it can run, and the reason is said', () => {
  const here: Situation = { wanted: undefined, electron: true, platform: 'linux', env: { DISPLAY: ':0' }, root: false };
  expect(chooseShell(here)).toMatchObject({ shell: 'desktop', why: expect.stringContaining('Electron') });
  expect(chooseShell({ ...here, platform: 'darwin', env: {}, root: true }).shell).toBe('desktop');
  expect(chooseShell({ ...here, env: { WAYLAND_DISPLAY: 'wayland-0' } }).shell).toBe('desktop');
  const whyNot = (change: Partial<Situation>): string => {
    const { shell, why } = chooseShell({ ...here, ...change });
    expect(shell).toBe('browser');
    return why;
  };
  expect(whyNot({ wanted: 'browser' })).toContain('as you asked');
  expect(whyNot({ electron: false })).toContain('not installed');
  expect(whyNot({ env: {} })).toContain('no screen');
  expect(whyNot({ root: true })).toContain('root');
});

test('the newest change is found at any depth', () => {
  const deep = path.join(dir, 'sources', 'a', 'b');
  mkdirSync(deep, { recursive: true });
  const file = path.join(deep, 'c.ts');
  writeFileSync(file, '');
  const later = new Date('2100-01-01');
  utimesSync(file, later, later);
  expect(newestChange(path.join(dir, 'sources'))).toBe(later.getTime());
  expect(newestChange(path.join(dir, 'nothing'))).toBe(0);
});

test('a launch code dies after a minute, the token does not', () => {
  vi.useFakeTimers();
  const access = createAccess(4777);
  const bearing = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } }) as IncomingMessage;
  const [used, late] = [access.createLaunchCode(), access.createLaunchCode()];
  vi.advanceTimersByTime(59_000);
  expect(access.redeem(bearing(used))).toBe(true);
  expect(access.redeem(bearing(used))).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(access.redeem(bearing(late))).toBe(false);
  expect(access.redeem(bearing(access.token))).toBe(true);
  expect(createAccess(4777).token).not.toBe(access.token);
});
