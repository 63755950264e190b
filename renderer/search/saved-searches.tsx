/** Keeps the search at hand by a name, and lists those that were kept. */
import { Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import { countFilters, useQuery } from '../state/query.ts';
import { askSaved, removeSaved, saveSearch } from '../state/saved-searches.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './search-bar.module.css';

export function SavedSearches() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <IconButton
          label={t('search.saved.title')}
          size="md"
          tipHidden={opened}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconBookmark size={18} stroke={1.7} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p="md" aria-label={t('search.saved.title')}>
        {opened ? <SavedList onDone={() => setOpened(false)} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function SavedList({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: saved = [] } = useAnswer('search.saved', {});
  return (
    <>
      <SaveForm names={saved.map(({ name }) => name)} onSaved={onDone} />
      {saved.length === 0 ? (
        <p className={classes.savedNone}>{t('search.saved.none')}</p>
      ) : (
        <ul className={classes.savedList} aria-label={t('search.saved.title')}>
          {saved.map((search) => (
            <li key={search.id}>
              <button
                type="button"
                className={classes.savedName}
                onClick={() => {
                  askSaved(search);
                  navigate('/');
                  onDone();
                }}
              >
                {search.name}
              </button>
              <IconButton
                size="sm"
                label={t('search.saved.remove', { name: search.name })}
                onClick={() => removeSaved(search.id)}
              >
                <IconX size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function SaveForm({ names, onSaved }: { names: readonly string[]; onSaved(): void }) {
  const { t } = useTranslation();
  const query = useQuery();
  const texts = [...query.parts, ...query.draft].flatMap((part) => ('text' in part ? [part.text] : []));
  const [name, setName] = useState(texts.join(' '));
  const asked = query.parts.length + query.draft.length + countFilters(query.filters) > 0;
  if (!asked) return null;
  const trimmed = name.trim();
  const replaces = names.some((other) => other.toLowerCase() === trimmed.toLowerCase());
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (trimmed !== '' && (await saveSearch(trimmed))) onSaved();
  };
  return (
    <form className={classes.saveForm} onSubmit={(event) => void save(event)}>
      <TextInput
        size="xs"
        label={t('search.saved.name')}
        description={replaces ? t('search.saved.replaces') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" disabled={trimmed === ''}>
        {t('common.save')}
      </Button>
    </form>
  );
}
