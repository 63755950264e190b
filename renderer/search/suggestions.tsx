/** What drops down from the search bar: what one may be about to ask for, past and saved questions, and how to write one. */
import type { MethodResult, QueryPart } from '@contract';
import { Combobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBookmark, IconHistory, IconTag } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { filterByTag, fromQueryPart, setParts } from '../state/query.ts';
import { askSaved } from '../state/saved-searches.ts';
import { useGroupName } from '../ui/group-name.ts';
import { Photo } from '../ui/photo.tsx';
import { PhotoPart } from '../ui/photo-part.tsx';
import classes from './search-bar.module.css';

const remembered = 50;
const shown = 6;
/** Results show while one types, so the list takes little of their room. */
const shownTyping = 3;
const pauseMs = 120;

export interface Suggestion {
  /** Unlike that of all others. */
  readonly value: string;
  readonly line: ReactNode;
  choose(): void;
}

export interface SuggestionGroup {
  readonly name: 'saved' | 'recent' | 'tags' | 'products';
  readonly suggestions: readonly Suggestion[];
}

/** Groups without a suggestion are left out. All is read anew each time the list opens. */
export function useSuggestions(opened: boolean, text: string): readonly SuggestionGroup[] {
  const typed = text.trim();
  const named = useNamed(opened, typed);
  const groups: SuggestionGroup[] = [
    { name: 'tags', suggestions: named.tags },
    { name: 'saved', suggestions: useSaved(opened, typed) },
    { name: 'recent', suggestions: useHistory(opened, typed) },
    { name: 'products', suggestions: named.products },
  ];
  return groups.filter(({ suggestions }) => suggestions.length > 0);
}

function useSaved(opened: boolean, typed: string): Suggestion[] {
  const { data: saved = [] } = useAnswer('search.saved', opened ? {} : null);
  const wanted = typed.toLocaleLowerCase();
  const fitting = saved.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return fitting.slice(0, wanted === '' ? shown : shownTyping).map((search) => ({
    value: `saved:${search.id}`,
    line: (
      <>
        <IconBookmark size={15} stroke={1.7} className={classes.optionIcon} aria-hidden />
        <span className={classes.optionName}>{search.name}</span>
      </>
    ),
    choose: () => askSaved(search),
  }));
}

type History = MethodResult<'search.history'>;

/** Past questions that contain what is typed. */
function useHistory(opened: boolean, typed: string): Suggestion[] {
  const { data: history = [] } = useAnswer('search.history', opened ? { limit: remembered } : null);
  return pastLike(history, typed).map((entry) => ({
    value: `recent:${entry.id}`,
    line: (
      <>
        <IconHistory size={15} stroke={1.7} className={classes.optionIcon} aria-hidden />
        {entry.parts.map((part) => (
          <PastPart key={JSON.stringify(part)} part={part} />
        ))}
      </>
    ),
    choose: () => setParts(entry.parts.map(fromQueryPart)),
  }));
}

function pastLike(history: History, typed: string): History {
  const wanted = typed.toLocaleLowerCase();
  if (wanted === '') return history.slice(0, shown);
  const labelled = history.map((entry) => ({ entry, label: entry.label.toLocaleLowerCase() }));
  // What is typed already needs no suggestion.
  const fitting = labelled.filter(({ label }) => label.includes(wanted) && label !== wanted);
  return fitting.slice(0, shownTyping).map(({ entry }) => entry);
}

/** Tags and products that are called so. */
function useNamed(opened: boolean, typed: string): { readonly tags: Suggestion[]; readonly products: Suggestion[] } {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const [, navigate] = useLocation();
  const [asked] = useDebouncedValue(typed, pauseMs);
  const wanted = opened && isWorthSuggesting(typed) && isWorthSuggesting(asked);
  const { data } = useAnswer('search.suggest', wanted ? { text: asked, limit: shownTyping } : null);
  if (!wanted || data === undefined) return { tags: [], products: [] };
  const tags = data.tags.map(({ group, name, products }) => ({
    value: `tag:${group}/${name}`,
    line: (
      <>
        <IconTag size={15} stroke={1.7} className={classes.optionIcon} aria-hidden />
        <span className={classes.optionName}>
          {name} <span className={classes.optionMore}>{groupName(group)}</span>
        </span>
        <span className={classes.optionMore}>{t('library.products', { count: products })}</span>
      </>
    ),
    choose: () => filterByTag(group, name),
  }));
  const products = data.products.map(({ id, title, sku, image, price }) => ({
    value: `product:${id}`,
    line: (
      <>
        <Photo fit="tile" className={classes.pastPhoto} src={image?.thumb} alt="" eager />
        <span className={classes.optionName}>{title}</span>
        <span className={classes.optionMore}>{price === null ? sku : format.priceRange(price)}</span>
      </>
    ),
    choose: () => navigate(`/product/${id}`),
  }));
  return { tags, products };
}

/** One Latin letter begins too many names; one Chinese character may be a word. */
function isWorthSuggesting(typed: string): boolean {
  return typed.length > 1 || /\p{Script=Han}/u.test(typed);
}

/** While a person types, only what fits is worth covering the results for. */
export function Suggestions({ groups, typing }: { groups: readonly SuggestionGroup[]; typing: boolean }) {
  const { t } = useTranslation();
  return (
    <Combobox.Dropdown className={classes.dropdown} hidden={typing && groups.length === 0}>
      <Combobox.Options aria-label={t('search.suggestions')} className={classes.options}>
        {groups.map(({ name, suggestions }) => (
          <Combobox.Group key={name} label={t(`search.suggested.${name}`)}>
            {suggestions.map(({ value, line }) => (
              <Combobox.Option key={value} value={value} className={classes.option}>
                {line}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
      {typing ? null : (
        <div className={classes.tips} data-below={groups.length > 0}>
          <span>
            <code>{t('search.tips.minusExample')}</code> {t('search.tips.minus')}
          </span>
          <span>
            <code>{t('search.tips.phraseExample')}</code> {t('search.tips.phrase')}
          </span>
          <span>
            <code>{t('search.tips.weightExample')}</code> {t('search.tips.weight')}
          </span>
          <span>{t('search.tips.drop')}</span>
        </div>
      )}
    </Combobox.Dropdown>
  );
}

const namelessPart = { image: 'search.picture', clip: 'clip.clip', product: 'search.aProduct' } as const;

function PastPart({ part }: { part: QueryPart }) {
  const { t } = useTranslation();
  const weight = Math.abs(part.weight);
  return (
    <span className={classes.pastPart} data-sign={part.weight > 0 ? 'plus' : 'minus'}>
      {part.weight < 0 ? '−' : ''}
      {part.kind === 'image' ? (
        <PhotoPart className={classes.pastPhoto} src={`query/${part.hash}`} region={part.region} />
      ) : null}
      {part.kind === 'clip' && part.frames[0] !== undefined ? (
        <PhotoPart className={classes.pastPhoto} src={`query/${part.frames[0].hash}`} region={part.frames[0].region} />
      ) : null}
      {part.kind === 'text' ? part.text : part.name || t(namelessPart[part.kind])}
      {weight === 1 ? '' : ` ×${weight}`}
    </span>
  );
}
