import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { buildMenu, type MenuActions, type MenuSituation } from './menu.ts';
import { textsOf } from './texts.ts';

type Item = MenuItemConstructorOptions;

const recent = (name: string, change: object = {}) => ({
  name,
  dir: `/l/${name}`,
  openedAt: '',
  exists: true,
  current: false,
  ...change,
});
const situation: MenuSituation = {
  platform: 'linux',
  texts: textsOf('en'),
  recent: [],
  updatable: false,
  developer: false,
};

function actions() {
  return {
    show: vi.fn(),
    find: vi.fn(),
    openLibrary: vi.fn(),
    openRecent: vi.fn(),
    importImages: vi.fn(),
    reload: vi.fn(),
    showLogs: vi.fn(),
    checkForUpdates: vi.fn(),
  } satisfies MenuActions;
}

const submenu = (item: Item | undefined): Item[] => (Array.isArray(item?.submenu) ? item.submenu : []);
const all = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...all(submenu(item))]);
const named = (items: readonly Item[], label: string): Item | undefined =>
  all(items).find((item) => item.label === label);
const press = (item: Item | undefined): unknown => (item?.click as (() => unknown) | undefined)?.();

test('macOS has the menus that every application has there', () => {
  const menu = buildMenu({ ...situation, platform: 'darwin' }, actions());
  expect(menu[0]?.role).toBe('appMenu');
  const roles = all(menu).map(({ role }) => role);
  for (const role of ['services', 'hide', 'hideOthers', 'unhide', 'quit', 'windowMenu', 'front', 'close', 'help']) {
    expect(roles).toContain(role);
  }
  expect(submenu(named(menu, 'File')).some(({ role }) => role === 'quit')).toBe(false);
  expect(named(menu, 'Settings…')?.accelerator).toBe('Command+,');
});

test('elsewhere the application has no menu of its own', () => {
  const menu = buildMenu(situation, actions());
  expect(menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Help']);
  const file = submenu(menu[0]);
  expect(file.at(-1)?.role).toBe('quit');
  expect(named(menu, 'Settings…')?.accelerator).toBe('Ctrl+,');
});

test('entries do what they say', () => {
  const done = actions();
  const menu = buildMenu({ ...situation, updatable: true, developer: true }, done);
  for (const label of [
    'Find',
    'Open Library…',
    'Import Photos or Table…',
    'Reload Window',
    'Show Log Folder',
    'Check for Updates…',
  ]) {
    press(named(menu, label));
  }
  for (const action of [
    done.find,
    done.openLibrary,
    done.importImages,
    done.reload,
    done.showLogs,
    done.checkForUpdates,
  ]) {
    expect(action).toHaveBeenCalledOnce();
  }
  for (const label of ['Search', 'Grading', 'Library', 'Problems', 'Settings…']) press(named(menu, label));
  expect(done.show.mock.calls.flat()).toEqual(['search', 'labels', 'library', 'problems', 'settings']);
  expect(named(menu, 'Developer Tools')?.role).toBe('toggleDevTools');
});

test('what a copy cannot do is not offered', () => {
  const menu = buildMenu(situation, actions());
  expect(named(menu, 'Check for Updates…')).toBeUndefined();
  expect(named(menu, 'Developer Tools')).toBeUndefined();
});

test('recent libraries are those that are still there', () => {
  const done = actions();
  const known = [
    recent('A & B', { current: true }),
    recent('gone', { exists: false }),
    ...Array.from({ length: 20 }, (_, i) => recent(`n${i}`)),
  ];
  const entries = submenu(named(buildMenu({ ...situation, recent: known }, done), 'Open Recent'));
  expect(entries).toHaveLength(10);
  expect(entries[0]).toMatchObject({ label: 'A && B', checked: true });
  expect(entries.map(({ label }) => label)).not.toContain('gone');
  press(entries[1]);
  expect(done.openRecent).toHaveBeenCalledWith('/l/n0');
  const none = submenu(named(buildMenu(situation, done), 'Open Recent'));
  expect(none).toEqual([{ label: 'No Libraries Yet', enabled: false }]);
});

test('no two entries have the same key', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const keys = all(buildMenu({ ...situation, platform, updatable: true, developer: true }, actions())).flatMap(
      ({ accelerator }) => (accelerator === undefined || accelerator === null ? [] : [String(accelerator)]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  }
});
