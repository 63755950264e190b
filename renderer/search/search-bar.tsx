/** The question: parts as chips, and a line to type the next one. */
import { Combobox, Loader, UnstyledButton, useCombobox } from '@mantine/core';
import { IconDeviceMobile, IconPhotoScan, IconSearch, IconX } from '@tabler/icons-react';
import { type ChangeEvent, type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { cancelClip, useClips } from '../state/clips.ts';
import { focusResults } from '../state/grid-focus.ts';
import { askWithFiles, askWithPath, useImages } from '../state/images.ts';
import { openPhone } from '../state/phone.ts';
import { clearParts, commitText, removePart, setDraft, useQuery } from '../state/query.ts';
import { addsToQuery, asImagePath, formatPart, parseQuery } from '../state/query-language.ts';
import { listKeys } from '../ui/actions.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { openKeysDialog } from '../ui/keys-dialog.tsx';
import { PartChip } from './part-chip.tsx';
import { SavedSearches } from './saved-searches.tsx';
import classes from './search-bar.module.css';
import { Suggestions, useSuggestions } from './suggestions.tsx';

export const searchInputId = 'search-input';

listKeys('searchBar', {
  enter: { listed: 'keys.enter', keys: ['Enter'] },
  addToQuery: { listed: 'keys.addToQuery', keys: ['shift+Enter'] },
  editLast: { listed: 'keys.editLast', keys: ['Backspace'] },
  toResults: { listed: 'keys.toResults', keys: ['ArrowDown'] },
});

export function SearchBar() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [location, navigate] = useLocation();
  const parts = useQuery((state) => state.parts);
  const draft = useQuery((state) => state.draft);
  const pending = useImages((state) => state.pending);
  const readsClip = useClips((state) => state.reading !== null);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const suggested = useSuggestions(combobox.dropdownOpened, text);

  // The draft is dropped from outside when the query is cleared or the library changes.
  const typed = useRef(false);
  useEffect(() => {
    if (draft.length === 0 && typed.current) setText('');
    typed.current = draft.length > 0;
  }, [draft]);

  // A part that came from elsewhere, such as a dropped photo, is to be seen with its results, not behind past searches.
  const size = useRef(parts.length);
  useEffect(() => {
    if (parts.length > size.current) combobox.closeDropdown();
    size.current = parts.length;
  }, [parts, combobox.closeDropdown]);

  const goToResults = (): void => {
    if (location !== '/') navigate('/');
  };
  // A chip that went back into the line for editing stays a part among the others.
  const editing = useRef(false);
  const type = (event: ChangeEvent<HTMLInputElement>): void => {
    const value = event.currentTarget.value;
    setText(value);
    if (value === '') editing.current = false;
    const worth = asImagePath(value) === null && isWorthAsking(value);
    setDraft(worth ? parseQuery(value) : [], editing.current || addsToQuery(value));
    combobox.openDropdown();
    combobox.resetSelectedOption();
  };
  const commit = (shift: boolean): void => {
    const path = asImagePath(text);
    const adds = shift || editing.current || addsToQuery(text);
    if (path === null) commitText(parseQuery(text), adds);
    else void askWithPath(path, adds);
    editing.current = false;
    setText('');
    combobox.closeDropdown();
    goToResults();
  };
  const editLast = (): void => {
    const last = parts.at(-1);
    if (last === undefined) return;
    removePart(last.key);
    if (last.kind !== 'text') return;
    const value = formatPart(last);
    editing.current = true;
    setText(value);
    setDraft(parseQuery(value), true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === '?' && text === '') {
      // No search begins with it, and it means the same here as everywhere.
      event.preventDefault();
      openKeysDialog();
    } else if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0) {
      event.preventDefault();
      commit(event.shiftKey);
    } else if (event.key === 'Backspace' && text === '' && parts.length > 0) {
      event.preventDefault();
      editLast();
    } else if (event.key === 'Escape') {
      if (combobox.dropdownOpened) combobox.closeDropdown();
      else input.current?.blur();
    } else if (event.key === 'ArrowDown' && !combobox.dropdownOpened) {
      event.preventDefault();
      focusResults();
    } else if (event.key === 'ArrowLeft' && event.currentTarget.selectionStart === 0 && parts.length > 0) {
      event.preventDefault();
      focusLastChip(event.currentTarget);
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const path = asImagePath(event.clipboardData.getData('text/plain'));
    if (path === null || text !== '') return;
    event.preventDefault();
    void askWithPath(path);
    goToResults();
  };

  return (
    <search className={classes.root} aria-label={t('search.title')}>
      <Combobox
        store={combobox}
        position="bottom-start"
        offset={6}
        shadow="md"
        onOptionSubmit={(value) => {
          const chosen = suggested.flatMap(({ suggestions }) => suggestions).find((one) => one.value === value);
          setText('');
          setDraft([]);
          combobox.closeDropdown();
          goToResults();
          chosen?.choose();
        }}
      >
        <Combobox.DropdownTarget>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text still means the text; keys have it anyway */}
          <div
            className={classes.bar}
            onMouseDown={(event) => {
              if (event.target !== event.currentTarget) return;
              event.preventDefault();
              input.current?.focus();
            }}
          >
            <IconSearch className={classes.glass} size={18} stroke={1.8} aria-hidden />
            <ul
              className={classes.parts}
              aria-label={t('search.parts')}
              hidden={parts.length + pending.length === 0 && !readsClip}
            >
              {parts.map((part) => (
                <PartChip key={part.key} part={part} onLeave={() => input.current?.focus()} />
              ))}
              <ClipReading />
              {pending.map((name) => (
                <li key={name} className={classes.reading}>
                  <Loader size={13} aria-hidden />
                  <span>{name}</span>
                </li>
              ))}
            </ul>
            <Combobox.EventsTarget withExpandedAttribute>
              <input
                ref={input}
                id={searchInputId}
                className={classes.input}
                type="text"
                role="combobox"
                aria-expanded={combobox.dropdownOpened}
                value={text}
                placeholder={parts.length === 0 ? t('search.placeholder') : t('search.placeholderMore')}
                aria-label={t('search.input')}
                autoComplete="off"
                spellCheck={false}
                onChange={type}
                onKeyDown={onKeyDown}
                onPaste={onPaste}
                onFocus={() => combobox.openDropdown()}
                onClick={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
              />
            </Combobox.EventsTarget>
            {parts.length > 0 || text !== '' ? (
              <IconButton
                label={t('search.clear')}
                size="md"
                onClick={() => {
                  setText('');
                  clearParts();
                  input.current?.focus();
                }}
              >
                <IconX size={16} />
              </IconButton>
            ) : null}
            <SavedSearches />
            <ImagePicker onPick={goToResults} />
            <IconButton label={t('phone.open')} size="md" onClick={() => void openPhone()}>
              <IconDeviceMobile size={18} stroke={1.7} />
            </IconButton>
          </div>
        </Combobox.DropdownTarget>
        <Suggestions groups={suggested} typing={text.trim() !== ''} />
      </Combobox>
    </search>
  );
}

/** A clip on its way: how far it has been read, and the way to stop that. */
function ClipReading() {
  const { t } = useTranslation();
  const format = useFormat();
  const reading = useClips((state) => state.reading);
  if (reading === null) return null;
  const { name, done } = reading;
  return (
    <li className={classes.reading} data-clip>
      <Loader size={13} aria-hidden />
      <span title={name}>{name}</span>
      <span
        className={classes.readingDone}
        role="progressbar"
        aria-label={t('clip.reading', { name })}
        aria-valuenow={Math.round(100 * done)}
      >
        {format.percent(done)}
      </span>
      <UnstyledButton
        className={classes.remove}
        aria-label={t('clip.cancel', { name })}
        title={t('clip.cancel', { name })}
        onClick={cancelClip}
      >
        <IconX size={13} stroke={2.2} />
      </UnstyledButton>
    </li>
  );
}

function ImagePicker({ onPick }: { onPick(): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('search.pickPicture')} size="md" onClick={() => input.current?.click()}>
        <IconPhotoScan size={18} stroke={1.7} />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept="image/*,video/*"
        multiple
        hidden
        aria-label={t('search.pickPicture')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          onPick();
          void askWithFiles(files);
        }}
      />
    </>
  );
}

/** One Latin letter says nothing yet; one Chinese character may be a word. */
function isWorthAsking(value: string): boolean {
  const text = value.trim();
  return text.length > 1 || /\p{Script=Han}/u.test(text);
}

function focusLastChip(input: HTMLElement): void {
  const buttons = input.parentElement?.querySelectorAll<HTMLElement>('ul button');
  buttons?.item(buttons.length - 1)?.focus();
}
