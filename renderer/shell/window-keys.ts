/** Keys that work on every page, unless a person is typing. */
import { useEffect } from 'react';
import { asPicturePath } from '../search/query-language.ts';
import { addPictureFiles, addPicturePath } from '../state/pictures.ts';
import { openKeysDialog } from './keys-dialog.tsx';

export const searchInputId = 'search-input';

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

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !target.readOnly &&
    !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}
