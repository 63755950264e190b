/** What the command palette finds in the open library while a person types: products, tags and past searches. */
import type { Hit } from '@contract';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBookmark, IconHistory, IconTag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { clearFilters, clearParts, fromQueryPart, setParts, toggleTag } from '../state/query.ts';
import { askSaved } from '../state/saved-searches.ts';
import { useGroupName } from '../ui/group-name.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './command-palette.module.css';
import { iconOf, type PaletteEntry } from './palette-entries.tsx';

const most = 5;
/** Letters from which on there is something to look for. */
const fewest = 2;
const pauseMs = 150;
const remembered = 100;

export function useProducts(query: string, opened: boolean): PaletteEntry[] {
  const [, navigate] = useLocation();
  const [asked] = useDebouncedValue(query.trim(), pauseMs);
  const there = useLibrary((state) => (state.info?.products ?? 0) > 0);
  const wanted = opened && there && asked.length >= fewest && query.trim().length >= fewest;
  const { data } = useAnswer(
    'search.run',
    wanted ? { parts: [{ kind: 'text', text: asked }], limit: most, facets: false } : null,
  );
  const hits: readonly Hit[] = wanted ? (data?.hits ?? []) : [];
  return hits.map(({ id, title, sku, image }) => ({
    id: `product:${id}`,
    label: title,
    description: sku,
    icon: <Photo fit="tile" className={classes.photo} src={image?.thumb} alt="" eager />,
    run: () => navigate(`/product/${id}`),
  }));
}

export function useTags(query: string, opened: boolean): PaletteEntry[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const groupName = useGroupName();
  const there = useLibrary((state) => state.info != null);
  const { data: groups = [] } = useAnswer('tags.vocabulary', opened && there ? {} : null);
  const asked = query.trim().toLocaleLowerCase();
  if (asked.length < fewest) return [];
  const fitting = groups.flatMap(({ group, tags }) =>
    tags
      .filter(({ name, synonyms }) => [name, ...synonyms.map(({ text }) => text)].some((text) => has(text, asked)))
      .map((tag) => ({ ...tag, group })),
  );
  return fitting
    .sort((a, b) => b.products - a.products)
    .slice(0, most)
    .map(({ id, group, name, products }) => ({
      id: `tag:${id}`,
      label: name,
      description: [groupName(group), t('library.products', { count: products })].join(' · '),
      icon: iconOf(IconTag),
      run: () => {
        clearParts();
        clearFilters();
        toggleTag(group, name);
        navigate('/');
      },
    }));
}

export function usePastSearches(query: string, opened: boolean): PaletteEntry[] {
  const [, navigate] = useLocation();
  const there = useLibrary((state) => state.info != null);
  const { data: history = [] } = useAnswer('search.history', opened && there ? { limit: remembered } : null);
  const asked = query.trim().toLocaleLowerCase();
  return history
    .filter(({ label }) => has(label, asked))
    .slice(0, asked === '' ? 3 : most)
    .map(({ id, label, parts }) => ({
      id: `search:${id}`,
      label,
      icon: iconOf(IconHistory),
      run: () => {
        setParts(parts.map(fromQueryPart));
        navigate('/');
      },
    }));
}

export function useSavedSearches(query: string, opened: boolean): PaletteEntry[] {
  const [, navigate] = useLocation();
  const there = useLibrary((state) => state.info != null);
  const { data: saved = [] } = useAnswer('search.saved', opened && there ? {} : null);
  const asked = query.trim().toLocaleLowerCase();
  return saved
    .filter(({ name }) => has(name, asked))
    .slice(0, most)
    .map((search) => ({
      id: `saved:${search.id}`,
      label: search.name,
      icon: iconOf(IconBookmark),
      run: () => {
        askSaved(search);
        navigate('/');
      },
    }));
}

function has(text: string, asked: string): boolean {
  return text.toLocaleLowerCase().includes(asked);
}
