/** Keys that work on every page, unless a person is typing. */
import { useEffect } from 'react';
import { searchInputId } from '../search/search-bar.tsx';
import { addPictureFiles, addPicturePath } from '../state/pictures.ts';
import { asPicturePath } from '../state/query-language.ts';
import { dialogIsOpen, isTyping } from '../ui/is-typing.ts';
import { openKeysDialog } from '../ui/keys-dialog.tsx';

export function focusSearch(): void {
  document.getElementById(searchInputId)?.focus();
}

export function useWindowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialogIsOpen()) return;
      if (event.key === '/') {
        event.preventDefault();
        focusSearch();
      } else if (event.key === '?') {
        event.preventDefault();
        openKeysDialog();
      }
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
}

/** A pasted picture becomes part of the query wherever it is pasted; a pasted path does outside of text fields. */
function onPaste(event: ClipboardEvent): void {
  const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  if (pictures.length > 0) {
    event.preventDefault();
    void addPictureFiles(pictures);
    return;
  }
  if (isTyping(event.target)) return;
  const path = asPicturePath(event.clipboardData?.getData('text/plain') ?? '');
  if (path !== null) void addPicturePath(path);
}
