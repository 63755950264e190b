/** The menus, as data: on macOS those that every application has, elsewhere the same without the application's own. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Place } from '../contract/desktop.ts';
import type { RecentLibrary } from '../contract/library.ts';
import type { Texts } from './texts.ts';

export interface MenuActions {
  show(place: Place): void;
  find(): void;
  openLibrary(): void;
  openRecent(dir: string): void;
  importImages(): void;
  reload(): void;
  showLogs(): void;
  checkForUpdates(): void;
}

export interface MenuSituation {
  readonly platform: NodeJS.Platform;
  readonly texts: Texts;
  readonly recent: readonly RecentLibrary[];
  /** Whether this copy can update itself. */
  readonly updatable: boolean;
  /** Tools for those who work on the app. */
  readonly developer: boolean;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };
const mostRecent = 10;

export function buildMenu(situation: MenuSituation, actions: MenuActions): Item[] {
  const mac = situation.platform === 'darwin';
  return [
    ...(mac ? [appMenu(situation, actions)] : []),
    fileMenu(situation, actions, mac),
    editMenu(situation, actions),
    viewMenu(situation, actions),
    goMenu(situation, actions),
    ...(mac ? [windowMenu(situation.texts)] : []),
    helpMenu(situation, actions, mac),
  ];
}

function appMenu({ texts, updatable }: MenuSituation, actions: MenuActions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: texts.about },
      ...(updatable ? [{ label: texts.checkForUpdates, click: actions.checkForUpdates }] : []),
      separator,
      { label: texts.settings, accelerator: 'Command+,', click: () => actions.show('settings') },
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu({ texts, recent }: MenuSituation, actions: MenuActions, mac: boolean): Item {
  const settings: Item[] = [
    separator,
    { label: texts.settings, accelerator: 'Ctrl+,', click: () => actions.show('settings') },
  ];
  return {
    label: texts.file,
    submenu: [
      { label: texts.importImages, accelerator: 'CmdOrCtrl+I', click: actions.importImages },
      { label: texts.openLibrary, accelerator: 'CmdOrCtrl+O', click: actions.openLibrary },
      { label: texts.openRecent, submenu: recentItems(texts, recent, actions) },
      ...(mac ? [] : settings),
      separator,
      mac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function recentItems(texts: Texts, recent: readonly RecentLibrary[], actions: MenuActions): Item[] {
  const known = recent.filter(({ exists }) => exists).slice(0, mostRecent);
  if (known.length === 0) return [{ label: texts.noRecent, enabled: false }];
  return known.map(({ name, dir, current }) => ({
    // An ampersand would underline the next letter.
    label: name.replaceAll('&', '&&'),
    sublabel: dir,
    type: 'checkbox' as const,
    checked: current,
    click: () => actions.openRecent(dir),
  }));
}

function editMenu({ texts }: MenuSituation, actions: MenuActions): Item {
  return {
    label: texts.edit,
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      separator,
      { label: texts.find, accelerator: 'CmdOrCtrl+F', click: actions.find },
    ],
  };
}

function viewMenu({ texts, developer }: MenuSituation, actions: MenuActions): Item {
  return {
    label: texts.view,
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      separator,
      { label: texts.reload, accelerator: 'CmdOrCtrl+R', click: actions.reload },
      ...(developer ? [{ role: 'toggleDevTools' as const, label: texts.developerTools }] : []),
    ],
  };
}

/** In the order of the page's own navigation. */
const destinations = [
  'search',
  'duplicates',
  'tags',
  'sheet',
  'problems',
  'changes',
  'labels',
  'learning',
  'library',
  'demand',
  'lookups',
  'answers',
] as const;
/** Digits there are. */
const withKeys = 9;

function goMenu({ texts }: MenuSituation, actions: MenuActions): Item {
  return {
    label: texts.go,
    submenu: destinations.map((place, index) => ({
      label: texts[place],
      ...(index < withKeys ? { accelerator: `CmdOrCtrl+${index + 1}` } : {}),
      click: () => actions.show(place),
    })),
  };
}

function windowMenu(texts: Texts): Item {
  return {
    role: 'windowMenu',
    label: texts.window,
    submenu: [{ role: 'minimize' }, { role: 'zoom' }, separator, { role: 'front' }],
  };
}

function helpMenu({ texts, updatable }: MenuSituation, actions: MenuActions, mac: boolean): Item {
  return {
    role: 'help',
    label: texts.help,
    submenu: [
      { label: texts.howItWorks, accelerator: 'F1', click: () => actions.show('help') },
      separator,
      { label: texts.showLogs, click: actions.showLogs },
      ...(updatable && !mac ? [{ label: texts.checkForUpdates, click: actions.checkForUpdates }] : []),
      ...(mac ? [] : [separator, { role: 'about' as const, label: texts.about }]),
    ],
  };
}
