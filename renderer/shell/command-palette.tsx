/** Everything that can be done or found, a few letters away (Ctrl or Cmd and K). */
import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../state/preferences.ts';
import { capsOf } from '../ui/actions.ts';
import { windowActions } from './actions.ts';
import classes from './command-palette.module.css';
import { type PaletteEntry, useDeeds, useLibraries, usePlaces, useSettings } from './palette-entries.tsx';
import { usePastSearches, useProducts, useSavedSearches, useTags } from './palette-finds.tsx';

export function CommandPalette() {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const groups = useGroups(query, opened);
  return (
    <Spotlight
      shortcut={windowActions.palette.keys}
      highlightQuery
      scrollable
      maxHeight={460}
      lockScroll={false}
      radius="lg"
      query={query}
      onQueryChange={setQuery}
      clearQueryOnClose
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      filter={(_, all) => all}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      nothingFound={t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.title'),
      }}
      actions={groups}
    />
  );
}

function useGroups(query: string, opened: boolean): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const { lastChosen, chose } = usePreferences();
  const fixed = [
    { group: t('palette.go'), entries: usePlaces() },
    { group: t('palette.do'), entries: useDeeds() },
    { group: t('nav.settings'), entries: useSettings() },
    { group: t('library.recent'), entries: useLibraries() },
  ];
  const found = [
    { group: t('search.saved.title'), entries: useSavedSearches(query, opened) },
    { group: t('palette.searches'), entries: usePastSearches(query, opened) },
    { group: t('palette.tags'), entries: useTags(query, opened) },
    { group: t('palette.products'), entries: useProducts(query, opened) },
  ];
  const asked = query.trim().toLocaleLowerCase();
  const all = fixed.flatMap(({ entries }) => entries);
  const last = asked === '' ? lastChosen.flatMap((id) => all.find((entry) => entry.id === id) ?? []) : [];
  const shown = [
    { group: t('palette.last'), entries: last.map((entry) => ({ ...entry, shownAs: `last:${entry.id}` })) },
    ...fixed.map(({ group, entries }) => ({ group, entries: entries.filter((entry) => fits(entry, asked)) })),
    ...found,
  ];
  return shown
    .filter(({ entries }) => entries.length > 0)
    .map(({ group, entries }) => ({ group, actions: entries.map((entry) => actionOf(entry, () => chose(entry.id))) }));
}

function fits({ label, words = [] }: PaletteEntry, asked: string): boolean {
  const text = [label, ...words].join(' ').toLocaleLowerCase();
  return asked.split(/\s+/).every((word) => text.includes(word));
}

function actionOf(entry: PaletteEntry & { readonly shownAs?: string }, chosen: () => void): SpotlightActionData {
  const { id, shownAs = id, label, icon, description, keys, run } = entry;
  return {
    id: shownAs,
    label,
    leftSection: icon,
    ...(description === undefined ? {} : { description }),
    ...(keys === undefined
      ? {}
      : {
          rightSection: (
            <span className={classes.keys}>
              {capsOf(keys).map((cap) => (
                <Kbd key={cap} size="xs">
                  {cap}
                </Kbd>
              ))}
            </span>
          ),
        }),
    onClick: () => {
      chosen();
      run();
    },
  };
}
