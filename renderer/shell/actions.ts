/** What can be done on every page: by key, and in the command palette. */
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconFilterOff, IconKeyboard, IconLayoutGrid, IconList, IconMoon, IconSun, IconX } from '@tabler/icons-react';
import { searchInputId } from '../search/search-bar.tsx';
import { usePreferences } from '../state/preferences.ts';
import { clearFilters, clearParts } from '../state/query.ts';
import { type Action, listKeys } from '../ui/actions.ts';
import { openKeysDialog } from '../ui/keys-dialog.tsx';

export function focusSearch(): void {
  document.getElementById(searchInputId)?.focus();
}

/** The palette sees to its key itself, and pasting is an event of its own. */
export const windowActions = {
  find: { listed: 'keys.focusSearch', keys: ['/'], run: focusSearch },
  palette: { listed: 'keys.palette', keys: ['mod+K'] },
  help: { name: 'keys.title', listed: 'keys.help', icon: IconKeyboard, keys: ['?'], run: openKeysDialog },
  paste: { listed: 'keys.paste', keys: ['mod+V'] },
} satisfies Record<string, Action>;

listKeys('everywhere', windowActions);

export interface Command extends Required<Pick<Action, 'name' | 'icon'>> {
  run(): void;
}

export function useTheme(): Command {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return useComputedColorScheme('light') === 'dark'
    ? { name: 'shell.toLight', icon: IconSun, run: () => setColorScheme('light') }
    : { name: 'shell.toDark', icon: IconMoon, run: () => setColorScheme('dark') };
}

/** In the order of the palette. */
export function useCommands(): readonly Command[] {
  const { view, setView } = usePreferences();
  return [
    { name: 'search.clear', icon: IconX, run: clearParts },
    { name: 'filters.clear', icon: IconFilterOff, run: clearFilters },
    view === 'grid'
      ? { name: 'results.toList', icon: IconList, run: () => setView('list') }
      : { name: 'results.toGrid', icon: IconLayoutGrid, run: () => setView('grid') },
    useTheme(),
  ];
}
