/** Lights up what a search finds: the question of the app's search bar, asked here as well; its filters narrow the map. */
import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { clearFilters, clearParts, commitText, countFilters, requestParts, useQuery } from '../state/query.ts';
import { formatPart, parseQuery } from '../state/query-language.ts';
import classes from './map.module.css';

export interface Asked {
  /** Products of the search, best first; null where nothing is asked or the answer is not there yet. */
  readonly found: ReadonlySet<number> | null;
  /** Products that pass the filters; null where there are none. */
  readonly passing: ReadonlySet<number> | null;
}

export function useAsked(): Asked {
  const query = useQuery();
  const parts = requestParts(query);
  const filtered = countFilters(query.filters) > 0;
  const { imagesOnly, cutoff, spelling, filters } = query;
  const common = { kind: 'search' as const, filters, imagesOnly, cutoff };
  const search = useAnswer(
    'exchange.productsOf',
    parts.length === 0 ? null : { target: { ...common, parts, spelling, asWords: [...query.asWords] } },
  );
  const narrowed = useAnswer('exchange.productsOf', filtered ? { target: { ...common, parts: [] } } : null);
  const asks = parts.length > 0;
  const found = asks ? search.data?.productIds : undefined;
  const within = filtered ? narrowed.data?.productIds : undefined;
  return useMemo(
    () => ({
      found: found === undefined ? null : new Set(found),
      passing: within === undefined ? null : new Set(within),
    }),
    [found, within],
  );
}

export function MapSearch({ found, passing }: Asked) {
  const { t } = useTranslation();
  const parts = useQuery((state) => state.parts);
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part] : []));
  const asked = texts.map((part, i) => (i > 0 && part.sign > 0 ? '+ ' : '') + formatPart(part)).join(' ');
  const others = parts.length - texts.length;
  const [typed, setTyped] = useState(asked);
  // Asked in the search bar, or cleared there.
  useEffect(() => setTyped(asked), [asked]);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === '') clearParts();
          else commitText(parseQuery(typed));
        }}
      >
        <TextInput
          size="sm"
          aria-label={t('map.search')}
          placeholder={t('map.search')}
          leftSection={<IconSearch size={15} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          rightSection={
            typed === '' && others === 0 ? null : (
              <CloseButton
                size="sm"
                aria-label={t('map.clearSearch')}
                onClick={() => {
                  setTyped('');
                  clearParts();
                }}
              />
            )
          }
        />
      </form>
      {found === null && passing === null ? null : (
        <div className={classes.chips} role="status">
          {found === null ? null : <span>{t('map.found', { count: found.size })}</span>}
          {others === 0 ? null : <span>{t('map.otherParts', { count: others })}</span>}
          {passing === null ? null : (
            <span>
              {t('map.passing', { count: passing.size })}
              <CloseButton size="xs" display="inline-flex" aria-label={t('map.clearFilters')} onClick={clearFilters} />
            </span>
          )}
        </div>
      )}
    </>
  );
}
